// The cost of the example, spelled out term by term; the engine counts it.
import './CostTable.css';
import { signal, useSignalEffect } from '@preact/signals';
import { ask } from '../model/engine';
import { latest } from '../model/frame';
import { input, sayLabel } from '../model/input';
import { recipe } from '../model/learning';
import { hello } from '../model/network';
import { selection } from '../model/selection';
import { net } from '../model/network';
import { pulse } from '../model/tensors';
import { fill, fixed, texts } from '../text';

export interface Terms {
  outputs: number[];
  wanted: number[];
  terms: number[];
  sum: number | null;
}

export const terms = signal<Terms | null>(null);

const read = latest(async () => {
  terms.value = input.value.source === 'none' ? null : await ask('cost', {});
});

export const answered = (outputs: ArrayLike<number>): number => {
  let best = 0;
  for (let i = 1; i < outputs.length; ++i) if (outputs[i] > outputs[best]) best = i;
  return best;
};

export function CostTable() {
  const T = texts();
  useSignalEffect(() => {
    void pulse.value;
    void input.value;
    read();
  });
  const now = terms.value;
  if (!now || now.outputs.length === 0) return null;
  const classes = hello.value?.data.classes ?? [];
  const known = now.wanted.length > 0 && now.terms.length > 0;
  const best = answered(now.outputs);
  const squared = recipe.value?.cost === 'squared';
  const last = (net.value?.layers.length ?? 1) - 1;
  const longest = Math.max(0, ...classes.map((name) => name.length));
  return (
    <div class="cost">
      <h2>{known ? T.cost.title : fill(T.input.answer, { answer: classes[best] ?? best })}</h2>
      <ul class="terms" style={{ '--names': `${Math.max(1.5, Math.min(9, longest))}ch` }}>
        {now.outputs.map((value, i) => {
          const wanted = now.wanted[i] ?? 0;
          const label = fill(T.cost.output, {
            digit: classes[i] ?? i,
            value: fixed(value),
            wanted: fixed(wanted, 0),
            term: known ? fixed(now.terms[i], 3) : '—',
          });
          return (
            <li
              key={i}
              class={`${i === best ? 'is-best' : ''} ${known && wanted > 0.5 ? 'wanted' : ''}`}
            >
              <button
                class="plain term"
                title={label}
                onClick={() => (selection.value = { kind: 'neuron', layer: last, neuron: i })}
              >
                <span class="digit">{classes[i] ?? i}</span>
                <span class="bar">
                  <span
                    class="fill"
                    style={{ transform: `scaleX(${Math.max(0, Math.min(1, value))})` }}
                  />
                </span>
                {known && squared ? (
                  <span class="square">
                    ({fixed(value)} − {fixed(wanted, 0)})²
                  </span>
                ) : (
                  <span class="square">{fixed(value)}</span>
                )}
                {known && <span class="term-value">{fixed(now.terms[i], 3)}</span>}
              </button>
            </li>
          );
        })}
      </ul>
      {known ? (
        <p class="sum">
          <span>{T.cost.sum}</span>
          <strong data-test="cost-sum">{fixed(now.sum ?? 0, 3)}</strong>
        </p>
      ) : (
        <p class="small">{T.cost.noLabel}</p>
      )}
      {!known && <WhichDigit />}
    </div>
  );
}

function WhichDigit() {
  const T = texts();
  const classes = hello.value?.data.classes ?? [];
  return (
    <div class="which" role="group" aria-label={T.cost.choose}>
      {classes.map((name, label) => (
        <button key={name} class="small" onClick={() => sayLabel(label)}>
          {name}
        </button>
      ))}
    </div>
  );
}
