// A table of the reader's: it is learned in the studio, from which Back returns to the chapter.
import { useRef } from 'preact/hooks';
import { glimpse, openTable } from '../../../model/opened';
import { chapter } from '../../../model/room';
import { TableInput } from '../../../parts/TableInput';
import { texts } from '../../../text/learn';

async function open(file: File): Promise<void> {
  glimpse.value = null;
  await openTable(file);
  if (glimpse.peek()) chapter.value = null;
}

export function OwnTable() {
  const T = texts().learnRoom.own.table;
  const input = useRef<HTMLInputElement>(null);
  return (
    <div
      class="own-table"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const [file] = event.dataTransfer?.files ?? [];
        if (file) void open(file);
      }}
    >
      <p class="small">{T.about}</p>
      <button class="small" data-do="own-table" onClick={() => input.current?.click()}>
        {T.open}
      </button>
      <TableInput of={input} open={open} />
    </div>
  );
}
