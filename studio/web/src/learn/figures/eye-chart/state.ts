// The race of the eye chart, the reader's bets on it, and the hundred with the labels they get.
import { computed, effect, signal } from '@preact/signals';
import type { Recipe } from '../../../engine/types';
import { ask, greeted } from '../../../model/engine';
import { latest } from '../../../model/frame';
import { state } from '../../../model/learning';
import { Race } from '../../../model/race';
import { subject } from '../../../model/subject';
import { endOf, nowOf, plain } from '../races';
import { shuffledLabels } from './shuffle';

export const epochs = 400;
const examples = 100;
/** that are seen at a time */
export const shown = 6;

const recipe: Partial<Recipe> = { ...plain, hidden: [16, 16], rate: 3, train_size: examples };

export const race = new Race();
export const start = (): Promise<void> =>
  race.start([recipe, { ...recipe, shuffle_labels: true }], epochs);

export const nows = computed(() => [0, 1].map((i) => nowOf(race.runners.value[i])));
export const ends = computed(() => [0, 1].map((i) => endOf(race.runners.value[i], epochs)));

export const ofWhat = ['seen', 'unseen'] as const;
export type OfWhat = (typeof ofWhat)[number];
/** of the network with shuffled labels, in per cent */
export const bets = { seen: signal(50), unseen: signal(50) };

export const bet = (what: OfWhat, percent: number): void => {
  bets[what].value = Math.round(Math.max(0, Math.min(100, percent)));
};

interface Hundred {
  pixels: Uint8Array;
  labels: number[];
  shuffled: number[];
}

/** null: not there, or the visitor's own network learns from other labels or from fewer */
export const hundred = signal<Hundred | null>(null);
export const first = signal(0);
export const showNext = (): void => {
  first.value = (first.peek() + shown) % examples;
};

const load = latest(async () => {
  const own = state.peek()?.recipe;
  const few = own && own.train_size > 0 && own.train_size < examples;
  if (!own || own.shuffle_labels || few || subject.peek() !== 'digits') {
    hundred.value = null;
    return;
  }
  const all = Array.from({ length: examples }, (_, i) => i);
  const parts = await Promise.all(
    [all.slice(0, 64), all.slice(64)].map((indexes) => ask('images', { set: 'train', indexes })),
  );
  const labels = parts.flatMap((part) => part.labels);
  const bytes = parts.map((part) => part.bulk[0].numbers as Uint8Array);
  const pixels = new Uint8Array(bytes[0].length + bytes[1].length);
  pixels.set(bytes[0]);
  pixels.set(bytes[1], bytes[0].length);
  hundred.value = { pixels, labels, shuffled: shuffledLabels(labels, plain.seed!) };
});

export const follow = (): (() => void) =>
  effect(() => {
    const own = state.value?.recipe;
    void [greeted.value, own?.shuffle_labels, own?.train_size];
    load();
  });
