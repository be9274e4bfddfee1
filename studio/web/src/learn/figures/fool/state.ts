// A digit three times: as it is, changed by chance, and changed by just as much along the slope of
// the cost; or by just as many pixels.
import { computed, effect, signal } from '@preact/signals';
import { ask, greeted } from '../../../model/engine';
import { atMost, latest } from '../../../model/frame';
import { input, stages, testImage } from '../../../model/input';
import { state, touched } from '../../../model/learning';
import { answered } from '../../../parts/CostTable';
import {
  type Change,
  type Pixels,
  bestChange,
  bytesOf,
  changed,
  costSlopes,
  flipped,
  moved,
  pixelsOf,
  shuffled,
  tossed,
} from '../pixels';
import { type Seen, canShow, see } from '../showing';

export const largest = 0.2;
const all = 28 * 28;
/** test images beside the visitor's */
const offered = [30, 31, 32, 33, 34, 35, 36, 37, 38];

export type Way = 'all' | 'few';

export const size = signal(0.1);
export const way = signal<Way>('all');
/** which of the offered; null: the visitor's */
export const chosen = signal<number | null>(offered[0]);
const coins = signal(tossed(all, Math.random));
const order = signal(shuffled(all, Math.random));
const changes = signal<readonly Change[]>([]);

interface Digit {
  pixels: Pixels;
  label: number | null;
}
interface Offer extends Digit {
  index: number;
  /** changed along the slope it is answered so; null: nobody has asked */
  answer: number | null;
}
export const offers = signal<readonly Offer[]>([]);

/** All of the three, and what they are to be. */
export interface Three {
  label: number;
  /** whoever drew it has not said what it is */
  guessed: boolean;
  was: Seen;
  byChance: Seen;
  bySlope: Seen;
  /** lighter and darker, as it is shown */
  differences: { byChance: Pixels; bySlope: Pixels };
  pixels: Pixels;
}
export const three = signal<Three | null>(null);

export const usable = computed(() => canShow());
export const count = computed(() => changes.value.length);
export const fallen = computed(() => {
  const now = three.value;
  return now !== null && answered(now.bySlope.outputs) !== now.label;
});

function digitNow(): Digit | null {
  const which = chosen.peek();
  if (which !== null) return offers.peek().find(({ index }) => index === which) ?? null;
  const seen = stages.peek().at(-1);
  const { source, label } = input.peek();
  return source === 'none' || !seen ? null : { pixels: pixelsOf(seen), label };
}

const difference = (after: Pixels, before: Pixels): Pixels =>
  after.map((pixel, i) => pixel - before[i]);
const show = (pixels: Pixels, slopes = false): Promise<Seen> =>
  see({ pixels: bytesOf(pixels) }, slopes);

async function compare(): Promise<void> {
  const digit = digitNow();
  if (!digit) {
    three.value = null;
    return;
  }
  const { pixels } = digit;
  const was = await show(pixels, true);
  const label = digit.label ?? answered(was.outputs);
  const few = way.peek() === 'few';
  const slope = few
    ? changed(pixels, changes.peek())
    : moved(pixels, costSlopes(was, label), size.peek());
  const chance = few
    ? changed(pixels, flipped(pixels, order.peek().slice(0, changes.peek().length)))
    : moved(pixels, coins.peek(), size.peek());
  const [bySlope, byChance] = await Promise.all([show(slope, few), show(chance)]);
  three.value = {
    label,
    guessed: digit.label === null,
    was,
    byChance,
    bySlope,
    differences: { byChance: difference(chance, pixels), bySlope: difference(slope, pixels) },
    pixels: slope,
  };
}

const compareSoon = latest(async () => {
  if (canShow()) await compare();
});

const judgeOffers = latest(async () => {
  if (!canShow()) return;
  const judged = offers.peek().map(async (offer) => {
    const was = await show(offer.pixels, true);
    const changedOne = moved(offer.pixels, costSlopes(was, offer.label!), size.peek());
    return { ...offer, answer: answered((await show(changedOne)).outputs) };
  });
  offers.value = await Promise.all(judged);
});

const loadOffers = latest(async () => {
  if (!canShow()) return;
  const indexes = [...new Set(offered.map(testImage))];
  const { labels, bulk } = await ask('images', { set: 'test', indexes });
  const bytes = bulk[0].numbers;
  offers.value = indexes.map((index, i) => ({
    index,
    label: labels[i],
    pixels: pixelsOf(bytes.subarray(i * all, (i + 1) * all)),
    answer: null,
  }));
  judgeOffers();
  compareSoon();
});

export function setSize(to: number): void {
  size.value = to;
  compareSoon();
  judgeOffers();
}

export function tossAgain(): void {
  coins.value = tossed(all, Math.random);
  order.value = shuffled(all, Math.random);
  compareSoon();
}

function begin(): void {
  changes.value = [];
  compareSoon();
}
export function choose(index: number | null): void {
  chosen.value = index;
  begin();
}
export function turnTo(to: Way): void {
  way.value = to;
  begin();
}
export const forget = begin;

/** One more pixel, the one that helps most. */
export function changeOne(): void {
  const now = three.peek();
  if (!now?.bySlope.slopes || fallen.peek()) return;
  const best = bestChange(now.pixels, now.bySlope, now.label);
  if (!best) return;
  changes.value = [...changes.peek(), best];
  compareSoon();
}

/** While the figure is in sight. */
export function follow(): () => void {
  const again = atMost(400, () => {
    compareSoon();
    judgeOffers();
  });
  const ends = [
    effect(() => {
      if (greeted.value > 0 && usable.value) loadOffers();
    }),
    effect(() => {
      void [greeted.value, touched.value, state.value?.step, state.value?.shown.step];
      if (usable.value) again();
    }),
    effect(() => {
      void [input.value, stages.value];
      if (chosen.peek() === null && usable.peek()) begin();
    }),
  ];
  return () => ends.forEach((end) => end());
}
