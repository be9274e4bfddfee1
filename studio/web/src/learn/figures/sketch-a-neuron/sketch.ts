// What a reader expects the weights of a neuron to look like: 28 × 28 numbers from −1 to 1.
import { type Tool, stroked, underBrush } from '../../../draw/brush';

export const side = 28;
export const radius = 1.6;
const force = 0.6;
/** where the rubber leaves less, nothing is left */
const faintest = 0.05;

export type Sketch = Float32Array<ArrayBufferLike>;

export const blank = (): Sketch => new Float32Array(side * side);
export const isBlank = (sketch: Sketch): boolean => sketch.every((value) => value === 0);

/** A new sketch with a touch of the brush at a place in it. */
export function touched(sketch: Sketch, tool: Tool, x: number, y: number): Sketch {
  const next = sketch.slice();
  for (const { index, share } of underBrush(x, y, radius, side)) {
    const value = stroked(next[index], tool, force, share);
    const gone = tool === 'rubber' && Math.abs(value) < faintest;
    next[index] = gone ? 0 : Math.max(-1, Math.min(1, value));
  }
  return next;
}

/** As it is kept: whole hundredths. */
export const written = (sketch: Sketch): string =>
  JSON.stringify(Array.from(sketch, (value) => Math.round(100 * value)));

/** null: nothing was kept, or nothing that is a sketch */
export function readSketch(kept: string | null): Sketch | null {
  try {
    const numbers: unknown = JSON.parse(kept ?? 'null');
    if (!Array.isArray(numbers) || numbers.length !== side * side) return null;
    if (!numbers.every((n) => Number.isInteger(n) && Math.abs(n) <= 100)) return null;
    return Float32Array.from(numbers, (n: number) => n / 100);
  } catch {
    return null;
  }
}
