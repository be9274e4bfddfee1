// The dialog that chooses the file of a table; whoever has `of` opens it by a click.
import type { RefObject } from 'preact';
import { openTable } from '../model/opened';
import { texts } from '../text';

interface Props {
  of: RefObject<HTMLInputElement>;
  open?: (file: File) => Promise<void>;
}

export function TableInput({ of, open = openTable }: Props) {
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
        if (chosen) await open(chosen);
      }}
    />
  );
}
