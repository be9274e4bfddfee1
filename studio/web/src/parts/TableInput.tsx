// The dialog that chooses the file of a table; whoever has `of` opens it by a click.
import type { RefObject } from 'preact';
import { openTable } from '../model/opened';
import { texts } from '../text';

interface Props {
  of: RefObject<HTMLInputElement>;
  /** the file that a lesson waits for */
  forLesson?: boolean;
}

export function TableInput({ of, forLesson }: Props) {
  return (
    <input
      ref={of}
      type="file"
      accept=".csv,.tsv,.txt,.gz,text/csv,text/tab-separated-values"
      hidden
      aria-label={texts().file.table}
      onChange={async (event) => {
        const chosen = event.currentTarget.files?.[0];
        event.currentTarget.value = '';
        if (chosen) await openTable(chosen, forLesson);
      }}
    />
  );
}
