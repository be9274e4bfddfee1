// The figure of chapter 3: a weight is turned.
import { describe, expect, it } from 'vitest';
import * as knob from '../src/learn/figures/one-knob/knob';
import { run } from './net';

const shape = [4, 3, 2];
const pixels = [0.2, 0, 1];
const parameters = (): number[] => {
  let state = 7;
  const random = (): number => ((state = (state * 48271) % 2147483647) / 2147483647) * 4 - 2;
  return Array.from({ length: 3 * 4 + 4 + 4 * 3 + 3 + 3 * 2 + 2 }, random);
};
const whole = (numbers: number[]) => run(shape, numbers, pixels, [0, 1]);

describe('a weight that is turned', () => {
  it.each([
    [1, 3, 2],
    [1, 0, 0],
    [2, 1, 3],
    [3, 1, 0],
  ])('moves what a whole new pass moves: layer %i, [%i, %i]', (l, row, column) => {
    const at = whole(parameters());
    const layer = at.net.layers[l - 1];
    const place = layer.weightAt + row * layer.inputs + column;
    const other = parameters();
    other[place] += 1.5;
    const anew = whole(other);
    const { was, now, layers } = knob.turnedBy(at, { l, row, column }, other[place]);
    expect(now.vote - was.vote).toBeCloseTo(1.5 * was.light, 12);
    expect(now.sum).toBeCloseTo(anew.activations[layer.zAt + row], 12);
    layers.forEach((lights, k) => {
      const { aAt, width } = at.net.layers[l - 1 + k];
      expect(lights.was).toEqual(at.activations.slice(aAt, aAt + width));
      lights.now.forEach((a, n) => expect(a).toBeCloseTo(anew.activations[aAt + n], 12));
    });
    const sums = layers[0].now.filter((a, n) => a !== layers[0].was[n]);
    expect(sums.length).toBe(1);
  });

  it('moves nothing where its pixel is black', () => {
    const { was, now, layers } = knob.turnedBy(whole(parameters()), { l: 1, row: 2, column: 1 }, 9);
    expect([now.weight, now.vote, now.sum]).toEqual([9, 0, was.sum]);
    for (const lights of layers) expect(lights.now).toEqual(lights.was);
  });

  it('moves all answers of a softmax, which stay shares of 1', () => {
    const at = whole(parameters());
    const end = at.net.layers[2];
    const [a, b] = [0, 1].map((n) => Math.exp(at.activations[end.zAt + n]));
    at.activations.splice(end.aAt, 2, a / (a + b), b / (a + b));
    end.activation = 'softmax';
    expect(knob.isKnown(at.net)).toBe(true);
    const [lights] = knob.turnedBy(at, { l: 3, row: 0, column: 1 }, 5).layers;
    expect(lights.now[0] + lights.now[1]).toBeCloseTo(1, 12);
    expect(lights.now[1]).not.toBeCloseTo(lights.was[1], 3);
  });
});

describe('the sheet of a matrix', () => {
  it.each([
    [{ height: 16, width: 16, across: 28 }, { l: 2, row: 10, column: 6 }],
    [{ height: 16, width: 784, across: 28 }, { l: 1, row: 3, column: 400 }],
    [{ height: 100, width: 785, across: 28 }, { l: 1, row: 99, column: 784 }],
  ])('has the chosen weight, under its own place', (matrix, at) => {
    const sheet = knob.sheetOf(matrix, at, 560, 22);
    const { x, y } = knob.cornerOf(sheet, at.row, at.column);
    const { row, column } = at;
    expect(knob.cellAt(sheet, x + sheet.size / 2, y + sheet.tall / 2)).toEqual({ row, column });
    expect(x + 2 * sheet.size + sheet.gap).toBeLessThanOrEqual(560 + 1e-9);
    expect(y + sheet.tall).toBeLessThanOrEqual(knob.heightOf(sheet) + 1e-9);
    expect(knob.cellAt(sheet, 3, y)).toBeNull();
  });
});
