// Chapter 10: pictures changed along slopes, and strokes slid under neurons.
import { describe, expect, it } from 'vitest';
import {
  bestChange,
  changed,
  costSlopes,
  flipped,
  moved,
  outputSlopes,
  rivalOf,
  shuffled,
  tossed,
} from '../src/learn/figures/pixels';
import {
  brightest,
  cellAt,
  litBy,
  mapsOf,
  pixelsUnder,
  placeOf,
  rangeOf,
  side,
  slid,
  strokeOf,
  turned,
} from '../src/learn/figures/stroke/strokes';

const softmax = (z: number[]): number[] => {
  const powers = z.map(Math.exp);
  return powers.map((power) => power / powers.reduce((a, b) => a + b));
};
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** One layer: two pixels, three outputs. */
const weights = [[0.7, -1.2], [0.3, 0.9], [-0.8, 0.4]];
const sums = (x: number[]): number[] => weights.map(([a, b]) => a * x[0] + b * x[1]);
const at = [0.4, 0.6];
const label = 1;

function nudged(cost: (x: number[]) => number): number[] {
  const step = 1e-5;
  return at.map((_, i) => {
    const to = (by: number): number => cost(at.map((x, j) => (j === i ? x + by : x)));
    return (to(step) - to(-step)) / (2 * step);
  });
}
const near = (found: ArrayLike<number>, wanted: number[]): void =>
  wanted.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 4));

describe('the slope of the cost by a pixel', () => {
  it('is that of the squared cost, from the slopes of the activations', () => {
    const outputs = sums(at).map(sigmoid);
    const slopes = weights.flatMap((row, o) => row.map((w) => w * outputs[o] * (1 - outputs[o])));
    const cost = (x: number[]): number =>
      sums(x).reduce((sum, z, o) => sum + (sigmoid(z) - (o === label ? 1 : 0)) ** 2, 0);
    near(costSlopes({ outputs, cost: 'squared', slopes }, label), nudged(cost));
  });
  it('is that of the cross-entropy with softmax, from the slopes of the sums', () => {
    const outputs = softmax(sums(at));
    const said = { outputs, cost: 'softmax_cross_entropy', slopes: weights.flat() };
    near(costSlopes(said, label), nudged((x) => -Math.log(softmax(sums(x))[label])));
    near(outputSlopes(said, label), nudged((x) => Math.log(softmax(sums(x))[label])));
  });
  it('is that of the cross-entropy with sigmoids', () => {
    const outputs = sums(at).map(sigmoid);
    const cost = (x: number[]): number =>
      sums(x).reduce((sum, z, o) => sum - Math.log(sigmoid(o === label ? z : -z)), 0);
    const said = { outputs, cost: 'sigmoid_cross_entropy', slopes: weights.flat() };
    near(costSlopes(said, label), nudged(cost));
    near(outputSlopes(said, 2), weights[2]);
  });
  it('is that of the other costs', () => {
    const outputs = sums(at).map(sigmoid);
    const slopes = outputs.flatMap((a, o) => weights[o].map((w) => a * (1 - a) * w));
    const parameters = { huber_delta: 0.3, focal_gamma: 1.5 };
    const of = (term: (a: number, y: number, z: number) => number) =>
      nudged((x) =>
        sums(x).reduce((sum, z, o) => sum + term(sigmoid(z), o === label ? 1 : 0, z), 0),
      );
    const absolute = of((a, y) => Math.abs(a - y));
    near(costSlopes({ outputs, cost: 'absolute', slopes }, label), absolute);
    const huber = of((a, y) => {
      const away = Math.abs(a - y);
      return away < 0.3 ? (away * away) / 2 : 0.3 * (away - 0.15);
    });
    near(costSlopes({ outputs, cost: 'huber', parameters, slopes }, label), huber);
    const focal = of((a, y) =>
      y ? -((1 - a) ** 1.5) * Math.log(a) : -(a ** 1.5) * Math.log(1 - a),
    );
    const said = { outputs, cost: 'focal', parameters, slopes: weights.flat() };
    near(costSlopes(said, label), focal);
  });
});

