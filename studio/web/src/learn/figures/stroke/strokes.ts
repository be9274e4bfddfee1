// Strokes on a black picture, and what each lights a neuron to: the weights under the stroke, the
// bias and the bend. Places are the middles of pixels; an angle is a number of eighths of a half
// turn, from upright to the right.

export const side = 28;
export const angles = 8;
/** the first and the last place of a stroke's middle, both ways */
export const firstPlace = 3;
export const places = 22;

/** A pixel of a stroke, from its middle. */
interface Dot {
  x: number;
  y: number;
  light: number;
}
export type Stroke = readonly Dot[];

export interface Shape {
  length: number;
  width: number;
}

/** Straight, with round ends: full light within, less at the rim. */
export function strokeOf({ length, width }: Shape, angle: number): Stroke {
  const turn = (angle * Math.PI) / angles;
  const [along, across] = [Math.sin(turn), -Math.cos(turn)];
  const half = Math.max(0, (length - width) / 2);
  const reach = Math.ceil(length / 2 + 1);
  const dots: Dot[] = [];
  for (let y = -reach; y <= reach; ++y)
    for (let x = -reach; x <= reach; ++x) {
      const t = Math.max(-half, Math.min(half, x * along + y * across));
      const away = Math.hypot(x - t * along, y - t * across);
      const light = Math.max(0, Math.min(1, width / 2 + 0.5 - away));
      if (light > 0) dots.push({ x, y, light });
    }
  return dots;
}

/** Of the picture what is not beyond its edge, as [pixel, light]. */
export function pixelsUnder(stroke: Stroke, x: number, y: number): [number, number][] {
  const found: [number, number][] = [];
  for (const dot of stroke) {
    const [column, row] = [x + dot.x, y + dot.y];
    if (column >= 0 && row >= 0 && column < side && row < side)
      found.push([row * side + column, dot.light]);
  }
  return found;
}

/** The weights of neurons one after the other, their biases, their bend. */
export interface Neurons {
  weights: ArrayLike<number>;
  biases: ArrayLike<number>;
  bend: (sum: number) => number;
}

/** One neuron under one stroke. */
export function litBy(neurons: Neurons, n: number, under: readonly [number, number][]): number {
  const from = n * side * side;
  let sum = neurons.biases[n];
  for (const [pixel, light] of under) sum += light * neurons.weights[from + pixel];
  return neurons.bend(sum);
}

const cells = places * places;

/** Activations [neuron][angle][place]; row by row. */
export function mapsOf(neurons: Neurons, shape: Shape): Float32Array {
  const count = neurons.biases.length;
  const maps = new Float32Array(count * angles * cells);
  for (let angle = 0; angle < angles; ++angle) {
    const stroke = strokeOf(shape, angle);
    for (let cell = 0; cell < cells; ++cell) {
      const [x, y] = placeOf(cell);
      const under = pixelsUnder(stroke, x, y);
      for (let n = 0; n < count; ++n)
        maps[(n * angles + angle) * cells + cell] = litBy(neurons, n, under);
    }
  }
  return maps;
}

export const placeOf = (cell: number): [x: number, y: number] => [
  firstPlace + (cell % places),
  firstPlace + Math.floor(cell / places),
];
export const cellAt = (x: number, y: number): number =>
  (y - firstPlace) * places + (x - firstPlace);

/** Where in the maps those of a neuron at an angle begin. */
export const mapAt = (neuron: number, angle: number): number => (neuron * angles + angle) * cells;

/** The place and the angle at which a neuron is brightest. */
export function brightest(maps: Float32Array, neuron: number): { angle: number; cell: number } {
  const from = mapAt(neuron, 0);
  let best = from;
  for (let i = from; i < from + angles * cells; ++i) if (maps[i] > maps[best]) best = i;
  return { angle: Math.floor((best - from) / cells), cell: (best - from) % cells };
}

/** At a place, over the angles. */
export const turned = (maps: Float32Array, neuron: number, cell: number): number[] =>
  Array.from({ length: angles }, (_, angle) => maps[mapAt(neuron, angle) + cell]);

/** At an angle, over all places. */
export const slid = (maps: Float32Array, neuron: number, angle: number): Float32Array =>
  maps.slice(mapAt(neuron, angle), mapAt(neuron, angle) + cells);

export const rangeOf = (values: ArrayLike<number>): { least: number; most: number } => {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; ++i) {
    least = Math.min(least, values[i]);
    most = Math.max(most, values[i]);
  }
  return { least, most };
};
