import './Curves.css';
import { signal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import { paletteOf } from '../draw/palette';
import { atMost } from '../model/frame';
import { curves, curvesChanged, state } from '../model/learning';
import { language, theme } from '../model/settings';
import { count, fixed, percent, texts } from '../text';

/** fetched with the first points, so that the page stands earlier */
const plotter = signal<typeof uPlot | null>(null);

type Kind = 'cost' | 'accuracy';
const kind = signal<Kind>('cost');
const under = signal<{ step: number; train: number | null; test: number | null } | null>(null);

export function scaleChoice() {
  const T = texts();
  return (
    <span class="choice" role="group">
      {(['cost', 'accuracy'] as const).map((name) => (
        <button
          key={name}
          class="tab-small"
          aria-pressed={kind.value === name}
          onClick={() => (kind.value = name)}
        >
          {name === 'cost' ? T.learn.asCost : T.learn.asAccuracy}
        </button>
      ))}
    </span>
  );
}

/**
 * Columns for uPlot: steps, then training and test of the live branch, then those of the others.
 */
export function columnsOf(
  all: Map<number, (number | null)[][]>,
  live: number,
  what: Kind,
): { data: (number | null)[][]; others: number[] } {
  const train = what === 'cost' ? 2 : 3;
  const test = what === 'cost' ? 4 : 5;
  const others = [...all.keys()].filter((b) => b !== live);
  const steps = new Set<number>();
  for (const points of all.values()) for (const p of points) steps.add(p[0] as number);
  const xs = [...steps].sort((a, b) => a - b);
  const at = new Map(xs.map((x, i) => [x, i]));
  const column = (branch: number, field: number): (number | null)[] => {
    const ys: (number | null)[] = new Array<number | null>(xs.length).fill(null);
    for (const p of all.get(branch) ?? []) ys[at.get(p[0] as number)!] = p[field];
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

export function Curves() {
  const T = texts();
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const drawn = useRef('');

  useEffect(() => {
    const sizes = new ResizeObserver(([entry]) => {
      const { width, height } = entry.contentRect;
      if (width > 20 && height > 20) plot.current?.setSize({ width, height });
    });
    sizes.observe(box.current!);
    return () => {
      sizes.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, []);

  const draw = useRef(
    atMost(200, () => {
      const host = box.current;
      const Plot = plotter.peek();
      if (!host || !Plot) return;
      const live = state.peek()?.branch ?? 0;
      const { data, others } = columnsOf(
        curves as Map<number, (number | null)[][]>,
        live,
        kind.peek(),
      );
      const key = [theme.peek(), language.peek(), kind.peek(), others.join()].join('/');
      if (plot.current && drawn.current === key) {
        plot.current.setData(data as uPlot.AlignedData);
        return;
      }
      plot.current?.destroy();
      drawn.current = key;
      plot.current = new Plot(options(host, others.length), data as uPlot.AlignedData, host);
    }),
  );

  useSignalEffect(() => {
    void curvesChanged.value;
    if (!plotter.peek() && [...curves.values()].some((points) => points.length > 1))
      void import('./plotter').then((m) => (plotter.value = m.default));
  });
  useSignalEffect(() => {
    void [
      plotter.value,
      curvesChanged.value,
      theme.value,
      kind.value,
      language.value,
      state.value?.branch,
    ];
    draw.current();
  });

  const at = under.value;
  const number = (v: number | null): string =>
    v === null ? '—' : kind.value === 'cost' ? fixed(v, 4) : percent(v);
  void curvesChanged.value;
  const empty = (curves.get(state.value?.branch ?? 0)?.length ?? 0) < 2;
  const lastOf = (field: 2 | 3 | 4 | 5): number | null => {
    const points = curves.get(state.value?.branch ?? 0) ?? [];
    for (let i = points.length - 1; i >= 0; --i)
      if (points[i][field] !== null) return points[i][field];
    return null;
  };
  const train = at ? at.train : lastOf(kind.value === 'cost' ? 2 : 3);
  const test = at ? at.test : lastOf(kind.value === 'cost' ? 4 : 5);
  return (
    <div class="curves">
      <div
        class="plot"
        ref={box}
        role="img"
        aria-label={
          `${T.learn.curveLabel}. ` +
          `${T.learn.train} ${number(train)}, ${T.learn.test} ${number(test)}`
        }
      />
      {empty && <p class="plot-empty">{T.learn.noCurve}</p>}
      {!empty && (
        <p class="legend">
          <span class="key train">{T.learn.train}</span> <b>{number(train)}</b>
          <span class="key test">{T.learn.test}</span> <b>{number(test)}</b>
          {at && (
            <span class="muted">
              {T.learn.stepNow} {count(at.step)}
            </span>
          )}
        </p>
      )}
    </div>
  );
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

/** Once the curve is long, its first fall no longer presses everything later to the ground. */
function costTop(self: uPlot, high: number): number {
  const xs = self.data[0];
  const from = xs[xs.length - 1] * 0.03;
  let most = 0;
  for (let s = 1; s < self.data.length; ++s)
    for (let i = 0; i < xs.length; ++i)
      if (xs[i] >= from) most = Math.max(most, self.data[s][i] ?? 0);
  return Math.max(0.05, Math.min(high, most * 1.15));
}

function options(host: HTMLElement, others: number): uPlot.Options {
  const p = paletteOf(theme.peek());
  const font = '12px "Inter Variable", sans-serif';
  return {
    width: host.clientWidth || 300,
    height: host.clientHeight || 100,
    legend: { show: false },
    padding: [8, 18, 0, 0],
    scales: {
      x: { time: false },
      y: {
        range: (self, low, high) =>
          kind.peek() === 'cost' ? [0, costTop(self, high)] : [Math.max(0, Math.min(low, 0.8)), 1],
      },
    },
    cursor: { points: { size: 6 }, drag: { x: false, y: false }, y: false },
    axes: [
      {
        stroke: p.muted,
        font,
        size: 22,
        gap: 2,
        grid: { show: false },
        ticks: { show: false },
        values: (_, vs) => vs.map((v) => count(v)),
      },
      {
        stroke: p.muted,
        font,
        size: 42,
        gap: 4,
        grid: { stroke: p.line, width: 1 },
        ticks: { show: false },
        values: (_, vs) => tickTexts(vs, kind.peek()),
        space: 28,
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
          under.value =
            i === null || i === undefined || u.data[0].length === 0
              ? null
              : { step: u.data[0][i], train: nearest(u.data[1], i), test: nearest(u.data[2], i) };
        },
      ],
    },
  };
}
