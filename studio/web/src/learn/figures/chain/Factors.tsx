// The factors from the weight to the cost, and below each what the product has come to on its way
// back.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { brief, fill, texts } from '../../../text/learn';
import { Icon } from '../../../parts/icons';
import type { Factor } from './slope';

const pause = 1600;
const digits = '₀₁₂₃₄₅₆₇₈₉';

/** a0 as a₀ and f1 as f′(z₁), as the formula has them. */
function written(name: string, bend: string): string {
  const small = (text: string): string => text.replace(/\d/g, (d) => digits[Number(d)]);
  if (name.startsWith('f')) return `${bend}′(z${small(name.slice(1))})`;
  return /^[aw]\d$/.test(name) ? small(name) : name;
}

export const number = (value: number): string => (value < 0 ? `−${brief(-value)}` : brief(value));

export function Factors({ factors, bend }: { factors: Factor[]; bend: string }) {
  const T = texts().learnRoom.chain;
  // from which factor on the way back is shown; null: all of it
  const from = useSignal<number | null>(null);
  const running: number[] = [];
  for (let i = factors.length - 1, all = 1; i >= 0; --i) running[i] = all *= factors[i].value;
  const most = Math.max(...running.map(Math.abs), 1e-12);
  const end = factors.length - 1;
  useEffect(() => {
    if (from.value === null || from.value === 0) return;
    const timer = setTimeout(() => (from.value = from.value! - 1), pause);
    return () => clearTimeout(timer);
  }, [from.value]);
  useEffect(() => {
    from.value = null;
  }, [factors.map(({ name }) => name).join()]);
  const at = from.value;
  const gear = at === null ? null : factors[at];
  const told = at === end ? T.stepCost : at === 0 ? T.stepDone : T.stepGear;
  return (
    <div class="factors-box">
      <div class="factors" tabIndex={0} role="group" aria-label={T.factors}>
        {factors.map(({ name, value }, i) => (
          <div key={name} class={at !== null && i < at ? 'is-to-come' : ''}>
            <div class={`factor ${at === i ? 'is-now' : ''}`}>
              <span class="factor-name">{written(name, bend)}</span>
              <strong>{number(value)}</strong>
            </div>
            <div class="running">
              <span
                class={`running-bar ${running[i] < 0 ? 'minus' : 'plus'}`}
                style={{ height: `${Math.max(3, (64 * Math.abs(running[i])) / most)}px` }}
              />
              <span class="running-number">{number(running[i])}</span>
            </div>
          </div>
        ))}
      </div>
      <p class="small chain-back">← {T.back}</p>
      <p class="small step-told" aria-live="polite">
        {gear &&
          fill(told, {
            name: written(gear.name, bend),
            gear: number(gear.value),
            sum: number(running[at!]),
          })}
      </p>
      <button class="primary" data-do="chain-slowly" onClick={() => (from.value = end)}>
        <Icon name="play" />
        {T.show}
      </button>
    </div>
  );
}
