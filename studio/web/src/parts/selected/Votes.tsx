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
import { subject } from '../../model/subject';
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

interface Loud {
  input: number;
  vote: number;
}

/** The few votes that count most, either way. */
export function loudestOf(votes: ArrayLike<number>): Loud[] {
  const all = Array.from(votes, (vote, input) => ({ input, vote }));
  all.sort((a, b) => Math.abs(b.vote) - Math.abs(a.vote));
  return all.slice(0, 6).filter((o) => o.vote !== 0);
}

function Waterfall({ bars }: { bars: Bar[] }) {
  const T = texts().selected;
  const low = Math.min(0, ...bars.map((b) => Math.min(b.from, b.to)));
  const high = Math.max(1e-6, ...bars.map((b) => Math.max(b.from, b.to)));
  const share = (v: number): number => ((v - low) / (high - low)) * 100;
  return (
    <ul class="waterfall">
      {bars
        .filter((b) => b.key !== 'rounding' || Math.abs(b.value) >= 0.005)
        .map((b) => (
          <li key={b.key} title={b.key === 'rounding' ? T.roundingWhy : undefined}>
            <span class="name">{T[b.key]}</span>
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
  );
}

/** One of the loudest votes; pressed, it shows the weight that makes it. */
function Vote({ layer, neuron, input, vote }: Loud & { layer: Layer; neuron: number }) {
  const index = neuron * layer.inputs + input;
  return (
    <button
      class="plain row"
      onClick={() =>
        (selection.value = { kind: 'weight', place: { parameter: layer.weight, index } })
      }
    >
      <span>
        {fill(texts().selected.voteOf, {
          n: count(input + 1),
          w: fixed(tensors.parameters[layer.weightAt + index] ?? 0),
          a: fixed(tensors.activations[layer.inputsAt + input] ?? 0),
        })}
      </span>
      <span class={`value ${vote < 0 ? 'is-minus' : 'is-plus'}`}>{signed(vote)}</span>
    </button>
  );
}

export function VotesView({ layer, neuron }: { layer: Layer; neuron: number }) {
  const T = texts().selected;
  const votes = useSignal<Votes | null>(null);
  const loudest = useSignal<Loud[]>([]);
  const read = useMemo(
    () =>
      latest(async () => {
        if (subject.value === 'digits' && input.value.source === 'none') {
          votes.value = null;
          return;
        }
        const reply = await ask('votes', { layer: layer.name, neuron });
        votes.value = reply;
        const each = reply.bulk[0]?.numbers;
        if (each) loudest.value = loudestOf(each);
      }),
    [layer, neuron],
  );
  useSignalEffect(() => {
    void pulse.value;
    read();
  });
  if (!votes.value) return null;
  return (
    <div class="votes">
      <h3>{T.votes}</h3>
      <Waterfall bars={waterfall(votes.value)} />
      <details class="loudest">
        <summary>{T.strongest}</summary>
        <ul>
          {loudest.value.map((loud) => (
            <li key={loud.input}>
              <Vote {...loud} layer={layer} neuron={neuron} />
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}
