import './Curves.css';
import { signal, useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import { fromTo } from '../aloud/pictures';
import { atMost } from '../model/frame';
import { curves, curvesChanged, state } from '../model/learning';
import { language, textScale, theme } from '../model/settings';
import { count, fixed, percent, texts } from '../text';
import { type Kind, type Under, columnsOf, fieldsOf, options } from './plot';

/** fetched with the first points, so that the page stands earlier */
const plotter = signal<typeof uPlot | null>(null);

const kind = signal<Kind>('cost');
const under = signal<Under | null>(null);

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

const liveBranch = (): number => state.value?.branch ?? 0;

/** Keeps the plot in its box up to date with points, size, theme and language. */
function usePlot(box: RefObject<HTMLDivElement>): void {
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
      const shown = kind.peek();
      const { data, others } = columnsOf(curves, state.peek()?.branch ?? 0, shown);
      const key = [theme.peek(), textScale.peek(), language.peek(), shown, others.join()].join('/');
      if (plot.current && drawn.current === key) {
        plot.current.setData(data as uPlot.AlignedData);
        return;
      }
      plot.current?.destroy();
      drawn.current = key;
      const point = (at: Under | null): void => {
        under.value = at;
      };
      const looks = options(host, others.length, shown, point);
      plot.current = new Plot(looks, data as uPlot.AlignedData, host);
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
      textScale.value,
      kind.value,
      language.value,
      state.value?.branch,
    ];
    draw.current();
  });
}

/** The last value of a field on the live branch. */
function lastOf(field: 2 | 3 | 4 | 5): number | null {
  const points = curves.get(liveBranch()) ?? [];
  for (let i = points.length - 1; i >= 0; --i)
    if (points[i][field] !== null) return points[i][field];
  return null;
}

export function Curves() {
  const T = texts();
  const box = useRef<HTMLDivElement>(null);
  usePlot(box);
  void curvesChanged.value;
  const at = under.value;
  const fields = fieldsOf(kind.value);
  const number = (v: number | null): string =>
    v === null ? '—' : kind.value === 'cost' ? fixed(v, 4) : percent(v);
  const train = number(at ? at.train : lastOf(fields.train));
  const test = number(at ? at.test : lastOf(fields.test));
  const empty = (curves.get(liveBranch())?.length ?? 0) < 2;
  const way = (field: 2 | 3 | 4 | 5): string =>
    fromTo(
      (curves.get(liveBranch()) ?? []).map((point) => point[field]),
      kind.value,
    );
  const label = [
    T.learn.curveLabel,
    `${T.learn.train} ${way(fields.train) || train}`,
    `${T.learn.test} ${way(fields.test) || test}`,
  ].join('. ');
  return (
    <div class="curves">
      <div
        class="plot"
        ref={box}
        role="img"
        aria-label={label}
      />
      {empty && <p class="plot-empty">{T.learn.noCurve}</p>}
      {!empty && (
        <p class="legend">
          <span class="key train">{T.learn.train}</span> <b>{train}</b>
          <span class="key test">{T.learn.test}</span> <b>{test}</b>
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
