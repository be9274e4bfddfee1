// The moment in numbers: the likeliest words, and what each gate of a unit does with its cell.
import './speech.css';
import type { ComponentChildren } from 'preact';
import { fill, fixed, percent, signed, texts } from '../../text/views';
import { slots, symbols } from './draw';
import {
  direction,
  gateAt,
  gateFrame,
  hearing,
  moment,
  saidAt,
  secondsOf,
  shownUnit,
} from './model';

const likeliest = 4;

export default function MomentPanel({ children }: { children?: ComponentChildren }) {
  const T = texts();
  const h = hearing.value;
  if (!h) return <>{children}</>;
  const said = saidAt(h, moment.value);
  const best = [...said.keys()].sort((a, b) => said[b] - said[a]).slice(0, likeliest);
  const frame = gateFrame(h, moment.value);
  const shown = shownUnit.value;
  const at = (slot: string, when = frame): number => gateAt(h, direction.value, slot, when, shown);
  const before = direction.value === 0 ? frame - 1 : frame + 1;
  const number = (slot: string): string =>
    slot.endsWith('gate') ? fixed(at(slot)) : signed(at(slot));
  return (
    <div class="card moment" role="group" aria-label={T.speech.moment}>
      <h3 data-test="moment">{fill(T.speech.at, { n: fixed(secondsOf(h, moment.value)) })}</h3>
      <ul class="moment-words">
        {best.map((c, i) => (
          <li key={c} class={i === 0 ? 'is-best' : ''}>
            <span class="digit">{h.classes[c]}</span>
            <span class="bar">
              <span class="fill" style={{ transform: `scaleX(${said[c]})` }} />
            </span>
            <span class="number">{percent(said[c])}</span>
          </li>
        ))}
      </ul>
      {h.layer && (
        <>
          <h3>{fill(T.speech.unit, { n: shown + 1 })}</h3>
          <dl class="moment-gates">
            {slots.map((slot) => (
              <div key={slot}>
                <dt>
                  <b>{symbols[slot]}</b> {T.speech.slotNames[slot]}
                </dt>
                <dd data-test={slot}>{number(slot)}</dd>
              </div>
            ))}
          </dl>
          <p class="small moment-sum">
            c = f × c₀ + i × g
            <br />
            {fixed(at('forget_gate'))} × {signed(at('cell', before))} +{' '}
            {fixed(at('input_gate'))} × {signed(at('cell_candidate'))} = {signed(at('cell'))}
          </p>
          <p class="small">{T.speech.before}</p>
        </>
      )}
    </div>
  );
}
