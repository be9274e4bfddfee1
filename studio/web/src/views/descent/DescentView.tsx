import './descent.css';
import { net } from '../../model/network';
import { count, fill, fixed, plural, texts } from '../../text/views';
import { Roll, Span } from './Controls';
import { useSurface } from './follow';
import { LocalMinima } from './LocalMinima';
import { ball, begin, mode, sliceLow, surface } from './model';
import { Slice } from './Slice';

/** What the slice and the ball say in numbers. */
function Told() {
  const T = texts();
  const s = surface.value;
  const now = ball.value;
  if (!s) return null;
  return (
    <div class="descent-told small">
      <p>
        {fill(T.descent.at, {
          step: count(s.step),
          samples: plural(s.samples, T.descent.samples),
        })}
      </p>
      <p class="strong">
        {fill(T.descent.ballCost, { cost: now?.cost == null ? '…' : fixed(now.cost, 4) })}
      </p>
      <p>
        {fill(T.descent.lowest, {
          cost: fixed(Math.min(s.extremes.low, now?.cost ?? Infinity), 4),
        })}
      </p>
      {mode.value === 'all' && sliceLow.value !== null && s.cost < sliceLow.value && (
        <p class="strong">
          {fill(T.descent.gap, {
            count: plural(net.value?.count ?? 0, T.header.parameters),
            all: fixed(s.cost, 4),
            slice: fixed(sliceLow.value, 4),
          })}
        </p>
      )}
    </div>
  );
}

export default function DescentView() {
  const T = texts();
  useSurface();
  return (
    <div class="descent view">
      <div class="view-head">
        <p class="lead">{fill(T.descent.lead, { count: count(net.value?.count ?? 0) })}</p>
        <div class="segmented" role="group" aria-label={T.views.descent}>
          {(['two', 'all'] as const).map((name) => (
            <button
              key={name}
              data-mode={name}
              aria-pressed={mode.value === name}
              onClick={() => {
                mode.value = name;
                begin();
              }}
            >
              {name === 'two' ? T.descent.onlyTwo : T.descent.all}
            </button>
          ))}
        </div>
      </div>
      <div class="descent-main">
        <Slice />
        <div class="descent-side">
          <p class="small">{mode.value === 'two' ? T.descent.twoHow : T.descent.allHow}</p>
          {mode.value === 'two' && <Roll />}
          <Span />
          <Told />
          <LocalMinima />
        </div>
      </div>
    </div>
  );
}
