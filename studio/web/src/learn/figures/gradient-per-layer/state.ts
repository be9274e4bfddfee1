// The two networks of the chapter's table, and how far they have learned.
import { computed, signal } from '@preact/signals';
import { deep, powersOf } from '../deep-networks/networks';
import { Pair } from '../deep-networks/pair';

const hundred = 100;
const most = 2000;

export const pair = new Pair([deep(6, 'sigmoid'), deep(6, 'relu')]);
export const seed = signal(1);
export const steps = signal(0);

export const powers = computed(() =>
  powersOf(pair.probes.value.flatMap((probe) => probe?.sizes ?? [])),
);
export const canLearn = computed(() => steps.value < most && !pair.asking.value);
export const learn = (): void => void (steps.value += hundred);

export function bear(another: boolean): void {
  if (another) seed.value++;
  steps.value = 0;
}

export const follow = (): (() => void) => pair.follow(seed, steps);
