// Where there is no CNN yet: one may be taught, and how far that is.
import './cnn.css';
import { hello } from '../../model/network';
import { count, fill, fixed, percent, plural, texts } from '../../text/views';
import { cnn, stopTeaching, teach } from './model';

export function Teach() {
  const T = texts();
  const now = cnn.value;
  if (!now) return null;
  const done = now.progress ?? 0;
  return (
    <div class="teach">
      {!now.learning && (
        <p>
          {fill(T.cnn.teachWhy, {
            parameters: plural(now.parameters ?? 0, T.header.parameters),
            images: count(hello.value?.data.train ?? 0),
          })}
        </p>
      )}
      {now.learning ? (
        <>
          <div
            class="progress"
            role="progressbar"
            aria-label={T.cnn.learning}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(done * 100)}
          >
            <span style={{ transform: `scaleX(${done})` }} />
          </div>
          <p class="small teach-told">
            {T.cnn.learning} {percent(done, 0)} · {T.learn.costTrain} {fixed(now.cost ?? 0, 3)}
            <button class="small" data-do="cnn-stop" onClick={() => stopTeaching()}>
              {T.cnn.stop}
            </button>
          </p>
        </>
      ) : (
        <button class="primary" data-do="cnn-teach" onClick={() => teach()}>
          {T.cnn.teach}
        </button>
      )}
      {now.error && (
        <p class="ask" role="alert">
          {now.error}
        </p>
      )}
    </div>
  );
}
