// Where the reader draws; what is drawn goes into a class, or the network is asked what it is.
import { StrokePad } from '../../../parts/StrokePad';
import { texts } from '../../../text/learn';
import { Files } from './Files';
import { mostPictures } from './sets';
import * as figure from './state';

function AddTo() {
  const T = texts().learnRoom.own;
  const empty = figure.lines.value.length === 0;
  return (
    <div class="own-add" role="group" aria-label={T.addTo}>
      <span class="small">{T.addTo}</span>
      {figure.set.value.map(({ pictures }, at) => (
        <button
          key={at}
          class="small"
          data-do={`own-add-${at}`}
          disabled={empty || pictures.length >= mostPictures}
          onClick={() => void figure.addDrawing(at)}
        >
          {figure.names.value[at]}
        </button>
      ))}
    </div>
  );
}

/** 1 is the first class, 0 the tenth. */
function onKey(key: string): void {
  if (/^[0-9]$/.test(key)) void figure.addDrawing((Number(key) + 9) % 10);
  else if (key === 'Backspace' || key === 'Delete') figure.lines.value = [];
}

export function Field() {
  const T = texts().learnRoom.own;
  const drawn = figure.kind.value === 'drawing';
  const empty = figure.lines.value.length === 0;
  const learned = figure.learned.value !== null;
  const askFile = (
    <Files
      name="own-ask-file"
      disabled={!learned}
      onFiles={([file]) => void figure.askFile(file)}
    >
      {T.askFile}
    </Files>
  );
  if (!drawn) return <div class="buttons">{askFile}</div>;
  return (
    <div class="own-field">
      <StrokePad lines={figure.lines} label={T.field} hint={T.hint} onKey={onKey} />
      <div>
        <AddTo />
        <div class="own-add">
          <button
            class="small"
            data-do="own-wipe"
            disabled={empty}
            onClick={() => (figure.lines.value = [])}
          >
            {T.wipe}
          </button>
          <button
            class="small"
            data-do="own-ask"
            disabled={empty || !learned}
            onClick={() => void figure.askDrawing()}
          >
            {T.ask}
          </button>
          {askFile}
        </div>
      </div>
    </div>
  );
}
