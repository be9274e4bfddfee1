// One weight of a matrix that is turned: what it adds, and all that moves behind it. Where sums and
// activations stand is the engine's; what moves is worked out from there in doubles.
import { type Moment, activationAt, activations, shiftsOf, sumAt, weightAt } from '../chain/slope';

/** A weight: into layer `l`, from 1; the neuron that listens, and whom it hears. */
export interface Knob {
  l: number;
  row: number;
  column: number;
}

export interface Turn {
  weight: number;
  light: number;
  vote: number;
  sum: number;
  activation: number;
}

export interface Turned {
  was: Turn;
  now: Turn;
  /** activations of layer `l` and of those behind it, layer by layer */
  layers: { was: number[]; now: number[] }[];
}

/** Whether all bends of the network are known to the page. */
export const isKnown = ({ layers }: Moment['net']): boolean =>
  layers.every(
    ({ activation }, i) =>
      activation in activations || (activation === 'softmax' && i === layers.length - 1),
  );

export function softmax(sums: number[]): number[] {
  const most = Math.max(...sums);
  const powers = sums.map((z) => Math.exp(z - most));
  const all = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / all);
}

/** The activations of a layer before and after its sums have moved. */
function lightsOf(at: Moment, l: number, shift: Float64Array): { was: number[]; now: number[] } {
  const { activation } = at.net.layers[l - 1];
  const was = Array.from(shift, (_, n) => activationAt(at, l, n));
  if (shift.every((by) => by === 0)) return { was, now: was };
  const sums = Array.from(shift, (_, n) => sumAt(at, l, n));
  const moved = sums.map((z, n) => z + shift[n]);
  if (activation === 'softmax') return { was, now: softmax(moved) };
  const f = activations[activation];
  return { was, now: was.map((a, n) => a + f(moved[n]) - f(sums[n])) };
}

export function turnedBy(at: Moment, { l, row, column }: Knob, weight: number): Turned {
  const before = weightAt(at, l, column, row);
  const light = activationAt(at, l - 1, column);
  const shifts = shiftsOf(at, [column, row], l, weight - before);
  const layers = shifts.slice(l).map((shift, k) => lightsOf(at, l + k, shift));
  const turn = (w: number, sum: number, activation: number): Turn => ({
    weight: w,
    light,
    vote: w * light,
    sum,
    activation,
  });
  const sum = sumAt(at, l, row);
  return {
    was: turn(before, sum, layers[0].was[row]),
    now: turn(weight, sum + shifts[l][row], layers[0].now[row]),
    layers,
  };
}

/** Where a matrix lies on its paper, the lights over it and the sums to its right. */
export interface Sheet {
  /** the first row and column that are shown, and how many of each */
  top: number;
  left: number;
  rows: number;
  columns: number;
  /** of a cell, in pixels; the matrix begins so far from the corner, with a gap before it */
  size: number;
  tall: number;
  edge: number;
  gap: number;
}

/** so many inputs are shown at once; of more, one row of a picture */
const most = 32;

/** The part of a matrix around a place, on paper so wide; cells are no taller than `tallest`. */
export function sheetOf(
  { height, width, across }: { height: number; width: number; across: number },
  { row, column }: Knob,
  paper: number,
  tallest: number,
): Sheet {
  const columns = width > most ? across : width;
  const rows = height > most ? most / 2 : height;
  const gap = 6;
  const edge = 18;
  const size = Math.min(36, (paper - edge - gap) / (columns + 1));
  return {
    top: Math.min(Math.floor(row / rows) * rows, height - rows),
    left: Math.floor(column / columns) * columns,
    rows,
    columns: Math.min(columns, width - Math.floor(column / columns) * columns),
    size,
    tall: Math.min(size, tallest),
    edge,
    gap,
  };
}

export const heightOf = ({ rows, tall, edge, gap }: Sheet): number =>
  edge + gap + (rows + 1) * tall;
export const cornerOf = (
  { left, top, size, tall, edge, gap }: Sheet,
  row: number,
  column: number,
): { x: number; y: number } => ({
  x: edge + (column - left) * size,
  y: edge + tall + gap + (row - top) * tall,
});

/** The cell at a place of the paper; null beside the matrix. */
export function cellAt(
  sheet: Sheet,
  x: number,
  y: number,
): { row: number; column: number } | null {
  const corner = cornerOf(sheet, sheet.top, sheet.left);
  const column = Math.floor((x - corner.x) / sheet.size);
  const row = Math.floor((y - corner.y) / sheet.tall);
  if (column < 0 || row < 0 || column >= sheet.columns || row >= sheet.rows) return null;
  return { row: row + sheet.top, column: column + sheet.left };
}
