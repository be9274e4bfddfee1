// The line of time: every step that was can be shown again; a fork splits it.
import './TimeLine.css';
import { branches, live, state } from '../model/learning';
import { dragTo, dragged, forkAt, goLive, goTo } from '../model/time';
import { count, fill, fixed, texts } from '../text';
import { Icon } from './icons';
import { TaughtSwitch } from './TaughtSwitch';

function Branches() {
  const T = texts();
  const s = state.value;
  const all = branches.value;
  const list = all.filter((b) => b.taught === (s?.taught ?? false));
  const choice = s !== null && s.taught !== null;
  if (!choice && list.length < 2) return null;
  return (
    <div class="branches">
      {choice && <TaughtSwitch />}
      {list.length > 1 && (
        <div class="branch-list" role="group" aria-label={T.time.branches}>
          {list.map((b) => (
            <button
              key={b.id}
              class="branch"
              aria-pressed={b.id === s?.branch}
              onClick={() => goTo(b.id)}
            >
              {(!/^\d*$/.test(b.name) && b.name) ||
                (b === list[0] ? T.time.main : fill(T.time.branch, { n: b.id + 1 }))}
              {b !== list[0] && (
                <span class="muted"> {fill(T.time.forkedAt, { step: count(b.forkedAt) })}</span>
              )}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

export function TimeLine() {
  const T = texts();
  const s = state.value;
  const end = s?.step ?? 0;
  const at = dragged.value ?? s?.shown.step ?? 0;
  const now = live.value && dragged.value === null;
  const start = s?.firstStep ?? 0;
  const share = end > start ? (at - start) / (end - start) : 0;
  const epoch = fixed(s && s.stepsPerEpoch > 0 ? at / s.stepsPerEpoch : 0, 1);
  return (
    <div class={`time time-row ${now ? '' : 'is-past'}`}>
      <Branches />
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
        onInput={(event) => dragTo(event.currentTarget.valueAsNumber)}
      />
      <span class="time-text" data-test="shown">
        {now ? T.time.live : fill(T.time.shown, { step: count(at), epoch })}
      </span>
      {!now && (
        <>
          <button class="small" data-do="fork" onClick={() => forkAt(at)}>
            <Icon name="fork" /> {T.time.fork}
          </button>
          <button class="small" data-do="live" onClick={goLive}>
            {T.time.live}
          </button>
        </>
      )}
    </div>
  );
}
