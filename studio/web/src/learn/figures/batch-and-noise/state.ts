// Which network, which size of a batch, and which of the batches of that size.
import { computed, effect, signal } from '@preact/signals';
import { latest } from '../../../model/frame';
import { branches, state } from '../../../model/learning';
import { hello } from '../../../model/network';
import { type Where, askOf, idOf, isThere } from '../elsewhere';
import { type Found, sizes } from './noise';

/** batches of each size */
const draws = 20;

export const where = signal<Where>('shown');
export const step = signal(6);
export const draw = signal(0);
export const seed = signal(1);
export const found = signal<Found | null>(null);
export const busy = signal(false);

export const size = computed(() => sizes[step.value]);
export const sized = computed(() => found.value?.sizes[step.value] ?? null);
/** what can be looked at: the beginnings, and what is shown where it is neither */
export const places = computed((): Where[] => {
  void [state.value, branches.value];
  const there: Where[] = (['newborn', 'taught'] as const).filter((name) => idOf(name) !== null);
  return there.some(isThere) ? there : [...there, 'shown'];
});
/** `shown` by the name that it has */
export const at = computed((): Where => {
  if (where.value !== 'shown') return where.value;
  return places.value.find(isThere) ?? 'shown';
});

/** of what is on its way or here */
let kept = '';

const look = latest(async () => {
  const of = at.peek();
  const now = state.peek();
  if (!now || (of === 'shown' && now.running)) return;
  const moment = of === 'shown' ? [now.shown.branch, now.shown.step, now.edits] : [idOf(of)];
  const key = [hello.peek()?.revision, of, ...moment, seed.peek()].join('/');
  if (key === kept) return;
  busy.value = true;
  try {
    const samples = Math.min(60000, hello.peek()?.data.train ?? 2000);
    const { reply } = await askOf(of, 'noise', { sizes, draws, samples, seed: seed.peek() });
    const { length, noise, ...rest } = await reply;
    kept = key;
    found.value = {
      length,
      samples: rest.samples,
      sizes: noise.map(({ size, mean, draws: all }) => ({
        size,
        mean,
        draws: all.map(([long, cosine, distance]) => ({ length: long, cosine, distance })),
      })),
    };
  } finally {
    busy.value = false;
  }
});

export function goTo(place: Where): void {
  where.value = place;
  look();
}

/** The next of those; after them others are drawn. */
export function another(): void {
  if (draw.peek() + 1 < draws) draw.value++;
  else {
    draw.value = 0;
    seed.value++;
  }
}

/** Follows the network for as long as somebody looks. */
export const follow = (): (() => void) =>
  effect(() => {
    void [at.value, seed.value, hello.value?.revision, state.value?.running];
    void [state.value?.shown.step, state.value?.shown.branch, state.value?.edits];
    look();
  });
