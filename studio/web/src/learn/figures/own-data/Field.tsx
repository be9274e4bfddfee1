// Where the reader draws or speaks; it goes into a class, or the network is asked what it is.
import { StrokePad } from '../../../parts/StrokePad';
import { texts } from '../../../text/learn';
import { Files } from './Files';
import { Spoken } from './Spoken';
import * as figure from './state';

function AddTo() {
  const T = texts().learnRoom.own;
  const empty = figure.lines.value.length === 0;
  return (
    <div class="own-add" role="group" aria-label={T.addTo}>
      <span class="small">{T.addTo}</span>
      {figure.set.value.map(({ examples }, at) => (
        <button
          key={at}
          class="small"
          data-do={`own-add-${at}`}
          disabled={empty || examples.length >= figure.most.value}
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

function AskFile() {
  return (
    <Files
      name="own-ask-file"
      disabled={!figure.learned.value}
      onFiles={([file]) => void figure.askFile(file)}
    >
      {texts().learnRoom.own.of[figure.sort.value].askFile}
    </Files>
  );
}

function Drawn() {
  const T = texts().learnRoom.own;
  const empty = figure.lines.value.length === 0;
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
            disabled={empty || !figure.learned.value}
            onClick={() => void figure.askDrawing()}
          >
            {T.ask}
          </button>
          <AskFile />
        </div>
      </div>
    </div>
  );
}

export function Field() {
  switch (figure.kind.value) {
    case 'drawing':
      return <Drawn />;
    case 'photograph':
      return (
        <div class="buttons">
          <AskFile />
        </div>
      );
    case 'word':
      return (
        <Spoken>
          <AskFile />
        </Spoken>
      );
  }
}
