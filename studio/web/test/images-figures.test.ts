// The figures of chapter 11.
import { describe, expect, it } from 'vitest';
import {
  along,
  inOrder,
  lanes,
  putBack,
  runnersOf,
} from '../src/learn/figures/shuffled-pixels/order';
import * as convolve from '../src/learn/figures/window/convolve';

const [across, down] = [6, 5];
const picture: convolve.Picture = {
  pixels: Float32Array.from({ length: across * down }, (_, i) => ((i * 7) % 11) / 11),
  across,
  down,
};
const filter: convolve.Filter = {
  weights: Array.from({ length: 9 }, (_, i) => i - 3),
  side: 3,
  bias: 0.25,
  margin: 1,
};

describe('a window', () => {
  it('is the sum of the chapter: bias and weights times what lies under it', () => {
    const inner = { ...filter, margin: 0 };
    const { z, sum } = convolve.under(picture, inner, { row: 1, column: 2 });
    let expected = 0;
    for (let i = 0; i < 3; ++i)
      for (let j = 0; j < 3; ++j)
        expected += filter.weights[3 * i + j] * picture.pixels[(1 + i) * across + 2 + j];
    expect(sum).toBeCloseTo(expected, 12);
    expect(z).toBeCloseTo(expected + 0.25, 12);
  });

  it('sees darkness outside the picture', () => {
    const { pixels, products } = convolve.under(picture, filter, { row: 0, column: 0 });
    expect([0, 1, 2, 3, 6].map((i) => pixels[i])).toEqual([0, 0, 0, 0, 0]);
    expect(pixels[8]).toBe(picture.pixels[across + 1]);
    expect(products[8]).toBe(5 * pixels[8]);
  });

  it('makes maps as large as the chapter says', () => {
    const digit = { pixels: new Float32Array(784), across: 28, down: 28 };
    const size = (margin: number) => convolve.mapSize(digit, { ...filter, side: 5, margin });
    expect(size(2)).toEqual({ across: 28, down: 28 });
    expect(size(0)).toEqual({ across: 24, down: 24 });
    expect(convolve.marginOf(28, 28, 5)).toBe(2);
    expect(convolve.marginOf(28, 24, 5)).toBe(0);
    expect(convolve.marginOf(28, 14, 5)).toBeNull();
  });

  it('finds where darkness turns into light, and nothing where nothing changes', () => {
    const step = { pixels: Array.from({ length: 49 }, (_, i) => +(i % 7 > 2)), across: 7, down: 7 };
    const edge = { weights: convolve.samples.upright, side: 5, bias: 0, margin: 0 };
    expect([...convolve.featureMap(step, edge).subarray(0, 3)]).toEqual([10, 10, 5]);
    const even = { ...step, pixels: new Float32Array(49).fill(1) };
    expect([...convolve.featureMap(even, edge)].every((z) => z === 0)).toBe(true);
  });
});

describe('two maps', () => {
  it('are compared after the activation', () => {
    const map = [-1, 0.5, 2];
    expect(convolve.apart(map, 'relu', [0, 0.5, 2])).toBe(0);
    expect(convolve.apart(map, 'identity', [0, 0.5, 2])).toBe(1);
    expect(convolve.knows('relu')).toBe(true);
    expect(convolve.knows('gelu')).toBe(false);
  });
});

it('on its way the window leaves out no place', () => {
  const way = convolve.way({ row: 2, column: 3 }, { row: 4, column: -2 });
  expect(way[0]).toEqual({ row: 2, column: 3 });
  expect(way.at(-1)).toEqual({ row: 4, column: -2 });
  for (let i = 1; i < way.length; ++i) {
    expect(Math.abs(way[i].row - way[i - 1].row)).toBeLessThanOrEqual(1);
    expect(Math.abs(way[i].column - way[i - 1].column)).toBe(1);
  }
});

describe('pixels in another order', () => {
  const order = [3, 0, 4, 1, 2];
  const digit = [10, 20, 30, 40, 50];
  it('are each where the order says it comes from', () =>
    expect(inOrder(digit, order)).toEqual([40, 10, 50, 20, 30]));
  it('go back to where they were', () =>
    expect([...putBack(inOrder(digit, order), order)]).toEqual(digit));
  it('weigh the same: a sum does not depend on the order', () => {
    const weights = [0.5, -1, 2, 0.25, -3];
    const sum = (pixels: ArrayLike<number>, of: ArrayLike<number>): number =>
      order.reduce((all, _, i) => all + pixels[i] * of[i], 0);
    expect(sum(inOrder(digit, order), weights)).toBe(sum(digit, putBack(weights, order)));
    expect(sum(inOrder(digit, order), weights)).not.toBe(sum(digit, weights));
  });
  it('are the only thing in which the two of a pair differ', () => {
    const runners = runnersOf(7);
    expect(lanes.map(({ mixed }) => mixed)).toEqual([false, true, false, true]);
    for (const i of [0, 2]) {
      expect(runners[i].pixel_order).toBeUndefined();
      expect(runners[i + 1]).toEqual({ ...runners[i], pixel_order: 7 });
    }
  });
  it('let a network that guesses wait at the beginning of its lane', () => {
    expect([0.1, 0.8, 0.9, 1].map((share) => +along(share).toFixed(9))).toEqual([0, 0, 0.5, 1]);
  });
});
