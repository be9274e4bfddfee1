import { describe, expect, it } from 'vitest';
import type { CurvePoint } from '../src/engine/types';
import { contour } from '../src/draw/contour';
import { diverge, divergingIndex, paletteOf } from '../src/draw/palette';
import { robustScale } from '../src/draw/pictures';
import { arrowOf, cellUnder } from '../src/draw/pointer';
import { underBrush } from '../src/draw/brush';
import { arrangeField, boxOf, hit, neighbour } from '../src/views/hand/field';
import { arrange, strongest } from '../src/views/network/layout';
import { extremesOf, levelsOf, placeIn, valueAt } from '../src/views/descent/surface';
import { sineCost, sineSlope } from '../src/views/descent/sine';
import { waterfall } from '../src/parts/selected/Votes';
import { columnsOf, options, tickTexts } from '../src/parts/plot';
import { thinned } from '../src/model/learning';
import { hiddenFrom } from '../src/parts/SettingsForm';
import { niceTop } from '../src/views/overfit/RaceChart';
import { testNet } from './net';

const luminance = ([r, g, b]: readonly number[]): number => {
  const lin = (v: number): number =>
    v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4;
  return 0.2126 * lin(r) + 0.7152 * lin(g) + 0.0722 * lin(b);
};

describe.each(['dark', 'light'] as const)('the %s palette', (theme) => {
  const p = paletteOf(theme);
  it('has its ground at zero and its colours at the ends', () => {
    expect(diverge(p, 0)).toEqual(p.ground);
    expect(diverge(p, 1)).toEqual(p.positive);
    expect(diverge(p, -3)).toEqual(p.negative);
  });
  it('moves away from the ground with every step', () => {
    const away = (v: number): number =>
      diverge(p, v).reduce((s, c, i) => s + Math.abs(c - p.ground[i]), 0);
    for (let v = 0; v < 1; v += 0.1) {
      expect(away(v + 0.1)).toBeGreaterThan(away(v));
      expect(away(-v - 0.1)).toBeGreaterThan(away(-v));
    }
  });
  it('tells signs apart by blue against red, which every kind of colour blindness keeps', () => {
    expect(p.positive[0] - p.positive[2]).toBeGreaterThan(120);
    expect(p.negative[2] - p.negative[0]).toBeGreaterThan(120);
  });
  it('writes texts that can be read', () => {
    const hex = (c: string): number[] => [1, 3, 5].map((i) => parseInt(c.slice(i, i + 2), 16));
    const ground = luminance(theme === 'dark' ? [14, 19, 27] : [255, 255, 255]);
    for (const c of [p.text, p.muted, p.accent]) {
      const l = luminance(hex(c));
      expect((Math.max(l, ground) + 0.05) / (Math.min(l, ground) + 0.05)).toBeGreaterThan(4.5);
    }
  });
});

it('a weight finds its colour', () => {
  expect(divergingIndex(-1, 1)).toBe(0);
  expect(divergingIndex(9, 1)).toBe(255);
  expect(Math.abs(divergingIndex(0, 1) - 127.5)).toBeLessThan(1);
});

it('one strong weight does not darken the others', () => {
  const values = Float32Array.from({ length: 784 }, (_, i) => (i === 5 ? 100 : 0.5));
  expect(robustScale(values, 0, 784)).toBeLessThan(1);
  expect(robustScale(new Float32Array(784), 0, 784)).toBe(0.05);
});

describe('the stage', () => {
  it.each([
    [800, 640, [16, 16, 10]],
    [390, 560, [16, 16, 10]],
    [800, 430, [16, 16, 10]],
    [800, 640, [64, 10]],
    [800, 640, [10]],
    [800, 640, [512, 32, 10]],
    [1600, 1100, [16, 16, 16, 10]],
  ])('of %i × %i holds %j', (width, height, widths) => {
    const a = arrange(width, height, widths);
    a.layers.forEach((spots, l) => {
      expect(spots.length).toBe(widths[l]);
      for (const s of spots) {
        expect(s.x - s.radius).toBeGreaterThan(0);
        expect(s.x + s.radius).toBeLessThan(width);
        expect(s.y - s.radius).toBeGreaterThan(0);
        expect(s.y + s.radius).toBeLessThan(height);
      }
      const sorted = [...spots].sort((p, q) => p.x - q.x || p.y - q.y);
      for (let i = 1; i < sorted.length; ++i)
        if (sorted[i].x === sorted[i - 1].x)
          expect(sorted[i].y - sorted[i - 1].y).toBeGreaterThanOrEqual(2 * sorted[i].radius);
    });
    expect(a.input.y).toBeGreaterThanOrEqual(0);
    expect(a.input.x + a.input.side).toBeLessThan(a.layers[0][0].x);
  });

  it('shows the strongest votes first', () => {
    const weights = [1, -5, 2, 0.1];
    const inputs = [1, 1, 1, 100];
    expect(strongest(weights, 0, inputs, 0, 4, 2).map((v) => v.input)).toEqual([3, 1]);
  });
});

