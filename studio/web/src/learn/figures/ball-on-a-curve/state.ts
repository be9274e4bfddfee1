// Where the ball is and has been, the rate, and the bet that comes before the first step.
import { computed, signal } from '@preact/signals';
import { reducedMotion } from '../../../model/settings';
import { type Fate, type PitName, isOff, pits, rests, stepped, wayFrom } from './pit';

export const rates = { low: 0.01, high: 1.2 };
/** of which the chapter tells */
export const marked = [0.1, 0.5, 1, 1.1];
/** that are shown beside the pit */
export const beside = [0.5, 1, 1.1];
/** steps that the answer to the bet sets off, and the small pits show */
export const first = 3;
/** of a run; on the sine steps are short and many */
const most = { square: 60, sine: 600 };
/** milliseconds from one step to the next */
const pause = { square: 300, sine: 25 };

export const pitName = signal<PitName>('square');
export const pit = computed(() => pits[pitName.value]);
export const rate = signal(0.1);
export const way = signal<readonly number[]>([pits.square.start]);
export const at = computed(() => way.value.at(-1)!);
/** what the reader bet, and at which rate; null: not yet */
export const bet = signal<{ fate: Fate; rate: number } | null>(null);
/** w² asks before it lets the ball go */
export const asks = computed(() => pitName.value === 'square' && bet.value === null);
export const ended = computed(() => {
  const w = at.value;
  return rests(pit.value, w) ? 'rests' : isOff(pit.value, w) ? 'off' : null;
});
export const runs = signal(false);
let timer: ReturnType<typeof setTimeout> | undefined;

export function stop(): void {
  clearTimeout(timer);
  runs.value = false;
}

export function put(w: number): void {
  stop();
  const { low, high } = pit.peek();
  way.value = [Math.round(Math.max(low, Math.min(high, w)) * 100) / 100];
}

export const back = (): void => put(way.peek()[0]);

export function setRate(value: number): void {
  back();
  rate.value = Math.round(Math.max(rates.low, Math.min(rates.high, value)) * 100) / 100;
}

export function choosePit(name: PitName): void {
  stop();
  pitName.value = name;
  rate.value = 0.1;
  put(pits[name].start);
}

export function step(): void {
  if (!asks.peek() && !ended.peek())
    way.value = [...way.peek(), stepped(pit.peek(), at.peek(), rate.peek())];
}

/** On for `steps` steps, or until the ball rests or has left the picture. */
export function run(steps = most[pitName.peek()]): void {
  stop();
  if (asks.peek() || ended.peek()) return;
  if (reducedMotion.peek()) {
    for (let i = 0; i < steps; ++i) step();
    return;
  }
  const go = (left: number): void => {
    step();
    runs.value = left > 1 && !ended.peek();
    if (runs.peek()) timer = setTimeout(() => go(left - 1), pause[pitName.peek()]);
  };
  go(steps);
}

export function answer(fate: Fate): void {
  bet.value = { fate, rate: rate.peek() };
  run(first);
}

/** Of the ball in a small pit, until it rests. */
export function besideWay(of: number): number[] {
  const way = wayFrom(pits.square, pits.square.start, of, first);
  const end = way.findIndex((w) => rests(pits.square, w));
  return end < 0 ? way : way.slice(0, end + 1);
}
