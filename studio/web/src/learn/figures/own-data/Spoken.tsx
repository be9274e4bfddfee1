// Words by the microphone: into a class, or to be asked about.
import type { ComponentChildren } from 'preact';
import { canRecord, recording, stopRecording } from '../../../model/microphone';
import { texts } from '../../../text/learn';
import * as figure from './state';

interface Props {
  to: number | 'ask';
  start: () => Promise<void>;
  disabled: boolean;
  children: ComponentChildren;
}

/** While it listens, the same button ends it. */
function Listen({ to, start, disabled, children }: Props) {
  const now = figure.hearer.value;
  const mine = now === to && recording.value;
  return (
    <button
      class={`small ${mine ? 'is-recording' : ''}`}
      data-do={`own-say-${to}`}
      disabled={now === null ? disabled : !mine}
      onClick={mine ? stopRecording : () => void start()}
    >
      {mine ? texts().learnRoom.own.stop : children}
    </button>
  );
}

export function Spoken({ children }: { children: ComponentChildren }) {
  const T = texts().learnRoom.own;
  const S = texts().learnRoom.speech.spectrogram;
  const records = canRecord();
  return (
    <div class="own-spoken">
      {records && (
        <div class="own-add" role="group" aria-label={T.say}>
          <span class="small">{T.say}</span>
          {figure.set.value.map(({ examples }, at) => (
            <Listen
              key={at}
              to={at}
              start={() => figure.addSpoken(at)}
              disabled={examples.length >= figure.most.value}
            >
              {figure.names.value[at]}
            </Listen>
          ))}
          <span class="small">{T.sayHow}</span>
        </div>
      )}
      {figure.refusedToListen.value && <p role="alert">{S.failed.microphone}</p>}
      {!records && <p class="small">{S.noMicrophone}</p>}
      <div class="own-add">
        {records && (
          <Listen to="ask" start={figure.askSpoken} disabled={!figure.learned.value}>
            {T.sayAsk}
          </Listen>
        )}
        {children}
      </div>
    </div>
  );
}
