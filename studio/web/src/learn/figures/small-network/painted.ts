// What a small network says of the plane, as pictures and as a large answer with its boundary.
import { strokeBoundary } from '../../../draw/contour';
import { type Palette, css } from '../../../draw/palette';
import { type Picture, paintWeights, pictureOf } from '../../../draw/pictures';
import { drawPoints } from '../../../views/plane/draw';
import type { Box } from '../../../views/plane/layout';
import type { Point } from '../../../views/plane/model';
import { putPicture } from '../../../views/plane/pictures';
import type { Labelled } from './network';

/** The part of the plane that is shown: a square from `low` to `high`. */
export interface Window {
  low: number;
  high: number;
}

/** The answer is less bright than the points that lie on it. */
const quiet = 0.6;

/** A neuron's numbers over the plane; kept is a picture to be painted anew. */
export function paintField(
  kept: Picture | null,
  values: Float64Array,
  palette: Palette,
  bright = 1,
): Picture {
  const side = Math.sqrt(values.length);
  const picture = pictureOf(kept, side, side);
  const most = values.reduce((all, v) => Math.max(all, Math.abs(v)), 1e-6);
  paintWeights(picture, values, 0, most / bright, palette);
  return picture;
}

function framed(
  context: CanvasRenderingContext2D,
  palette: Palette,
  { x, y, side }: Box,
  fill: () => void,
): void {
  const outline = (): void => {
    context.beginPath();
    context.roundRect(x, y, side, side, Math.min(8, side / 5));
  };
  context.save();
  outline();
  context.clip();
  context.fillStyle = css(palette.ground);
  context.fillRect(x, y, side, side);
  fill();
  context.restore();
  context.strokeStyle = palette.line;
  context.lineWidth = 1.5;
  outline();
  context.stroke();
}

export function drawField(
  context: CanvasRenderingContext2D,
  palette: Palette,
  box: Box,
  values: Float64Array,
): void {
  framed(context, palette, box, () =>
    putPicture(context, paintField(null, values, palette), box.x, box.y, box.side),
  );
}

interface Answer {
  values: Float64Array;
  points: Labelled;
  window: Window;
  /** a straight line w₁x + w₂y + b = 0 that is compared with the boundary */
  line?: readonly [w1: number, w2: number, b: number] | null;
}

const placed = ({ places: [xs, ys], labels }: Labelled, { low, high }: Window): Point[] => {
  const middle = (low + high) / 2;
  return labels.map((label, i) => ({
    x: xs[i] - middle,
    y: ys[i] - middle,
    label,
    tested: false,
  }));
};

export function drawAnswer(
  context: CanvasRenderingContext2D,
  palette: Palette,
  box: Box,
  { values, points, window, line }: Answer,
): void {
  const range = (window.high - window.low) / 2;
  framed(context, palette, box, () => {
    putPicture(context, paintField(null, values, palette, quiet), box.x, box.y, box.side);
    strokeBoundary(context, box, [{ side: Math.sqrt(values.length), values }], 0);
    drawPoints(
      context,
      palette,
      box,
      { points: placed(points, window), kind: 'two', range, chosenPoint: null },
      Math.max(1.6, Math.min(4.2, box.side / 60)),
    );
    if (!line) return;
    const [w1, w2, b] = line;
    const middle = (window.high + window.low) / 2;
    dash(context, box, [w1, w2, b + (w1 + w2) * middle], range);
  });
}

/** A dashed line across a plane that runs from −range to range. */
function dash(
  context: CanvasRenderingContext2D,
  { x, y, side }: Box,
  [w1, w2, b]: readonly [number, number, number],
  range: number,
): void {
  const size = Math.hypot(w1, w2);
  if (size === 0) return;
  const [acrossX, acrossY] = [(-b * w1) / size ** 2, (-b * w2) / size ** 2];
  const far = 8 * range;
  const to = (sign: number): [number, number] => [
    x + ((acrossX - (sign * far * w2) / size + range) / (2 * range)) * side,
    y + ((range - acrossY - (sign * far * w1) / size) / (2 * range)) * side,
  ];
  context.save();
  context.lineCap = 'butt';
  context.lineWidth = 2.4;
  context.beginPath();
  context.moveTo(...to(1));
  context.lineTo(...to(-1));
  context.strokeStyle = '#fff';
  context.stroke();
  context.setLineDash([6, 6]);
  context.strokeStyle = '#000';
  context.stroke();
  context.restore();
}
