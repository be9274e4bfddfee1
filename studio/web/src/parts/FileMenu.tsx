import { useRef } from 'preact/hooks';
import { signal } from '@preact/signals';
import { tell, trouble } from '../model/engine';
import { bytesOf, download, fileAsBase64, mostBytes } from '../model/files';
import { curvesAsTable } from '../model/learning';
import { offers } from '../model/network';
import { texts } from '../text';
import { useClosing } from './closing';
import { TableInput } from './TableInput';

const open = signal(false);

async function saveModel(): Promise<void> {
  const reply = await tell('save', { what: 'model' });
  if (reply) download(reply.name, new Blob([bytesOf(reply.base64)]));
}

function savePicture(): void {
  const canvas = document.querySelector<HTMLCanvasElement>('#stage canvas');
  if (!canvas) return;
  const whole = document.createElement('canvas');
  whole.width = canvas.width;
  whole.height = canvas.height;
  const context = whole.getContext('2d')!;
  context.fillStyle = getComputedStyle(document.body).backgroundColor;
  context.fillRect(0, 0, whole.width, whole.height);
  context.drawImage(canvas, 0, 0);
  whole.toBlob((blob) => blob && download('glia.png', blob));
}

export function FileMenu() {
  const T = texts();
  const box = useClosing(open);
  const file = useRef<HTMLInputElement>(null);
  const table = useRef<HTMLInputElement>(null);
  const act = (what: () => void) => () => {
    open.value = false;
    what();
  };
  return (
    <div class="menu" ref={box}>
      <button
        class="quiet"
        data-do="file"
        aria-expanded={open.value}
        aria-haspopup="true"
        onClick={() => (open.value = !open.value)}
      >
        {T.header.file}
      </button>
      {open.value && (
        <div class="menu-items">
          <button onClick={act(() => file.current?.click())}>{T.file.open}</button>
          {offers.value.includes('tables') && (
            <button data-do="table" onClick={act(() => table.current?.click())}>
              {T.file.table}
            </button>
          )}
          <button data-do="save" onClick={act(() => void saveModel())}>{T.file.model}</button>
          <button onClick={act(savePicture)}>{T.file.picture}</button>
          <button
            onClick={act(() =>
              download('glia-curves.csv', new Blob([curvesAsTable()], { type: 'text/csv' })),
            )}
          >
            {T.file.curves}
          </button>
          <button data-do="print" onClick={act(() => print())}>
            {T.sheet.print}
          </button>
        </div>
      )}
      <TableInput of={table} />
      <input
        ref={file}
        type="file"
        accept=".safetensors"
        hidden
        aria-label={T.file.open}
        onChange={async (event) => {
          const chosen = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (!chosen) return;
          if (chosen.size > mostBytes)
            trouble.value = { asked: 'open', code: 'too_large', words: '' };
          else await tell('open', { base64: await fileAsBase64(chosen) });
        }}
      />
    </div>
  );
}