describe('a change of a picture', () => {
  it('goes the way of the sign and stays between black and white', () =>
    near(moved(Float32Array.of(0.5, 0.5, 0.5, 0.02, 0.99), [3, -0.1, 0, -1, 1], 0.05), [
      0.55, 0.45, 0.5, 0, 1,
    ]));
  it('by chance is heads and tails, and an order of all pixels', () => {
    let state = 1;
    const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
    const coins = tossed(784, random);
    expect(new Set(coins)).toEqual(new Set([-1, 1]));
    expect(Math.abs(coins.reduce((sum, coin) => sum + coin, 0))).toBeLessThan(100);
    const order = shuffled(784, random);
    expect(order).not.toEqual([...order].sort((a, b) => a - b));
    expect(new Set(order).size).toBe(784);
  });
  it('of few pixels takes them to the other end', () =>
    near(changed(Float32Array.of(0.2, 0.9), flipped(Float32Array.of(0.2, 0.9), [0, 1])), [1, 0]));
  it('of one pixel is the one that narrows the lead most', () => {
    const slopes = [9, 9, 9, 1, -2, 3, 0, 0, 4];
    const said = { outputs: [0.1, 0.9, 0.3], cost: 'squared', slopes };
    expect(rivalOf(said.outputs, 1)).toBe(2);
    // The lead's slopes are 1, −2, −1; the second pixel is white already.
    expect(bestChange(Float32Array.of(0.5, 1, 0), said, 1)).toEqual({ index: 2, to: 1 });
    expect(bestChange(Float32Array.of(0.5, 0.2, 0), said, 1)).toEqual({ index: 1, to: 1 });
    expect(bestChange(Float32Array.of(0, 1, 1), said, 1)).toBeNull();
  });
});

describe('a stroke', () => {
  const upright = strokeOf({ length: 9, width: 2 }, 0);
  const light = (stroke: typeof upright): number => stroke.reduce((sum, dot) => sum + dot.light, 0);
  it('is as long and as wide as it says', () => {
    const tall = upright.filter(({ x, light: l }) => x === 0 && l >= 0.5).map(({ y }) => y);
    expect(Math.max(...tall) - Math.min(...tall) + 1).toBe(9);
    expect(light(upright)).toBeGreaterThan(15);
    expect(light(upright)).toBeLessThan(20);
  });
  it('turned by a right angle lies', () => {
    const level = strokeOf({ length: 9, width: 2 }, 4);
    const key = (x: number, y: number, l: number): string => `${x},${y},${l.toFixed(6)}`;
    expect(new Set(level.map(({ x, y, light: l }) => key(y, x, l)))).toEqual(
      new Set(upright.map(({ x, y, light: l }) => key(x, y, l))),
    );
  });
  it('is cut at the edge of the picture', () => {
    const pixels = pixelsUnder(upright, 14, 1).map(([pixel]) => pixel);
    expect(Math.min(...pixels)).toBeGreaterThanOrEqual(0);
    expect(pixels.length).toBeLessThan(upright.length);
    expect(pixels.every((pixel) => Math.abs((pixel % side) - 14) <= 1)).toBe(true);
  });
});

describe('the maps of a neuron', () => {
  /** It looks for an upright line in column 10, rows 8 to 16; the other for nothing. */
  const weights = new Float32Array(2 * side * side);
  for (let row = 8; row <= 16; ++row) weights[row * side + 10] = 1;
  const neurons = { weights, biases: [-4, 0.5], bend: sigmoid };
  const maps = mapsOf(neurons, { length: 9, width: 2 });
  const best = brightest(maps, 0);

  it('find its stroke', () => {
    expect(best.angle).toBe(0);
    expect(placeOf(best.cell)).toEqual([10, 12]);
    expect(best.cell).toBe(cellAt(10, 12));
  });
  it('say what one stroke does', () => {
    const under = pixelsUnder(strokeOf({ length: 9, width: 2 }, 3), 12, 9);
    expect(slid(maps, 0, 3)[cellAt(12, 9)]).toBeCloseTo(litBy(neurons, 0, under), 6);
  });
  it('change with slant and place, and not at all without weights', () => {
    const change = (values: ArrayLike<number>): number =>
      rangeOf(values).most - rangeOf(values).least;
    expect(change(turned(maps, 0, best.cell))).toBeGreaterThan(0.5);
    expect(change(slid(maps, 0, best.angle))).toBeGreaterThan(0.5);
    expect(change(turned(maps, 1, best.cell))).toBe(0);
    expect(slid(maps, 1, 5)[0]).toBeCloseTo(sigmoid(0.5), 6);
  });
});
