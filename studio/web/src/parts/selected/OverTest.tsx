// A neuron over the whole test set: how often which activation, what it likes best, its mean by
// digit.
import './OverTest.css';
import { useSignal, useSignalEffect } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { NeuronFacts } from '../../engine/types';
import { ask } from '../../model/engine';
import { atMost, latest } from '../../model/frame';
import { chooseTest } from '../../model/input';
import { state, touched } from '../../model/learning';
import { hello } from '../../model/network';
import { brief, fill, fixed, texts } from '../../text';
import { DigitImage } from '../DigitImage';

export function OverTest({ layer, neuron }: { layer: string; neuron: number }) {
  const T = texts();
  const open = useSignal(false);
  const facts = useSignal<NeuronFacts | null>(null);
  const images = useSignal<Uint8Array | null>(null);
  const read = useMemo(() => {
    const once = latest(async () => {
      const found = await ask('neuron', { layer, neuron });
      const pictures = await ask('images', {
        set: 'test',
        indexes: found.best.map((b) => b.index),
      });
      facts.value = found;
      images.value = (pictures.bulk[0]?.numbers as Uint8Array | undefined) ?? null;
    });
    return atMost(1500, once);
  }, [layer, neuron]);
  useSignalEffect(() => {
    void touched.value;
    void state.value?.step;
    void state.value?.shown.step;
    if (open.value) read();
  });
  const now = facts.value;
  const most = now ? Math.max(1, ...now.histogram) : 1;
  const highest = now ? Math.max(1e-6, ...now.perClass.map((mean) => Math.abs(mean ?? 0))) : 1;
  const classes = hello.value?.data.classes ?? [];
  return (
    <details
      class="over-test"
      open={open.value}
      onToggle={(event) => (open.value = event.currentTarget.open)}
    >
      <summary>{T.selected.overTest}</summary>
      {now && (
        <>
          <p class="small">{fill(T.selected.meanIs, { value: fixed(now.mean) })}</p>
          <h3>{T.selected.best}</h3>
          <div class="best">
            {now.best.map((b, i) => (
              <button
                key={b.index}
                class="plain"
                aria-label={`${classes[b.label] ?? b.label}, ${fixed(b.activation)}`}
                title={`${classes[b.label] ?? b.label}: ${fixed(b.activation)}`}
                onClick={() => chooseTest(b.index)}
              >
                {images.value && <DigitImage pixels={images.value} at={i} />}
              </button>
            ))}
          </div>
          <h3>{T.selected.histogram}</h3>
          <div class="histogram" role="img" aria-label={now.histogram.join(', ')}>
            {now.histogram.map((n, i) => (
              <span
                key={i}
                style={{
                  transform: `scaleY(${n === 0 ? 0 : Math.max(0.02, Math.sqrt(n / most))})`,
                }}
              />
            ))}
          </div>
          <p class="ends small">
            <span>{brief(now.scale[0])}</span>
            <span>{brief(now.scale[1])}</span>
          </p>
          <h3>{T.selected.perClass}</h3>
          <ul class="per-class">
            {now.perClass.map((mean, c) => (
              <li key={c} title={mean === null ? '–' : fixed(mean)}>
                <span
                  class="up"
                  style={{ transform: `scaleY(${Math.abs(mean ?? 0) / highest})` }}
                />
                <span>{classes[c] ?? c}</span>
                <span class="hidden-text">{mean === null ? '–' : fixed(mean)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </details>
  );
}
