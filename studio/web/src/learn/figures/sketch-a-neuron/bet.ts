// The bet of chapter 1, kept in the browser until chapter 10 lays it beside the real weights.
import { computed, signal } from '@preact/signals';
import { keep, recall } from '../../../model/settings';
import { read } from '../../progress';
import { type Sketch, blank, readSketch, written } from './sketch';

const key = 'learn.bet';
const settledIn = '10';

/** null: the reader has not bet yet */
export const bet = signal<Sketch | null>(readSketch(recall(key)));
/** what is on the field */
export const sketch = signal<Sketch>(bet.peek() ?? blank());
/** whoever has seen the real weights bets no more */
export const settled = computed(() => bet.value !== null && read.value.has(settledIn));

export function keepBet(): void {
  bet.value = sketch.peek();
  keep(key, written(sketch.peek()));
}

export function startOver(): void {
  sketch.value = blank();
}
