// Where everything of the plane's network stands on the stage: plain geometry, no drawing.
export interface Box {
  x: number;
  y: number;
  side: number;
}

export interface Arrangement {
  inputs: Box[];
  /** the last are the outputs: a single one is the answer itself */
  layers: Box[][];
  answer: Box;
  /** above the inputs, then above each layer */
  captions: { x: number; y: number }[];
  /** of the columns' middles */
  between: number;
  /** the answer stands under the network instead of beside it */
  narrow: boolean;
}

const biggest = 52;
const least = 10;
const gap = 10;
const told = 58; // what the answer says stands under it
/** above the network: the number of layers, and over each layer its size; for fingers more */
export const overhead = { mouse: 62, finger: 96 };
const below = 46; // what to try stands there

/** `count` boxes one below the other, in as many columns as it takes to be seen. */
function column(count: number, x: number, top: number, bottom: number, side: number): Box[] {
  const rows = Math.max(1, Math.min(count, Math.floor((bottom - top) / (side + 3))));
  const columns = Math.ceil(count / rows);
  const step = Math.min((bottom - top) / rows, side + (side > 30 ? 22 : gap));
  const first = (top + bottom) / 2 - (step * (rows - 1) + side) / 2;
  const across = side + 3;
  return Array.from({ length: count }, (_, i) => ({
    x: x + (Math.floor(i / rows) - (columns - 1) / 2) * across - side / 2,
    y: first + (i % rows) * step,
    side,
  }));
}

/**
 * `widths` are those of the layers, outputs last; `letters` has the longest name of an input;
 * `scale` is that of text, `over` what stands above the network.
 */
export function arrange(
  width: number,
  height: number,
  inputs: number,
  widths: number[],
  letters = 1,
  scale = 1,
  over = overhead.mouse,
): Arrangement {
  const narrow = width < 480 && height > 1.4 * width;
  const margin = Math.max(narrow ? 26 : 34, 16 + 7 * scale * letters);
  const single = widths[widths.length - 1] === 1;
  const columns = [inputs, ...(single ? widths.slice(0, -1) : widths)];
  const share = width < 560 * scale ? 0.36 : 0.42;
  const tall = height - (over + below) * scale - 16;
  const answerSide = narrow
    ? Math.min(width - 2 * margin, 320)
    : Math.max(150, Math.min(width * share, tall, 520));
  const answer: Box = narrow
    ? {
        x: (width - answerSide) / 2,
        y: height - answerSide - (told + below) * scale,
        side: answerSide,
      }
    : {
        x: width - answerSide - 18,
        y: Math.max(24, (height - answerSide - told * scale) / 2),
        side: answerSide,
      };
  const top = over * scale + 4;
  const bottom = narrow ? answer.y - 34 : height - below * scale;
  const room = (narrow ? width : answer.x) - margin - (narrow ? 26 : 34);
  // Beside the answer, its distance to the last column is nearly one as between columns, as far as
  // lines go there.
  const steps = Math.max(1, columns.length - (narrow ? 1 : single ? 0.35 : 0.8));
  const most = Math.min(narrow ? 38 : biggest, (room / (steps + 0.35)) * 0.56);
  const sideOf = (count: number): number =>
    Math.max(least, Math.min(most, (bottom - top) / Math.max(1, count) - gap));
  const side = Math.max(least, Math.min(...columns.filter((n) => n <= 16).map(sideOf), most));
  const at = (i: number): number =>
    margin + most / 2 + (i * (room - most)) / steps;
  const boxes = columns.map((n, i) =>
    column(n, at(i), top, bottom, n <= 16 ? Math.min(side, sideOf(n)) : sideOf(n)),
  );
  return {
    inputs: boxes[0],
    layers: single ? [...boxes.slice(1), [answer]] : boxes.slice(1),
    answer,
    captions: boxes.map((those, i) => ({ x: at(i), y: captionOver(those) })),
    between: at(1) - at(0),
    narrow,
  };
}

const captionOver = (boxes: Box[]): number => Math.max(14, Math.min(...boxes.map((b) => b.y)) - 14);

export type Curve = [number, number, number, number, number, number, number, number];

/** The connection of two boxes: a Bézier curve from right to left, or down into the answer. */
export function curveOf(from: Box, to: Box, narrow: boolean): Curve {
  const x = from.x + from.side;
  const y = from.y + from.side / 2;
  if (narrow && to.y > from.y + from.side && to.side > 2 * from.side) {
    const end = to.x + to.side / 2;
    const down = to.y - y;
    return [x, y, x + 14, y + down * 0.5, end, to.y - down * 0.4, end, to.y];
  }
  const endY = to.y + to.side / 2;
  const bend = (to.x - x) * 0.5;
  return [x, y, x + bend, y, to.x - bend, endY, to.x, endY];
}

export function onCurve(c: Curve, t: number): [x: number, y: number] {
  const u = 1 - t;
  const [a, b, d, e] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  return [a * c[0] + b * c[2] + d * c[4] + e * c[6], a * c[1] + b * c[3] + d * c[5] + e * c[7]];
}

/** Which of the curves passes nearest to a place, none if that is farther than `reach`. */
export function nearestCurve(
  curves: readonly Curve[],
  x: number,
  y: number,
  reach: number,
): number | null {
  let best: number | null = null;
  let least = reach;
  curves.forEach((curve, i) => {
    const steps = 24;
    let [beforeX, beforeY] = [curve[0], curve[1]];
    for (let s = 1; s <= steps; ++s) {
      const [nextX, nextY] = onCurve(curve, s / steps);
      const far = distance(x, y, beforeX, beforeY, nextX, nextY);
      if (far < least) [best, least] = [i, far];
      [beforeX, beforeY] = [nextX, nextY];
    }
  });
  return best;
}

function distance(
  x: number,
  y: number,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
): number {
  const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
  const along = length > 0 ? ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length : 0;
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(x - x1 - t * (x2 - x1), y - y1 - t * (y2 - y1));
}
