// Which weight, and how it is turned. The visitor's network stays as it is: what moves is worked
// out here, and the test set is asked by a trial.
import { computed, effect, signal } from '@preact/signals';
import type { Score } from '../../../engine/types';
import { ask } from '../../../model/engine';
import { latest } from '../../../model/frame';
import { state, touched } from '../../../model/learning';
import { net } from '../../../model/network';
import { subject } from '../../../model/subject';
import { pulse, tensors } from '../../../model/tensors';
import { type Moment, weightAt } from '../chain/slope';
import { type Knob, isKnown, turnedBy } from './knob';

/** of which the plan of the chapter tells */
const first: Knob = { l: 2, row: 10, column: 6 };
/** how far it can be turned to either side */
export const reach = 8;

export const chosen = signal<Knob>(first);
/** what it was turned to; null: it is as the network has it */
export const weight = signal<number | null>(null);

/** Within the network that there is. */
export const knob = computed((): Knob => {
  const layers = net.value?.layers ?? [];
  const l = Math.min(chosen.value.l, layers.length);
  const layer = layers[l - 1];
  if (!layer) return chosen.value;
  const { row, column } = chosen.value;
  return {
    l,
    row: Math.min(row, layer.width - 1),
    column: Math.min(column, layer.inputs - 1),
  };
});

export const unknown = computed(() => net.value !== null && !isKnown(net.value));

export const moment = computed((): Moment | null => {
  void pulse.value;
  const network = net.value;
  if (!network || subject.value !== 'digits' || unknown.value) return null;
  const { parameters, activations } = tensors;
  return { net: network, parameters, activations, wanted: [], cost: '' };
});

export const was = computed(() => {
  const { l, row, column } = knob.value;
  return moment.value ? weightAt(moment.value, l, column, row) : 0;
});
export const now = computed(() => weight.value ?? was.value);
export const turned = computed(
  () => moment.value && turnedBy(moment.value, knob.value, now.value),
);

export function choose(l: number, row: number, column: number): void {
  weight.value = null;
  const layer = net.peek()?.layers[l - 1];
  const within = (i: number, width = 1): number => Math.max(0, Math.min(width - 1, i));
  chosen.value = { l, row: within(row, layer?.width), column: within(column, layer?.inputs) };
}

/** The layer's middle, where that is lit; of the second hidden layer the weight of the still. */
export function chooseLayer(l: number): void {
  const { width, inputs, inputsAt } = net.peek()!.layers[l - 1];
  if (l === first.l) return choose(l, first.row, first.column);
  const middle = Math.floor(inputs / 2);
  const isLit = (i: number): boolean => tensors.activations[inputsAt + i] > 0.5;
  const apart = (i: number): number => Math.abs(i - middle) + (isLit(i) ? 0 : inputs);
  let column = middle;
  for (let i = 0; i < inputs; ++i) if (apart(i) < apart(column)) column = i;
  choose(l, Math.floor(width / 2), column);
}

export function turnTo(value: number): void {
  const [low, high] = [was.peek() - reach, was.peek() + reach];
  weight.value = Math.round(Math.max(low, Math.min(high, value)) * 100) / 100;
}
export const turnBy = (by: number): void => turnTo(now.peek() + by);
export const back = (): void => void (weight.value = null);

/** the whole test set, with the weight as it is and as it was turned */
export const test = signal<{ was: Score; now: Score } | null>(null);
let before: Score | null = null;

const askTest = latest(async () => {
  const { l, row, column } = knob.peek();
  const [layer, value] = [net.peek()?.layers[l - 1], weight.peek()];
  if (!layer || subject.peek() !== 'digits') return;
  before ??= await ask('evaluate', { set: 'test' });
  const of = before;
  const place = { parameter: layer.weight, index: row * layer.inputs + column };
  const now =
    value === null
      ? of
      : await ask('evaluate', { set: 'test', trial: [{ ...place, value }] });
  if (before === of) test.value = { was: of, now };
});

/** Follows the network for as long as somebody looks. */
export function follow(): () => void {
  const stops = [
    effect(() => {
      void [state.value?.step, state.value?.shown.step, touched.value, net.value];
      before = null;
      askTest();
    }),
    effect(() => {
      void [weight.value, knob.value];
      askTest();
    }),
  ];
  return () => stops.forEach((stop) => stop());
}
