// The sum that goes through the bends: set by hand, or that of a neuron of the visitor's network.
import { computed, signal } from '@preact/signals';
import { within } from '../../../draw/pointer';
import { input } from '../../../model/input';
import { net } from '../../../model/network';
import { subject } from '../../../model/subject';
import { pulse, tensors } from '../../../model/tensors';
import { type Bend, bends, dotsOf, first } from './bends';

export const reach = 6;

const set = signal(2);
/** the neuron whose sum it is; null: it was set by hand */
export const neuron = signal<number | null>(null);
const added = signal<readonly Bend[]>([]);

export const shown = computed(() =>
  bends.filter((bend) => first.some((name) => name === bend) || added.value.includes(bend)),
);

/** The neurons on the curve of their bend; null: there is nothing to see. */
export const mine = computed(() => {
  void pulse.value;
  const network = net.value;
  if (!network || subject.value !== 'digits' || input.value.source === 'none') return null;
  return dotsOf(network, tensors.activations);
});

export const chosen = computed(
  () => mine.value?.dots.find((dot) => dot.neuron === neuron.value) ?? null,
);
export const z = computed(() => within(chosen.value?.z ?? set.value, -reach, reach));

export function setSum(value: number): void {
  set.value = Math.round(within(value, -reach, reach) * 100) / 100;
  neuron.value = null;
}

/** By keys: from one tenth to the next. */
export const move = (by: number): void => setSum(Math.round(10 * (z.peek() + by)) / 10);

export function choose(which: number): void {
  set.value = z.peek();
  neuron.value = which;
}

export function toggle(bend: Bend): void {
  const old = added.peek();
  added.value = old.includes(bend) ? old.filter((name) => name !== bend) : [...old, bend];
}
