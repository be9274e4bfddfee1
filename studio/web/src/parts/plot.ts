// The curves as uPlot draws them: its columns, its ticks, its looks.
import type uPlot from 'uplot';
import { letters } from '../draw/letters';
import { paletteOf } from '../draw/palette';
import type { CurvePoint } from '../engine/types';
import { textScale, theme } from '../model/settings';
import { count, fixed, percent } from '../text';

export type Kind = 'cost' | 'accuracy';

/** What the curves say at a step. */
export interface Under {
  step: number;
  train: number | null;
  test: number | null;
}

/** The fields of a point that are shown, of training and test. */
export const fieldsOf = (kind: Kind): { train: 2 | 3; test: 4 | 5 } =>
  kind === 'cost' ? { train: 2, test: 4 } : { train: 3, test: 5 };

/**
 * Columns for uPlot: steps, then training and test of the live branch, then those of the others.
 */
export function columnsOf(
  all: ReadonlyMap<number, CurvePoint[]>,
  live: number,
  what: Kind,
): { data: (number | null)[][]; others: number[] } {
  const { train, test } = fieldsOf(what);
  const others = [...all.keys()].filter((b) => b !== live);
  const steps = new Set<number>();
  for (const points of all.values()) for (const p of points) steps.add(p[0]);
  const xs = [...steps].sort((a, b) => a - b);
  const at = new Map(xs.map((x, i) => [x, i]));
  const column = (branch: number, field: number): (number | null)[] => {
    const ys: (number | null)[] = new Array<number | null>(xs.length).fill(null);
    for (const p of all.get(branch) ?? []) ys[at.get(p[0])!] = p[field];
    return ys;
  };
  return {
    data: [xs, column(live, train), column(live, test), ...others.map((b) => column(b, test))],
    others,
  };
}

function nearest(ys: ArrayLike<number | null | undefined>, index: number): number | null {
  for (let away = 0; away < 40; ++away) {
    const value = ys[index - away] ?? ys[index + away];
    if (value !== null && value !== undefined) return value;
  }
  return null;
}

/** No two ticks with the same text. */
export function tickTexts(values: number[], what: Kind): string[] {
  const scale = what === 'cost' ? 1 : 100;
  const apart = values.length > 1 ? scale * (values[1] - values[0]) : 1;
  const digits = Math.max(
    what === 'cost' ? 1 : 0,
    Math.min(8, Math.ceil(-Math.log10(apart) - 1e-6)),
  );
  return values.map((v) => (what === 'cost' ? fixed(v, digits) : percent(v, digits)));
}

/** what ticks of steps may be apart: there is no half a step */
export const stepTicks = Array.from({ length: 9 }, (_, i) =>
  [1, 2, 5].map((n) => n * 10 ** i),
).flat();

/** of the highest value: above it stands the legend */
const air = 1.2;

/** Once the curve is long, its first fall no longer presses everything later to the ground. */
function costTop(self: uPlot, high: number): number {
  const xs = self.data[0];
  const from = xs[xs.length - 1] * 0.03;
  let most = 0;
  for (let s = 1; s < self.data.length; ++s)
    for (let i = 0; i < xs.length; ++i)
      if (xs[i] >= from) most = Math.max(most, self.data[s][i] ?? 0);
  return Math.max(0.05, Math.min(high, most) * air);
}

export function options(
  host: HTMLElement,
  others: number,
  kind: Kind,
  point: (under: Under | null) => void,
): uPlot.Options {
  const p = paletteOf(theme.peek());
  const font = letters(12);
  const scale = textScale.peek();
  return {
    width: host.clientWidth || 300,
    height: host.clientHeight || 100,
    legend: { show: false },
    padding: [8, 18, 0, 0],
    scales: {
      x: { time: false },
      y: {
        range: (self, low, high) =>
          kind === 'cost' ? [0, costTop(self, high)] : [Math.max(0, Math.min(low, 0.8)), 1],
      },
    },
    cursor: { points: { size: 6 }, drag: { x: false, y: false }, y: false },
    axes: [
      {
        stroke: p.muted,
        font,
        size: 22 * scale,
        gap: 2,
        grid: { show: false },
        ticks: { show: false },
        incrs: stepTicks,
        values: (_, vs) => vs.map((v) => count(v)),
      },
      {
        stroke: p.muted,
        font,
        size: 42 * scale,
        gap: 4,
        grid: { stroke: p.line, width: 1 },
        ticks: { show: false },
        values: (_, vs) => tickTexts(vs, kind),
        space: 28 * scale,
      },
    ],
    series: [
      {},
      { stroke: p.train, width: 1.6, spanGaps: true, points: { show: false } },
      { stroke: p.test, width: 1.6, spanGaps: true, points: { show: false } },
      ...Array.from({ length: others }, () => ({
        stroke: p.faint,
        width: 1.2,
        dash: [4, 3],
        spanGaps: true,
        points: { show: false },
      })),
    ],
    hooks: {
      setCursor: [
        (u) => {
          const i = u.cursor.idx;
          point(
            i === null || i === undefined || u.data[0].length === 0
              ? null
              : { step: u.data[0][i], train: nearest(u.data[1], i), test: nearest(u.data[2], i) },
          );
        },
      ],
    },
  };
}