describe('the field of knobs', () => {
  const net = testNet([16, 16, 10]);
  const field = arrangeField(net, 780, 460);
  it('shows every parameter exactly once', () => {
    const seen = new Set<number>();
    for (const b of field.blocks)
      for (let i = 0; i < b.across * b.down; ++i) {
        expect(seen.has(b.from + i)).toBe(false);
        seen.add(b.from + i);
      }
    expect(seen.size).toBe(13002);
  });
  it.each([
    [780, 460],
    [608, 310],
    [608, 240],
  ])('lies within %i × %i', (width, height) => {
    for (const b of arrangeField(net, width, height).blocks) {
      expect(b.x + b.across * b.cell).toBeLessThanOrEqual(width);
      expect(b.y + b.down * b.cell).toBeLessThanOrEqual(height);
    }
  });
  it('finds each where it was put', () => {
    for (let position = 0; position < 13002; position += 37) {
      const box = boxOf(field, position)!;
      expect(hit(field, box.x + box.size / 2, box.y + box.size / 2)).toBe(position);
    }
  });
  it('stays inside', () => {
    for (const b of field.blocks) {
      expect(b.x + b.across * b.cell).toBeLessThanOrEqual(780);
      expect(b.y + b.down * b.cell).toBeLessThanOrEqual(460);
    }
  });
  it('lets the keyboard cross from block to block', () => {
    const last = field.blocks[0].from + 27;
    expect(neighbour(field, last, 1, 0)).toBe(field.blocks[1].from);
    expect(neighbour(field, last, -1, 0)).toBe(last - 1);
  });
});

describe('the brush', () => {
  it('touches what lies under it, the middle most', () => {
    const found = underBrush(14, 14, 2, 28);
    expect(found.length).toBe(12);
    const shares = found.map((f) => f.share);
    expect(Math.max(...shares)).toBe(found.find((f) => f.index === 13 * 28 + 13)!.share);
  });
  it('does not reach over the edge', () => {
    for (const { index } of underBrush(0, 0, 3, 28)) expect(index % 28).toBeLessThan(3);
  });
});

describe('the surface', () => {
  const side = 21;
  const values = Float32Array.from({ length: side * side }, (_, i) =>
    Math.hypot((i % side) - 10, Math.floor(i / side) - 10),
  );
  const grid = {
    side,
    values,
    xRange: [-1, 1] as [number, number],
    yRange: [-2, 2] as [number, number],
  };
  it('knows its lowest place', () => {
    const e = extremesOf(grid);
    expect(e.low).toBe(0);
    expect(e.lowAt).toEqual([0, 0]);
  });
  it('has contours where the value is that of the line', () => {
    const pieces = contour(grid, 5);
    expect(pieces.length).toBeGreaterThan(20);
    for (const [x, y] of pieces)
      expect(Math.abs(Math.hypot(x - 10, y - 10) - 5)).toBeLessThan(0.15);
  });
  it('has its places where its values stand', () => {
    const [x, y] = placeIn({ xRange: [-2, 6], yRange: [1, 2] }, 3 / 32, 31 / 32);
    expect([x, y]).toEqual([valueAt([-2, 6], 33, 3), valueAt([1, 2], 33, 31)]);
  });
  it('has its levels between its ends', () => {
    const levels = levelsOf(1, 2, 5);
    expect(Math.min(...levels)).toBeGreaterThan(1);
    expect(Math.max(...levels)).toBeLessThan(2);
  });
  it('of the tiny network has several true minima, and the slope is that of the cost', () => {
    let minima = 0;
    for (let w = -9; w < 15; w += 0.01) if (sineSlope(w) < 0 && sineSlope(w + 0.01) >= 0) minima++;
    expect(minima).toBeGreaterThan(2);
    expect(sineCost(3)).toBeCloseTo(0, 12);
    for (const w of [-4, 0.7, 6])
      expect(sineSlope(w)).toBeCloseTo((sineCost(w + 1e-5) - sineCost(w - 1e-5)) / 2e-5, 6);
  });
});

