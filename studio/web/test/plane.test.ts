import './browser';
import { describe, expect, it } from 'vitest';
import { paletteOf } from '../src/draw/palette';
import type { Engine } from '../src/engine/engine';
import type { PlaneInfo } from '../src/engine/types';
import { attach, greeted } from '../src/model/engine';
import { passOn } from '../src/model/events';
import { hello, net } from '../src/model/network';
import { chosenPoint, place, wantedPoint } from '../src/model/place';
import { showSubject } from '../src/model/subject';
import { BadTable, asTable, readTable } from '../src/views/plane/csv';
import { arrange, curveOf, nearestCurve, onCurve } from '../src/views/plane/layout';
import { kindOf } from '../src/views/plane/model';
import { asSigned, between, middleOf, offsetOf, scaleOf } from '../src/views/plane/pictures';
import { marksOf } from '../src/views/plane/thumbs';
import { testNet } from './net';

const info: PlaneInfo = { side: 32, outputSide: 96, range: 6, inputs: ['x', 'y'] };

describe('the stage of the plane', () => {
  it.each([
    [780, 640, 2, [8, 8, 1]],
    [780, 640, 7, [8, 8, 8, 4]],
    [640, 500, 2, [4, 2, 1]],
    [458, 555, 2, [8, 8, 1]],
    [390, 760, 2, [8, 8, 1]],
    [390, 760, 7, [8, 8, 8, 8, 8, 8, 6]],
    [1100, 800, 1, [1]],
    [780, 640, 2, [64, 32, 1]],
  ])('of %i × %i holds %i inputs and %j', (width, height, inputs, widths) => {
    const at = arrange(width, height, inputs, widths);
    expect(at.layers.map((boxes) => boxes.length)).toEqual(widths);
    const all = [...at.inputs, ...at.layers.flat(), at.answer];
    for (const { x, y, side } of all) {
      expect(side).toBeGreaterThan(5);
      expect(x).toBeGreaterThanOrEqual(0);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(x + side).toBeLessThanOrEqual(width);
      expect(y + side).toBeLessThanOrEqual(height);
    }
    for (const [i, a] of at.inputs.entries())
      for (const b of at.inputs.slice(i + 1)) expect(a.y + a.side).toBeLessThanOrEqual(b.y);
  });
  it('has the answer right of all others, on a phone under them', () => {
    const wide = arrange(780, 640, 2, [8, 8, 3]);
    for (const { x, side } of wide.layers.flat()) expect(x + side).toBeLessThan(wide.answer.x);
    const narrow = arrange(390, 760, 2, [8, 8, 3]);
    for (const { y, side } of narrow.layers.flat())
      expect(y + side).toBeLessThan(narrow.answer.y);
  });
});

describe('a connection', () => {
  const curve = curveOf({ x: 0, y: 0, side: 10 }, { x: 100, y: 50, side: 10 }, false);
  it('goes from the middle of one side to the middle of the other', () => {
    expect(onCurve(curve, 0)).toEqual([10, 5]);
    expect(onCurve(curve, 1)).toEqual([100, 55]);
  });
  it('is under the pointer that is near it, and no other is', () => {
    const other = curveOf({ x: 0, y: 200, side: 10 }, { x: 100, y: 250, side: 10 }, false);
    const [x, y] = onCurve(other, 0.4);
    expect(nearestCurve([curve, other], x, y + 2, 6)).toBe(1);
    expect(nearestCurve([curve, other], x, y + 40, 6)).toBe(null);
  });
});

describe('the pictures of the plane', () => {
  const network = testNet([3, 4, 2], 2);
  it('lie as the protocol says: inputs, hidden layers, outputs', () => {
    const inner = 32 * 32;
    expect(offsetOf(network, info, -1, 1)).toBe(inner);
    expect(offsetOf(network, info, 0, 0)).toBe(2 * inner);
    expect(offsetOf(network, info, 1, 2)).toBe((2 + 3 + 2) * inner);
    expect(offsetOf(network, info, 2, 1)).toBe(9 * inner + 96 * 96);
  });
  it('have full colour at the bound of an activation that has bounds, else at the largest', () => {
    const values = [0, -3, 2];
    expect(scaleOf([-1, 1], values, 0, 3)).toBe(1);
    expect(scaleOf([0, null], values, 0, 3)).toBe(3);
    expect(scaleOf([null, null], values, 2, 1)).toBe(2);
  });
  it('turn in the middle of their bounds, and at zero where there are none', () => {
    expect(asSigned([0, 1], 0.5)).toBe(0);
    expect(asSigned([-1, 1], 0.5)).toBe(0.5);
    expect(asSigned([0, null], 0.5)).toBe(0.5);
    expect(middleOf([0, 1])).toBe(0.5);
    expect(middleOf([null, null])).toBe(0);
  });
  it('are made finer by numbers between their numbers', () => {
    const finer = between([0, 1, 0, 1], 0, 2, 4);
    expect([...finer.subarray(0, 8)]).toEqual([0, 0, 0.125, 0.375, 0.625, 0.875, 1, 1]);
  });
});

