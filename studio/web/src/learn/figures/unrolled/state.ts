// The unit as the reader has turned it, and what comes in; all of it is the figure's own.
import { computed, signal } from '@preact/signals';
import {
  type Unit,
  above,
  fewest,
  half,
  leftOfFirst,
  mostFrames,
  oneThenSilence,
  run,
  slopesBack,
} from './memory';

export const unit = signal<Unit>(half);
/** as many as there can be; those beyond `frames` wait */
const inputs = signal<readonly number[]>(oneThenSilence(mostFrames));
/** the first, and ten of silence */
export const frames = signal(11);
export const frame = signal(frames.peek() - 1);

export const x = computed(() => inputs.value.slice(0, frames.value));
export const ran = computed(() => run(unit.value, x.value));
export const left = computed(() => leftOfFirst(unit.value, x.value));
export const slopes = computed(() => slopesBack(unit.value, x.value));
/** the unit with w above one on the same frames, to compare with */
export const other = computed(() => ({
  left: leftOfFirst(above, x.value),
  slopes: slopesBack(above, x.value),
}));

export function turn(change: Partial<Unit>): void {
  unit.value = { ...unit.value, ...change };
}

export function putFrames(count: number): void {
  frames.value = Math.round(Math.max(fewest, Math.min(mostFrames, count)));
  put(frame.peek());
}

export function put(which: number): void {
  frame.value = Math.max(0, Math.min(frames.peek() - 1, which));
}

export function write(which: number, value: number): void {
  const to = Math.round(Math.max(-1, Math.min(1, value)) * 10) / 10 + 0;
  inputs.value = inputs.peek().map((old, t) => (t === which ? to : old));
}

export function take(which: Unit): void {
  unit.value = which;
  inputs.value = oneThenSilence(mostFrames);
}

export const isTaken = (which: Unit): boolean =>
  (['u', 'w', 'b', 'bends'] as const).every((part) => unit.value[part] === which[part]);
