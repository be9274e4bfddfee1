import { fromTo } from '../../aloud/pictures';
import { Drawing, type Sheet } from '../../draw/canvas';
import { letters } from '../../draw/letters';
import { type Palette, css } from '../../draw/palette';
import { within } from '../../draw/pointer';
import type { CurvePoint, RunnerState } from '../../engine/types';
import { textScale } from '../../model/settings';
import { fixed, percent, texts } from '../../text/views';

export type Kind = 'cost' | 'accuracy';

export const colourOf = (palette: Palette, contender: number): string =>
  contender === 0 ? css(palette.positive) : contender === 1 ? css(palette.negative) : palette.text;

const seen = (p: CurvePoint, kind: Kind): number | null => p[kind === 'cost' ? 2 : 3];
const unseen = (p: CurvePoint, kind: Kind): number | null => p[kind === 'cost' ? 4 : 5];

/** Top of a cost chart: the largest value, rounded up to something that can be read. */
export function niceTop(most: number): number {
  if (!(most > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  for (const step of [1, 1.5, 2, 3, 5, 7.5, 10]) if (step * power >= most) return step * power;
  return 10 * power;
}

interface Props {
  kind: Kind;
  epochs: number;
  runners: RunnerState[];
  names: readonly string[];
  /** the share of right answers at the bottom */
  low?: number;
}

/** How far the chart's axes are from its edges. */
export const chartPadding = () => ({
  left: 44 * textScale.value,
  right: 10,
  top: 24 * textScale.value,
  bottom: 22 * textScale.value,
});

export function RaceChart({ kind, epochs, runners: all, names, low = 0 }: Props) {
  const T = texts();
  const draw = ({ context, width, height, palette }: Sheet): void => {
    const { left, right, top, bottom } = chartPadding();
    let most = kind === 'cost' ? 0 : 1;
    if (kind === 'cost')
      for (const { points } of all)
        for (const r of points) most = Math.max(most, seen(r, kind) ?? 0, unseen(r, kind) ?? 0);
    const high = kind === 'cost' ? niceTop(Math.min(most, 5)) : 1;
    const px = (epoch: number): number => left + (epoch / epochs) * (width - left - right);
    const py = (v: number): number =>
      height - bottom - (within(v - low, 0, high - low) / (high - low)) * (height - top - bottom);
    context.font = letters(12);
    context.fillStyle = palette.text;
    context.textAlign = 'left';
    context.textBaseline = 'top';
    context.fillText(kind === 'cost' ? T.overfit.cost : T.overfit.accuracy, left, 2);
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    context.fillStyle = palette.muted;
    for (let i = 0; i <= 5; ++i) {
      const v = low + ((high - low) * i) / 5;
      context.strokeStyle = palette.line;
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(left, py(v));
      context.lineTo(width - right, py(v));
      context.stroke();
      context.fillText(
        kind === 'cost' ? fixed(v, high < 0.1 ? 3 : high < 1 ? 2 : 1) : percent(v, 0),
        left - 6,
        py(v),
      );
    }
    context.textBaseline = 'bottom';
    context.textAlign = 'right';
    context.fillText(`${epochs} ${T.overfit.epochs}`, width - right, height - 2);
    all.forEach(({ points }, i) => {
      for (const of of [seen, unseen]) {
        context.strokeStyle = colourOf(palette, i);
        context.lineWidth = of === seen ? 2 : 1.8;
        context.setLineDash(of === seen ? [] : [5, 4]);
        context.beginPath();
        let begun = false;
        for (const r of points) {
          const v = of(r, kind);
          if (v === null || v === undefined) continue;
          if (begun) context.lineTo(px(r[1]), py(v));
          else context.moveTo(px(r[1]), py(v));
          begun = true;
        }
        context.stroke();
      }
    });
    context.setLineDash([]);
  };
  const way = (points: CurvePoint[], of: typeof seen): string =>
    fromTo(
      points.map((p) => of(p, kind)),
      kind,
    );
  const told = all.map(
    ({ points }, i) =>
      `${names[i]}: ${T.learn.train} ${way(points, seen)}, ` +
      `${T.learn.test} ${way(points, unseen)}`,
  );
  return (
    <Drawing
      class="race-chart"
      role="img"
      aria-label={[`${T.overfit.chartLabel}: ${T.overfit[kind]}`, ...told].join('. ')}
      draw={draw}
    />
  );
}
