// For who listens to the page: what is lit and how it changes, never faster than one can listen.
import { effect, signal } from '@preact/signals';
import { greeted } from '../model/engine';
import { atMost } from '../model/frame';
import { branches, live, state } from '../model/learning';
import { layerName } from '../model/names';
import { type Layer, activationOf, hello, net } from '../model/network';
import { language } from '../model/settings';
import { slow } from '../model/slow';
import { slowPulse } from '../model/tensors';
import { count, fill, fixed, percent, texts } from '../text';
import { answerInWords } from './answer';
import { type Told, news } from './news';

const pause = 4000;
const brightestOf = 3;

const spoken = signal('');
/** the layer whose neuron has focus */
const listening = signal<number | null>(null);

function brightestNow(layer: Layer | undefined): string {
  if (!layer) return '';
  const order = Array.from({ length: layer.width }, (_, n) => n)
    .sort((a, b) => activationOf(layer, b) - activationOf(layer, a))
    .slice(0, brightestOf)
    .map((n) => fill(texts().aloud.lit, { n: n + 1, a: fixed(activationOf(layer, n), 1) }));
  return fill(texts().aloud.brightest, { layer: layerName(layer.index), list: order.join('; ') });
}

function learningNow(): string {
  const T = texts().aloud;
  const s = state.peek();
  if (!s) return '';
  const cost = s.cost ?? s.testCost;
  return [
    fill(T.step, { step: count(s.shown.step) }),
    ...(cost === null ? [] : [fill(T.cost, { cost: fixed(cost) })]),
    ...(s.testAccuracy === null ? [] : [fill(T.right, { share: percent(s.testAccuracy, 0) })]),
  ].join(', ');
}

function now(): Told | null {
  const network = net.peek();
  const s = state.peek();
  if (!network || !s) return null;
  const all = branches.peek();
  return {
    of: `${greeted.peek()}/${hello.peek()?.subject}/${language.peek()}`,
    running: s.running,
    step: count(s.shown.step),
    past: !live.peek(),
    learning: learningNow(),
    answer: answerInWords(network.layers.at(-1)!),
    brightest: listening.peek() === null ? '' : brightestNow(network.layers[listening.peek()!]),
    branches: all.length,
    forkedAt: count(all.at(-1)?.forkedAt ?? 0),
  };
}

let before: Told | null = null;

const look = atMost(pause, () => {
  const after = now();
  if (!after || slow.peek()) return; // slow motion speaks for itself
  const found = news(before, after);
  before = after;
  if (found.length > 0) spoken.value = found.join('. ') + '.';
});

/** Listens from now on; a page has one of it. */
export function tellAloud(): void {
  document.addEventListener('focusin', ({ target }) => {
    const neuron = (target as HTMLElement).dataset?.neuron;
    listening.value = neuron === undefined ? null : Number(neuron.split('/')[0]);
  });
  effect(() => {
    void [slowPulse.value, state.value, branches.value, live.value, greeted.value];
    void [language.value, listening.value];
    look();
  });
}

export function Aloud() {
  return (
    <p class="hidden-text" role="status" aria-live="polite" data-test="aloud">
      {spoken.value}
    </p>
  );
}
