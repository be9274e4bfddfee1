// The four pictures and what the network says of each; one of them grows along the slope of an
// output.
import { computed, effect, signal } from '@preact/signals';
import { greeted } from '../../../model/engine';
import { atMost, latest } from '../../../model/frame';
import { input, padSide, padStroke, stages } from '../../../model/input';
import { state, touched } from '../../../model/learning';
import { hello } from '../../../model/network';
import { type Pixels, bytesOf, moved, outputSlopes } from '../pixels';
import { type Seen, canShow, see } from '../showing';
import { houseLines } from '../house';

export const many = 300;
export const step = 0.05;
const grey = (): Pixels => new Float32Array(28 * 28).fill(0.5);

export const seed = signal(1);
export const digit = signal(3);
export const steps = signal(0);
export const growing = signal(false);

export const noise = signal<Seen | null>(null);
export const house = signal<Seen | null>(null);
export const mine = signal<Seen | null>(null);
export const grown = signal<Seen | null>(null);
let pixels = grey();

export const usable = computed(() => canShow());
export const classes = computed(() => hello.value?.data.classes ?? []);

const showGrown = async (): Promise<Seen> =>
  (grown.value = await see({ pixels: bytesOf(pixels) }, true));

const showNoise = async (): Promise<void> => {
  noise.value = await see({ noise: seed.peek() });
};
const showHouse = async (): Promise<void> => {
  house.value = await see({
    strokes: { lines: houseLines(), width: padStroke, side: padSide },
  });
};
const showMine = async (): Promise<void> => {
  const seen = stages.peek().at(-1);
  const empty = input.peek().source === 'none' || !seen;
  mine.value = empty ? null : await see({ pixels: Array.from(seen) });
};

const showAll = atMost(
  300,
  latest(async () => {
    if (!canShow()) return;
    await Promise.all([
      showNoise(),
      showHouse(),
      growing.peek() ? null : showGrown(),
    ]);
  }),
);
const showMineSoon = latest(showMine);

/** A number for the growth that goes on: another one ends it. */
let round = 0;

export async function grow(count: number): Promise<void> {
  if (!canShow() || growing.peek()) return;
  const mineNow = ++round;
  growing.value = true;
  try {
    for (let i = 0; i < count && round === mineNow; ++i) {
      const slopes = outputSlopes(await showGrown(), digit.peek());
      if (round !== mineNow) break;
      pixels = moved(pixels, slopes, step);
      steps.value++;
    }
    await showGrown();
  } catch {
    // the connection was lost; what has grown stays
  }
  if (round === mineNow) growing.value = false;
}

export function stop(): void {
  ++round;
  growing.value = false;
}

export function back(): void {
  stop();
  pixels = grey();
  steps.value = 0;
  void showGrown().catch(() => {});
}

export function chooseDigit(which: number): void {
  digit.value = which;
  back();
}

export function otherNoise(): void {
  seed.value++;
  showAll();
}

/** While the figure is in sight; the first time the picture grows by itself. */
export function follow(): () => void {
  const all = effect(() => {
    void [greeted.value, touched.value, state.value?.step, state.value?.shown.step, usable.value];
    showAll();
  });
  const own = effect(() => {
    void [greeted.value, touched.value, state.value?.step, input.value, stages.value];
    if (usable.value) showMineSoon();
  });
  const begin = effect(() => {
    if (usable.value && greeted.value > 0 && steps.peek() === 0) void grow(many);
  });
  return () => {
    for (const end of [all, own, begin]) end();
    stop();
  };
}
