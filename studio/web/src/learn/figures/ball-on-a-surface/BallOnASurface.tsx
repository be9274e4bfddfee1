// Chapter 5: the cost over two weights of the visitor's network, and balls that roll on it.
import '../../../views/descent/descent.css';
import '../live.css';
import './BallOnASurface.css';
import { useEffect } from 'preact/hooks';
import { net } from '../../../model/network';
import { count, fill, plural, texts } from '../../../text/learn';
import { number } from '../chain/Factors';
import { Rate, Span } from '../../../views/descent/Controls';
import { useSurface } from '../../../views/descent/follow';
import { ball, earlier, mode, roll, slope, surface } from '../../../views/descent/model';
import { Slice } from '../../../views/descent/Slice';
import * as figure from './state';

/** What is under the ball. */
function Told() {
  const T = texts().learnRoom.downhill.surface;
  const [now, down, slice] = [ball.value, slope.value, surface.value];
  if (!now || !slice) return <p class="small surface-told">{texts().learnRoom.waiting}</p>;
  const all = mode.value === 'all';
  return (
    <div class="surface-told" aria-live="polite">
      <p data-test="surface-cost" data-cost={now.cost ?? ''}>
        {fill(T.under, { cost: now.cost === null ? '…' : number(now.cost) })}
      </p>
      {down && !all && (
        <p class="small" data-test="surface-slopes" data-slopes={down.map((v) => -v).join(' ')}>
          {fill(T.slopes, {
            across: number(-down[0]),
            up: number(-down[1]),
            length: number(Math.hypot(...down)),
          })}
        </p>
      )}
      {all && <p class="small">{fill(T.moves, { step: count(slice.step) })}</p>}
    </div>
  );
}

function Legend() {
  const T = texts().learnRoom.downhill.surface;
  return (
    <ul class="surface-legend small" aria-hidden="true">
      {(['slope', 'gradient', 'against'] as const).map((name) => (
        <li key={name} class={`is-${name}`}>
          {T.legend[name]}
        </li>
      ))}
    </ul>
  );
}

export default function BallOnASurface() {
  const T = texts().learnRoom.downhill.surface;
  useSurface();
  useEffect(figure.follow, []);
  useEffect(() => () => void figure.giveBack(), []);
  const all = mode.value === 'all';
  const samples = surface.value?.samples ?? 500;
  return (
    <div
      class="live ball-on-a-surface"
      data-test="ball-on-a-surface"
      data-balls={earlier.value.length + 1}
    >
      <h2>{T.title}</h2>
      <p class="small">
        {fill(all ? T.aboutAll : T.about, {
          samples: plural(samples, texts().descent.samples),
          count: count(net.value?.count ?? 0),
        })}
      </p>
      <Slice whole />
      {!all && <Legend />}
      <Told />
      {!all && <Rate label={T.rate} />}
      <div class="buttons">
        {!all && (
          <button class="primary" data-do="surface-roll" onClick={() => void roll()}>
            {T.roll}
          </button>
        )}
        <button
          data-do="all-learn"
          aria-pressed={all}
          onClick={() => void (all ? figure.giveBack() : figure.allLearn(T.branch))}
        >
          {all ? T.giveBack : T.allLearn}
        </button>
      </div>
      <div class="surface-span">
        <Span />
      </div>
    </div>
  );
}
