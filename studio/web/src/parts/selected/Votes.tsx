// Who voted: a waterfall from the inputs over the bias and the rounding to the engine's own sum.
import './Votes.css';
import { useSignal, useSignalEffect } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Votes } from '../../engine/types';
import { ask } from '../../model/engine';
import { input } from '../../model/input';
import { latest } from '../../model/frame';
import type { Layer } from '../../model/network';
import { selection } from '../../model/selection';
import { pulse, tensors } from '../../model/tensors';
import { count, fill, fixed, signed, texts } from '../../text';

export interface Bar {
  key: 'inFavour' | 'against' | 'bias' | 'rounding' | 'sum';
  from: number;
  to: number;
  value: number;
}

/** Each bar begins where the one before it ended; the last stands on zero. */
export function waterfall(v: Votes): Bar[] {
  const bars: Bar[] = [];
  let at = 0;
  for (const key of ['inFavour', 'against', 'bias', 'rounding'] as const) {
    bars.push({ key, from: at, to: at + v[key], value: v[key] });
    at += v[key];
  }
  bars.push({ key: 'sum', from: 0, to: v.z, value: v.z });
  return bars;
}

export function VotesView({ layer, neuron }: { layer: Layer; neuron: number }) {
  const T = texts();
  const votes = useSignal<Votes | null>(null);
  const loudest = useSignal<{ input: number; vote: number }[]>([]);
  const read = useMemo(
    () =>
      latest(async () => {
        if (input.value.source === 'none') {
          votes.value = null;
          return;
        }
        const reply = await ask('votes', { layer: layer.name, neuron });
        votes.value = reply;
        const each = reply.bulk[0]?.numbers;
        if (!each) return;
        const order = Array.from(each, (vote, input) => ({ input, vote }));
        order.sort((a, b) => Math.abs(b.vote) - Math.abs(a.vote));
        loudest.value = order.slice(0, 6).filter((o) => o.vote !== 0);
      }),
    [layer, neuron],
  );
  useSignalEffect(() => {
    void pulse.value;
    read();
  });
  const now = votes.value;
  if (!now) return null;
  const bars = waterfall(now);
  const low = Math.min(0, ...bars.map((b) => Math.min(b.from, b.to)));
  const high = Math.max(1e-6, ...bars.map((b) => Math.max(b.from, b.to)));
  const share = (v: number): number => ((v - low) / (high - low)) * 100;
  return (
    <div class="votes">
      <h3>{T.selected.votes}</h3>
      <ul class="waterfall">
        {bars
          .filter((b) => b.key !== 'rounding' || Math.abs(b.value) >= 0.005)
          .map((b) => (
            <li key={b.key} title={b.key === 'rounding' ? T.selected.roundingWhy : undefined}>
              <span class="name">{T.selected[b.key]}</span>
              <span class="track" aria-hidden="true">
                <span class="zero" style={{ left: `${share(0)}%` }} />
                <span
                  class={`piece ${b.key === 'sum' ? 'sum-piece' : b.value < 0 ? 'minus' : 'plus'}`}
                  style={{
                    left: `${share(Math.min(b.from, b.to))}%`,
                    width: `max(1px, ${(Math.abs(b.to - b.from) / (high - low)) * 100}%)`,
                  }}
                />
              </span>
              <span class="value" data-vote={b.key}>
                {signed(b.value)}
              </span>
            </li>
          ))}
      </ul>
      <details class="loudest">
        <summary>{T.selected.strongest}</summary>
        <ul>
          {loudest.value.map(({ input, vote }) => (
            <li key={input}>
              <button
                class="plain row"
                onClick={() =>
                  (selection.value = {
                    kind: 'weight',
                    place: { parameter: layer.weight, index: neuron * layer.inputs + input },
                  })
                }
              >
                <span>
                  {fill(T.selected.voteOf, {
                    n: count(input + 1),
                    w: fixed(
                      tensors.parameters[layer.weightAt + neuron * layer.inputs + input] ?? 0,
                    ),
                    a: fixed(tensors.activations[layer.inputsAt + input] ?? 0),
                  })}
                </span>
                <span class={`value ${vote < 0 ? 'is-minus' : 'is-plus'}`}>{signed(vote)}</span>
              </button>
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}