it('the waterfall ends at the engine’s own sum', () => {
  const votes = {
    inFavour: 3,
    against: -4,
    bias: 0.5,
    rounding: 1e-7,
    z: -0.5 + 1e-7,
    activation: 0.4,
  };
  const bars = waterfall(votes);
  expect(bars[3].to).toBeCloseTo(votes.z, 12);
  expect(bars[4]).toMatchObject({ from: 0, to: votes.z });
});

it('curves of all branches share their steps', () => {
  const all = new Map([
    [
      0,
      [
        [0, 0, 2, 0.1, 2.1, 0.1],
        [10, 1, 1, 0.5, null, null],
      ],
    ],
    [
      1,
      [
        [10, 1, 1, 0.5, 0.9, 0.6],
        [20, 2, 0.5, 0.7, 0.6, 0.8],
      ],
    ],
  ] as [number, CurvePoint[]][]);
  const { data, others } = columnsOf(all, 1, 'cost');
  expect(data).toEqual([
    [0, 10, 20],
    [null, 1, 0.5],
    [null, 0.9, 0.6],
    [2.1, null, null],
  ]);
  expect(others).toEqual([0]);
});

it('an arrow key goes right or left, down or up', () => {
  expect(['ArrowRight', 'ArrowUp'].map(arrowOf)).toEqual([[1, 0], [0, -1]]);
  expect(arrowOf('Enter')).toBe(null);
});

it('a pointer is on one of the cells, over the edge on the nearest', () => {
  const box = { left: 100, top: 50, width: 280, height: 140 };
  const at = (clientX: number, clientY: number): { column: number; row: number } => {
    const event = { clientX, clientY, currentTarget: { getBoundingClientRect: () => box } };
    return cellUnder(event as unknown as MouseEvent, 28, 14);
  };
  expect(at(100, 50)).toEqual({ column: 0, row: 0 });
  expect(at(119.9, 60.1)).toEqual({ column: 1, row: 1 });
  expect(at(380, 190)).toEqual({ column: 27, row: 13 });
  expect(at(0, 999)).toEqual({ column: 0, row: 13 });
});

it('a long curve is thinned but keeps its test values and its end', () => {
  const points = Array.from(
    { length: 9 },
    (_, i) =>
      [i, 0, 1, 1, i === 3 ? 1 : null, null] as [
        number,
        number,
        number,
        number,
        number | null,
        null,
      ],
  );
  expect(thinned(points).map((p) => p[0])).toEqual([0, 2, 3, 4, 6, 8]);
});

it('hidden layers are read from what a person writes', () => {
  expect(hiddenFrom('16 – 16')).toEqual([16, 16]);
  expect(hiddenFrom('32,8x4')).toEqual([32, 8, 4]);
  expect(hiddenFrom('')).toEqual([]);
  for (const wrong of ['9999', 'abc', '0', '16 abc', '1.5', '1-1-1-1-1-1-1'])
    expect(hiddenFrom(wrong)).toBeNull();
});

it('charts end at round numbers', () => {
  expect([0.13, 2.35, 0, 7.6].map(niceTop)).toEqual(
    [0.15, 3, 1, 10].map((v) => expect.closeTo(v, 9)),
  );
});

describe('ticks of the curves', () => {
  it.each([
    [[0, 0.05, 0.1, 0.15], 'cost', ['0,00', '0,05', '0,10', '0,15']],
    [[0, 0.5, 1], 'cost', ['0,0', '0,5', '1,0']],
    [[0.98, 0.985, 0.99], 'accuracy', ['98,0\u00a0%', '98,5\u00a0%', '99,0\u00a0%']],
    [[0, 0.2, 0.4], 'accuracy', ['0\u00a0%', '20\u00a0%', '40\u00a0%']],
  ] as const)('%j of %s', (values, what, wanted) =>
    expect(tickTexts([...values], what)).toEqual(wanted),
  );
});

it('ticks of steps are whole steps apart, and none stands there twice', () => {
  const host = { clientWidth: 300, clientHeight: 80 } as HTMLElement;
  const [steps] = options(host, 0, 'cost', () => {}).axes!;
  const apart = steps.incrs as number[];
  expect(apart[0]).toBe(1);
  expect(apart.every(Number.isInteger)).toBe(true);
});

it('the highest cost leaves room for the legend above it', () => {
  const host = { clientWidth: 300, clientHeight: 80 } as HTMLElement;
  const { range } = options(host, 0, 'cost', () => {}).scales!.y as {
    range: (plot: object, low: number, high: number) => [number, number];
  };
  const data = [[0, 1, 2], [null, 0.7, 0.75], [0.74, 0.7, 0.7]];
  expect(range({ data }, 0, 0.75)[1]).toBeCloseTo(0.9);
});
