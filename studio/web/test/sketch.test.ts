// The sketch of chapter 1: what a brush leaves on it, and how it is kept.
import { describe, expect, it } from 'vitest';
import type { Tool } from '../src/draw/brush';
import * as sketch from '../src/learn/figures/sketch-a-neuron/sketch';

const middle = 14 * sketch.side + 14;
const painted = (tool: Tool, times: number, from = sketch.blank()): sketch.Sketch => {
  let now = from;
  for (let i = 0; i < times; ++i) now = sketch.touched(now, tool, 14.5, 14.5);
  return now;
};

describe('a sketch', () => {
  it('is empty at first', () => expect(sketch.isBlank(sketch.blank())).toBe(true));
  it('turns orange and blue under the brush, and nowhere else', () => {
    expect(painted('plus', 1)[middle]).toBeGreaterThan(0);
    expect(painted('minus', 1)[middle]).toBeLessThan(0);
    expect(painted('plus', 1)[0]).toBe(0);
  });
  it('stays between −1 and 1', () => {
    expect(painted('plus', 50)[middle]).toBe(1);
    expect(painted('minus', 50)[middle]).toBe(-1);
  });
  it('can be rubbed out altogether', () =>
    expect(sketch.isBlank(painted('rubber', 30, painted('plus', 5)))).toBe(true));
  it('leaves the one before as it was', () => {
    const before = sketch.blank();
    sketch.touched(before, 'plus', 14.5, 14.5);
    expect(sketch.isBlank(before)).toBe(true);
  });
});

describe('a kept sketch', () => {
  it('comes back to the hundredth', () => {
    const drawn = painted('minus', 1, painted('plus', 2));
    const back = sketch.readSketch(sketch.written(drawn))!;
    drawn.forEach((value, i) => expect(Math.abs(back[i] - value)).toBeLessThan(0.00501));
  });
  it.each([null, '', 'x', '{}', '[1,2]', JSON.stringify(Array(784).fill(101))])(
    'is none where %s was kept',
    (kept) => expect(sketch.readSketch(kept)).toBeNull(),
  );
});
