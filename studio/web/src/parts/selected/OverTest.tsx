// A neuron over the whole test set: how often which activation, what it likes best, its mean by
// digit.
import './OverTest.css';
import { useSignal } from '@preact/signals';
import type { NeuronFacts } from '../../engine/types';
import { useAnswer } from '../../model/answers';
import { ask } from '../../model/engine';
import { chooseTest } from '../../model/input';
import { hello } from '../../model/network';
import { brief, fill, fixed, texts } from '../../text';
import { DigitImage } from '../DigitImage';

interface Found {
  facts: NeuronFacts;
  /** the images of `facts.best` */
  images: Uint8Array | null;
}

async function find(layer: string, neuron: number): Promise<Found> {
  const facts = await ask('neuron', { layer, neuron });
  const indexes = facts.best.map((b) => b.index);
  const pictures = await ask('images', { set: 'test', indexes });
  return { facts, images: (pictures.bulk[0]?.numbers as Uint8Array | undefined) ?? null };
}

const className = (label: number): string | number => hello.value?.data.classes[label] ?? label;

function Best({ facts, images }: Found) {
  return (
    <div class="best">
      {facts.best.map((b, i) => (
        <button
          key={b.index}
          class="plain"
          aria-label={`${className(b.label)}, ${fixed(b.activation)}`}
          title={`${className(b.label)}: ${fixed(b.activation)}`}
          onClick={() => chooseTest(b.index)}
        >
          {images && <DigitImage pixels={images} at={i} />}
        </button>
      ))}
    </div>
  );
}

function Histogram({ histogram, scale }: NeuronFacts) {
  const most = Math.max(1, ...histogram);
  const high = (n: number): number => (n === 0 ? 0 : Math.max(0.02, Math.sqrt(n / most)));
  return (
    <>
      <div class="histogram" role="img" aria-label={histogram.join(', ')}>
        {histogram.map((n, i) => (
          <span key={i} style={{ transform: `scaleY(${high(n)})` }} />
        ))}
      </div>
      <p class="ends small">
        <span>{brief(scale[0])}</span>
        <span>{brief(scale[1])}</span>
      </p>
    </>
  );
}

function PerClass({ means }: { means: (number | null)[] }) {
  const highest = Math.max(1e-6, ...means.map((mean) => Math.abs(mean ?? 0)));
  return (
    <ul class="per-class">
      {means.map((mean, c) => {
        const told = mean === null ? '–' : fixed(mean);
        return (
          <li key={c} title={told}>
            <span class="up" style={{ transform: `scaleY(${Math.abs(mean ?? 0) / highest})` }} />
            <span>{className(c)}</span>
            <span class="hidden-text">{told}</span>
          </li>
        );
      })}
    </ul>
  );
}

export function OverTest({ layer, neuron }: { layer: string; neuron: number }) {
  const T = texts().selected;
  const open = useSignal(false);
  const found = useAnswer(
    1500,
    () => find(layer, neuron),
    [layer, neuron],
    () => open.value,
  );
  const now = found.value;
  return (
    <details
      class="over-test"
      open={open.value}
      onToggle={(event) => (open.value = event.currentTarget.open)}
    >
      <summary>{T.overTest}</summary>
      {now && (
        <>
          <p class="small">{fill(T.meanIs, { value: fixed(now.facts.mean) })}</p>
          <h3>{T.best}</h3>
          <Best {...now} />
          <h3>{T.histogram}</h3>
          <Histogram {...now.facts} />
          <h3>{T.perClass}</h3>
          <PerClass means={now.facts.perClass} />
        </>
      )}
    </details>
  );
}
