// The digit in one order for all pictures, the race of four, and the weights that one of them finds
// for shuffled pixels. The visitor's network stays as it is.
import { computed, effect, signal } from '@preact/signals';
import { ask, greeted } from '../../../model/engine';
import { latest } from '../../../model/frame';
import { input, stages } from '../../../model/input';
import { net } from '../../../model/network';
import { Race } from '../../../model/race';
import { subject } from '../../../model/subject';
import { endOf, nowOf } from '../races';
import { inOrder, lanes, putBack, runnersOf } from './order';

export const epochs = 1;
export const image = 30;
/** the runner whose weights are shown: the perceptron that learns from shuffled pixels */
const weighed = lanes.findIndex(({ network, mixed }) => network === 'perceptron' && mixed);

export const seed = signal(1);
const known = signal<{ seed: number; order: Float32Array } | null>(null);
export const order = computed(() =>
  known.value?.seed === seed.value && known.value.order.length === net.value?.inputs
    ? known.value.order
    : null,
);

/** what the network sees, a byte a pixel */
export const plain = computed<Uint8Array | null>(() => {
  const picture = stages.value.at(-1);
  return input.value.source === 'none' || !picture ? null : picture;
});
export const mixed = computed<Uint8Array | null>(() =>
  plain.value && order.value ? Uint8Array.from(inOrder(plain.value, order.value)) : null,
);

export const race = new Race();
/** the order of those that race */
const raced = signal<number | null>(null);
export const runners = computed(() => (raced.value === seed.value ? race.runners.value : []));
export const nows = computed(() => lanes.map((_, i) => nowOf(runners.value[i])));
export const ends = computed(() => lanes.map((_, i) => endOf(runners.value[i], epochs)));

/** of the first hidden layer, a row a neuron */
const found = signal<{ seed: number; numbers: Float32Array } | null>(null);
export const neuron = signal(0);
export const isBack = signal(false);
const weights = computed(() => {
  const each = order.value?.length;
  if (!each || found.value?.seed !== seed.value || found.value.numbers.length < each) return null;
  return { numbers: found.value.numbers, each };
});
/** of the neuron that is looked at: as it learned them, and as the pixels lie in a digit */
export const pair = computed(() => {
  if (!weights.value || !order.value) return null;
  const { numbers, each } = weights.value;
  const learned = numbers.subarray(neuron.value * each, (neuron.value + 1) * each);
  return { learned, back: putBack(learned, order.value) };
});

export function next(): void {
  const all = weights.peek();
  if (all) neuron.value = (neuron.peek() + 1) % Math.floor(all.numbers.length / all.each);
}

export function another(): void {
  if (race.running.peek()) void race.stop();
  isBack.value = false;
  ++seed.value;
}

export async function start(): Promise<void> {
  raced.value = seed.peek();
  found.value = null;
  isBack.value = false;
  await race.start(runnersOf(seed.peek()), epochs);
}

const load = latest(async () => {
  if (subject.peek() !== 'digits' || known.peek()?.seed === seed.peek()) return;
  const wanted = seed.peek();
  const { bulk } = await ask('pixel_order', { seed: wanted });
  known.value = { seed: wanted, order: bulk[0].numbers as Float32Array };
});

const weigh = latest(async () => {
  const of = raced.peek();
  if (of === null) return;
  const { bulk } = await ask('runner', { runner: weighed, parameter: 'hidden1.weight' });
  if (raced.peek() === of) found.value = { seed: of, numbers: bulk[0].numbers as Float32Array };
});

export function follow(): () => void {
  const ends = [
    effect(() => {
      void [greeted.value, seed.value, subject.value];
      load();
    }),
    effect(() => {
      if (nowOf(runners.value[weighed])) weigh();
    }),
  ];
  return () => ends.forEach((end) => end());
}
