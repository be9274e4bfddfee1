// The switches of two deep networks; one of both is being switched.
import './deep.css';
import { Slider } from '../../../parts/Slider';
import { count, fill, percent, texts } from '../../../text/learn';
import { type Deep, type Start, bends, fewest, isUsualStart, most, starts } from './networks';
import type { Pair } from './pair';

export const startNames: Record<Start, string> = { lecun: '1/√n', he: '√(2/n)', textbook: '1' };

/** What is told of it beside its number of layers and its bend is what is not usual. */
export function nameOf(of: Deep): string {
  const T = texts().learnRoom.deep;
  const bend = texts().settings.values.activation[of.bend];
  return [
    `${count(of.layers)} × ${bend}`,
    ...(isUsualStart(of) ? [] : [fill(T.weights, { size: startNames[of.start] })]),
    ...(of.norm ? [T.norm] : []),
    ...(of.around ? [T.around] : []),
  ].join(', ');
}

interface WhichProps {
  pair: Pair;
  /** of the test images, how many each gets right so far; null is not known */
  shares: readonly (number | null)[];
}

function Which({ pair, shares }: WhichProps) {
  const T = texts().learnRoom.deep;
  return (
    <div class="deep-which" role="group" aria-label={T.which}>
      {pair.both.value.map((each, i) => (
        <button
          key={i}
          class={`is-network-${i}`}
          data-network={i}
          data-share={shares[i] ?? ''}
          aria-pressed={pair.turned.value === i}
          onClick={() => (pair.turned.value = i)}
        >
          {nameOf(each)}
          <span class="small">
            {shares[i] == null ? '\u00a0' : fill(T.right, { share: percent(shares[i]) })}
          </span>
        </button>
      ))}
    </div>
  );
}

interface ChoiceProps<T extends string> {
  pair: Pair;
  part: 'bend' | 'start';
  label: string;
  names: readonly (readonly [T, string])[];
}

function Choice<T extends Deep['bend'] | Start>({ pair, part, label, names }: ChoiceProps<T>) {
  const now = pair.deeps[pair.turned.value].value;
  return (
    <div class="deep-choice">
      <span class="small">{label}</span>
      <div class="segmented" role="group" aria-label={label}>
        {names.map(([value, name]) => (
          <button
            key={value}
            data-choose={value}
            aria-pressed={now[part] === value}
            onClick={() => pair.change({ [part]: value })}
          >
            {name}
          </button>
        ))}
      </div>
    </div>
  );
}

export function Chooser({ pair, shares }: WhichProps) {
  const T = texts().learnRoom.deep;
  const named = texts().settings.values.activation;
  const now = pair.deeps[pair.turned.value].value;
  return (
    <>
      <Which pair={pair} shares={shares} />
      <div class={`deep-switches is-network-${pair.turned.value}`}>
        <Choice
          pair={pair}
          part="bend"
          label={T.bend}
          names={bends.map((bend) => [bend, named[bend]] as const)}
        />
        <Choice
          pair={pair}
          part="start"
          label={T.start}
          names={starts.map((start) => [start, startNames[start]] as const)}
        />
        {(['norm', 'around'] as const).map((part) => (
          <button
            key={part}
            data-choose={part}
            aria-pressed={now[part]}
            onClick={() => pair.change({ [part]: !now[part] })}
          >
            {T[part]}
          </button>
        ))}
        <Slider
          label={T.layers}
          name="deep-layers"
          value={now.layers}
          min={fewest}
          max={most}
          step={1}
          shown={count(now.layers)}
          onInput={(layers) => pair.change({ layers })}
        />
      </div>
    </>
  );
}
