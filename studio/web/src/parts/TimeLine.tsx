// The line of time: every step that was can be shown again; a fork splits it.
import './TimeLine.css';
import { signal } from '@preact/signals';
import { tell } from '../model/engine';
import { latest } from '../model/frame';
import { branches, live, state, touched } from '../model/learning';
import { count, fill, fixed, texts } from '../text';
import { Icon } from './icons';

/** where the slider is dragged to, until the engine has shown it */
const dragged = signal<number | null>(null);
export const jumpTime = signal(0);

const jump = latest(async (step: number) => {
  const begun = performance.now();
  await tell('time', { step, exact: true });
  jumpTime.value = performance.now() - begun;
  if (dragged.value === step) dragged.value = null;
  touched.value++;
});

export function TimeLine() {
  const T = texts();
  const s = state.value;
  const end = s?.step ?? 0;
  const at = dragged.value ?? s?.shown.step ?? 0;
  const now = live.value && dragged.value === null;
  const start = s?.firstStep ?? 0;
  const share = end > start ? (at - start) / (end - start) : 0;
  const epoch = fixed(s && s.stepsPerEpoch > 0 ? at / s.stepsPerEpoch : 0, 1);
  const list = branches.value;
  return (
    <div class={`time time-row ${now ? '' : 'is-past'}`}>
      {list.length > 1 && (
        <div class="branches" role="group" aria-label={T.time.branches}>
          {list.map((b) => (
            <button
              key={b.id}
              class="branch"
              aria-pressed={b.id === s?.branch}
              onClick={() => tell('branch', { to: b.id })}
            >
              {(!/^\d*$/.test(b.name) && b.name) ||
                (b.parent === null ? T.time.main : fill(T.time.branch, { n: b.id + 1 }))}
              {b.parent !== null && (
                <span class="muted"> {fill(T.time.forkedAt, { step: count(b.forkedAt) })}</span>
              )}
            </button>
          ))}
        </div>
      )}
      <input
        type="range"
        class="time-slider"
        name="time"
        aria-label={T.time.slider}
        aria-valuetext={fill(T.time.shown, { step: count(at), epoch })}
        min={start}
        max={Math.max(start + 1, end)}
        step={1}
        value={at}
        disabled={end === start}
        style={{ '--share': share }}
        onInput={(event) => {
          dragged.value = event.currentTarget.valueAsNumber;
          jump(dragged.value);
        }}
      />
      <span class="time-text" data-test="shown">
        {now ? T.time.live : fill(T.time.shown, { step: count(at), epoch })}
      </span>
      {!now && (
        <>
          <button
            class="small"
            data-do="fork"
            onClick={async () => {
              await tell('fork', { step: at });
              dragged.value = null;
            }}
          >
            <Icon name="fork" />
            {T.time.fork}
          </button>
          <button
            class="small"
            data-do="live"
            onClick={async () => {
              dragged.value = null;
              await tell('time', { live: true });
              touched.value++;
            }}
          >
            {T.time.live}
          </button>
        </>
      )}
    </div>
  );
}
