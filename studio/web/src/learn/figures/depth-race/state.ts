// Two deep networks that learn side by side; what is shown is of those that are chosen.
import { computed, effect, signal } from '@preact/signals';
import { Race } from '../../../model/race';
import { type Deep, deep, powersOf, recipeOf } from '../deep-networks/networks';
import { Pair } from '../deep-networks/pair';
import { endOf, nowOf } from '../races';

export const epochs = 10;

export const pair = new Pair([deep(2, 'sigmoid'), deep(6, 'sigmoid')]);
export const race = new Race();
const raced = signal<{ both: readonly Deep[]; seed: number } | null>(null);

const same = (a: readonly Deep[], b: readonly Deep[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

const ofThese = computed(() =>
  raced.value && same(raced.value.both, pair.both.value) ? raced.value : null,
);
export const runners = computed(() => (ofThese.value ? race.runners.value : []));
export const seed = computed(() => ofThese.value?.seed ?? 1);
export const nows = computed(() => [0, 1].map((i) => nowOf(runners.value[i])));
const isOver = computed(
  () => runners.value.length > 0 && runners.value.every((one) => endOf(one, epochs) || one.error),
);
export const over = computed(() => isOver.value && !race.running.value);
export const nextSeed = computed(() => (over.value ? seed.value + 1 : seed.value));

/** while they learn; before that of the newborn ones */
export const sizes = computed(() =>
  [0, 1].map(
    (i) =>
      runners.value[i]?.slopes?.map(({ size }) => size) ?? pair.probes.value[i]?.sizes ?? [],
  ),
);
export const powers = computed(() => powersOf(sizes.value.flat()));

export async function start(): Promise<void> {
  const next = { both: pair.both.peek(), seed: nextSeed.peek() };
  raced.value = next;
  const recipes = next.both.map((each) => recipeOf(each, next.seed));
  await race.start(recipes, epochs, true);
}

const newborn = signal(0);

export function follow(): () => void {
  const ends = [
    pair.follow(seed, newborn),
    effect(() => {
      if (!ofThese.value && race.running.peek()) void race.stop();
    }),
  ];
  return () => ends.forEach((end) => end());
}
