// The chosen remedy, the race of it, and the table that grows by each race that came to its end.
import { computed, effect, signal } from '@preact/signals';
import { Race } from '../../../model/race';
import { endOf, nowOf } from '../races';
import { type Choice, type Results, gathered, keyOf, nextSeed, recipesOf } from './results';

export const epochs = 100;

export const choice = signal<Choice>({ remedy: 'augment', strength: 1 });
export const results = signal<Results>({});
/** what the curves are of */
export const raced = signal<{ choice: Choice; seed: number } | null>(null);
export const race = new Race();

export const seed = computed(() => nextSeed(results.value, keyOf(choice.value)));
export const nows = computed(() => [0, 1].map((i) => nowOf(race.runners.value[i])));
export const ends = computed(() => [0, 1].map((i) => endOf(race.runners.value[i], epochs)));

export async function start(): Promise<void> {
  const next = { choice: choice.peek(), seed: seed.peek() };
  raced.value = next;
  await race.start(recipesOf(next.choice, next.seed), epochs);
}

effect(() => {
  const [none, remedied] = ends.value;
  const of = raced.peek();
  if (race.running.value || !none || !remedied || !of) return;
  const both = gathered(results.peek(), 'none', of.seed, none);
  results.value = gathered(both, keyOf(of.choice), of.seed, remedied);
});
