// How much a sketch is like the weights of a neuron: their correlation.
import { hopedWeights } from '../../../views/sees/hoped';
import { type Sketch, side } from '../sketch-a-neuron/sketch';

/** how far from zero the best of sixteen is for a stroke anywhere, on average: chapter 10 */
export const luck = 0.23;

/** From −1 to 1; null where one of the two is the same all over. */
export function scoreOf(
  sketch: ArrayLike<number>,
  weights: ArrayLike<number>,
  from = 0,
): number | null {
  const n = sketch.length;
  let [meanS, meanW] = [0, 0];
  for (let i = 0; i < n; ++i) {
    meanS += sketch[i] / n;
    meanW += weights[from + i] / n;
  }
  let [both, ofS, ofW] = [0, 0, 0];
  for (let i = 0; i < n; ++i) {
    const [s, w] = [sketch[i] - meanS, weights[from + i] - meanW];
    both += s * w;
    ofS += s * s;
    ofW += w * w;
  }
  return ofS > 0 && ofW > 0 ? both / Math.sqrt(ofS * ofW) : null;
}

/** Of `count` neurons, whose weights follow one another. */
export const scoresOf = (
  sketch: Sketch,
  weights: ArrayLike<number>,
  from: number,
  count: number,
): (number | null)[] =>
  Array.from({ length: count }, (_, n) => scoreOf(sketch, weights, from + n * sketch.length));

/** The neuron that is most like the sketch. */
export function mostAlike(scores: (number | null)[]): number | null {
  let best: number | null = null;
  scores.forEach((score, n) => {
    if (score !== null && score > (best === null ? -Infinity : scores[best]!)) best = n;
  });
  return best;
}

/** The middle of cells of a picture, both ways from 0 to 1. */
export function middleOf(cells: number[]): { x: number; y: number } {
  const mean = (of: (cell: number) => number): number =>
    cells.reduce((sum, cell) => sum + of(cell) + 0.5, 0) / cells.length / side;
  return { x: mean((cell) => cell % side), y: mean((cell) => Math.floor(cell / side)) };
}

/** Of a patch the edges that others do not share, as [x, y, x, y] in cells. */
export function outline(cells: number[]): [number, number, number, number][] {
  const within = new Set(cells);
  return cells.flatMap((cell) => {
    const [x, y] = [cell % side, Math.floor(cell / side)];
    const edges: [boolean, [number, number, number, number]][] = [
      [within.has(cell - side), [x, y, x + 1, y]],
      [within.has(cell + side), [x, y + 1, x + 1, y + 1]],
      [x > 0 && within.has(cell - 1), [x, y, x, y + 1]],
      [x + 1 < side && within.has(cell + 1), [x + 1, y, x + 1, y + 1]],
    ];
    return edges.filter(([shared]) => !shared).map(([, edge]) => edge);
  });
}

/** A vertical stroke with dark rims, as somebody might paint it. */
export const exampleStroke = (): Sketch =>
  hopedWeights(0).map((value) => Math.max(-1, Math.min(1, value)));