describe('an answer', () => {
  const set = (regression: boolean, inputs: string[], shape = 'own') =>
    ({ regression, inputs, shape }) as never;
  it('is of two classes, of more, a curve over x, or a field', () => {
    expect(kindOf(set(false, ['x', 'y']), 1)).toBe('two');
    expect(kindOf(set(false, ['x', 'y']), 3)).toBe('classes');
    expect(kindOf(set(true, ['x', 'sinx'], 'curve'), 1)).toBe('curve');
    expect(kindOf(set(true, ['x', 'xy'], 'curve'), 1)).toBe('field');
    expect(kindOf(set(true, ['x'], 'slope'), 1)).toBe('field');
  });
});

describe('points as text', () => {
  it('come back as they were saved', () => {
    const points = [
      { x: 1.5, y: -2, label: 0, tested: false },
      { x: -0.25, y: 3, label: 1, tested: true },
    ];
    expect(readTable(asTable(points), 6)).toEqual({
      points: [
        [1.5, -2, 0],
        [-0.25, 3, 1],
      ],
      classes: 2,
      fitted: false,
    });
  });
  it('are separated by commas, semicolons, tabs or spaces', () => {
    for (const text of ['1,2,0\n3,4,1', '1;2;0\n3;4;1', '1\t2\t0\n3\t4\t1', '1 2 0\n3 4 1'])
      expect(readTable(text, 6).points).toEqual([
        [1, 2, 0],
        [3, 4, 1],
      ]);
    expect(readTable('1,5;2;a', 6).points).toEqual([[1.5, 2, 0]]);
  });
  it('have classes by name as they come, by number in order', () => {
    expect(readTable('1,1,cat\n2,2,dog\n3,3,cat', 6).points.map((p) => p[2])).toEqual([0, 1, 0]);
    expect(readTable('1,1,5\n2,2,3', 6).points.map((p) => p[2])).toEqual([1, 0]);
  });
  it('are moved and shrunk alike both ways where they do not fit', () => {
    const { points, fitted } = readTable('100,0,0\n200,50,1', 6);
    expect(fitted).toBe(true);
    expect(points).toEqual([
      [-5, -2.5, 0],
      [5, 2.5, 1],
    ]);
  });
  it.each([
    ['', 'empty', 0],
    ['x,y,label\n', 'empty', 0],
    ['1,2,0\n1,nothing,0', 'columns', 2],
    ['1,2\n', 'columns', 1],
    [Array.from({ length: 7 }, (_, i) => `0,0,${i}`).join('\n'), 'classes', 0],
  ])('%j is refused: %s', (text, why, line) => {
    try {
      readTable(text, 6);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(BadTable);
      expect(error).toMatchObject({ why, line });
    }
  });
});

describe('the small pictures of the shapes', () => {
  it('stay within their frames', () => {
    for (const shape of ['circle', 'xor', 'spirals', 'moons', 'blobs', 'rings3', 'curve'] as const)
      for (const [x, y] of marksOf(shape))
        expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThan(1);
  });
});

/** A colour as eyes without one kind of cone see it, in linear light (Viénot and others, 1999). */
const blind = {
  none: (c: number[]) => c,
  red: ([r, g, b]: number[]) => {
    const yellow = 0.11238 * r + 0.88762 * g;
    return [yellow, yellow, 0.004 * (r - g) + b];
  },
  green: ([r, g, b]: number[]) => {
    const yellow = 0.29275 * r + 0.70725 * g;
    return [yellow, yellow, 0.02234 * (g - r) + b];
  },
};

function lab(rgb: readonly number[], see: (c: number[]) => number[]): number[] {
  const [r, g, b] = see(rgb.map((v) => (v / 255) ** 2.2)).map((v) => Math.max(0, v));
  const f = (v: number): number => (v > 0.008856 ? Math.cbrt(v) : 7.787 * v + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

describe.each(['dark', 'light'] as const)('the colours of classes, %s', (theme) => {
  it.each(Object.entries(blind))('are told apart by eyes without %s', (_, see) => {
    const all = paletteOf(theme).classes.map((c) => lab(c, see));
    for (const [i, a] of all.entries())
      for (const b of all.slice(i + 1))
        expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])).toBeGreaterThan(14);
  });
});

it('the counts of the points follow each change of them', () => {
  const { data } = { data: { train: 168, test: 72, classes: ['a', 'b'] } };
  hello.value = {
    subject: 'plane',
    layers: [],
    parameters: [],
    input: { name: 'input', shape: [2] },
    data,
  } as never;
  const before = net.value;
  const counts = (): unknown => hello.peek()?.data;
  passOn({ event: 'points', points: { train: 30, test: 10 }, inputs: ['x', 'y'] } as never);
  expect(counts()).toEqual({ train: 30, test: 10, classes: ['a', 'b'] });
  expect(net.value, 'the network is the same').toBe(before);
});

it('the point that a link wants is chosen among the points that are here then', async () => {
  const numbers = Float32Array.from([1, 2, 0, 0, 3, -4, 1, 1]);
  attach({ ask: async () => ({ bulk: [{ numbers }] }) } as unknown as Engine);
  showSubject('plane');
  greeted.value = 1;
  for (const [wanted, chosen] of [
    [1, 1],
    [2, null],
  ]) {
    chosenPoint.value = null;
    wantedPoint.value = wanted;
    await new Promise((over) => setTimeout(over, 50));
    expect(chosenPoint.value).toBe(chosen);
    expect(wantedPoint.value).toBeNull();
  }
  expect(place.value).toEqual({ x: 3, y: -4, label: 1 });
});
