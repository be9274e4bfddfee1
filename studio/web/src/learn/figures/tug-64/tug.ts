// What each of some examples wants of one weight: its slope with the sign turned. The networks are
// the engine's, in floats; what goes through them here is worked out in doubles.
import type { Net } from '../../../model/network';
import {
  type Moment,
  activationAt,
  activations as bends,
  blames,
  isKnown,
} from '../chain/slope';
import type { Knob } from '../one-knob/knob';

type Numbers = ArrayLike<number>;

export interface Network {
  net: Net;
  parameters: Numbers;
  cost: string;
}

/** Pictures as bytes, one after the other, and what they are. */
export interface Examples {
  /** the place of the first among those that are learned from */
  from: number;
  pixels: Uint8Array;
  labels: number[];
}

export interface Pull {
  /** which of the examples */
  at: number;
  /** what it is taken for */
  label: number;
  /** above zero: it wants the weight larger */
  force: number;
  outputs: number[];
}

/** All activations, with the sums before them, as the engine lays them out. */
export function forward({ net, parameters }: Network, inputs: Numbers): Float64Array {
  const found = new Float64Array(net.activations);
  found.set(Array.from(inputs));
  for (const { inputsAt, inputs: width, zAt, aAt, width: height, ...layer } of net.layers) {
    const lit: number[] = [];
    for (let i = 0; i < width; ++i) if (found[inputsAt + i] !== 0) lit.push(i);
    for (let n = 0; n < height; ++n) {
      let sum = parameters[layer.biasAt + n];
      const row = layer.weightAt + n * width;
      for (const i of lit) sum += parameters[row + i] * found[inputsAt + i];
      found[zAt + n] = sum;
    }
    const sums = found.subarray(zAt, zAt + height);
    if (layer.activation === 'softmax') {
      const most = Math.max(...sums);
      const powers = sums.map((z) => Math.exp(z - most));
      const all = powers.reduce((sum, power) => sum + power, 0);
      for (let n = 0; n < height; ++n) found[aAt + n] = powers[n] / all;
    } else for (let n = 0; n < height; ++n) found[aAt + n] = bends[layer.activation](sums[n]);
  }
  return found;
}

export const weightPlace = ({ layers }: Net, { l, row, column }: Knob): number =>
  layers[l - 1].weightAt + row * layers[l - 1].inputs + column;

export const known = ({ net, cost }: Network): boolean =>
  isKnown({ net, cost, parameters: [], activations: [], wanted: [] });

export function pullsOf(
  network: Network,
  knob: Knob,
  { pixels, labels }: Examples,
  weight: number | null = null,
): Pull[] {
  const { net, cost } = network;
  const parameters = Float64Array.from(network.parameters);
  if (weight !== null) parameters[weightPlace(net, knob)] = weight;
  const width = net.inputs;
  const end = net.layers.at(-1)!;
  return labels.map((label, at) => {
    const inputs = Array.from(pixels.subarray(at * width, (at + 1) * width), (v) => v / 255);
    const activations = forward({ net, parameters, cost }, inputs);
    const wanted = Array.from({ length: end.width }, (_, n) => (n === label ? 1 : 0));
    const moment: Moment = { net, parameters, activations, wanted, cost };
    const slope = activationAt(moment, knob.l - 1, knob.column) * blames(moment)[knob.l][knob.row];
    const outputs = Array.from(activations.subarray(end.aAt, end.aAt + end.width));
    return { at, label, force: slope === 0 ? 0 : -slope, outputs };
  });
}

export interface Side {
  count: number;
  sum: number;
}

export interface Rope {
  up: Side;
  down: Side;
  /** of those that have not let go */
  mean: number;
  /** that pull with more than a tenth of the strongest one's force */
  earnest: number;
}

export function ropeOf(pulls: Pull[], letGo: ReadonlySet<number>): Rope {
  const holding = pulls.filter(({ at }) => !letGo.has(at));
  const side = (of: Pull[]): Side => ({
    count: of.length,
    sum: of.reduce((sum, { force }) => sum + Math.abs(force), 0),
  });
  const up = side(holding.filter(({ force }) => force > 0));
  const down = side(holding.filter(({ force }) => force < 0));
  const strongest = Math.max(0, ...holding.map(({ force }) => Math.abs(force)));
  return {
    up,
    down,
    mean: holding.length > 0 ? (down.sum - up.sum) / holding.length : 0,
    earnest: holding.filter(({ force }) => Math.abs(force) > strongest / 10).length,
  };
}

/** Where an example stands on the paper: its corner. */
export interface Cell {
  at: number;
  x: number;
  y: number;
  up: boolean;
}

export interface Layout {
  cells: Cell[];
  size: number;
  /** of the arrows, above or below the pictures */
  reach: number;
  height: number;
  /** where the two sides meet */
  middle: number;
}

/** Above the middle who pulls up, below it who pulls down, the strongest nearest to the rope. */
export function layoutOf(pulls: Pull[], width: number, left: number, wish: number): Layout {
  const columns = Math.max(6, Math.floor((width - left) / wish));
  const size = Math.max(1, (width - left) / columns);
  const reach = Math.max(12, 0.55 * size);
  const strong = (a: Pull, b: Pull): number => Math.abs(b.force) - Math.abs(a.force);
  const up = pulls.filter(({ force }) => force > 0).sort(strong);
  const down = pulls.filter(({ force }) => force <= 0).sort(strong);
  const tall = size + reach;
  const rows = Math.ceil(up.length / columns);
  const middle = rows * tall + 4;
  const place = ({ at }: Pull, i: number, isUp: boolean): Cell => {
    const row = Math.floor(i / columns);
    return {
      at,
      x: left + (i % columns) * size,
      y: isUp ? middle - row * tall - size - 3 : middle + row * tall + 3,
      up: isUp,
    };
  };
  return {
    cells: [...up.map((p, i) => place(p, i, true)), ...down.map((p, i) => place(p, i, false))],
    size,
    reach,
    height: (Math.ceil(pulls.length / columns) + 1) * tall + 10,
    middle,
  };
}

export const cellAt = ({ cells, size, reach }: Layout, x: number, y: number): Cell | null =>
  cells.find((cell) => {
    const top = cell.up ? cell.y - reach : cell.y;
    return x >= cell.x && x < cell.x + size && y >= top && y < top + size + reach;
  }) ?? null;

/** The neighbour of an example, by an arrow key; itself where there is none. */
export function neighbour({ cells }: Layout, at: number, right: number, down: number): number {
  const here = cells.find((cell) => cell.at === at);
  if (!here) return cells[0]?.at ?? 0;
  const there = cells.filter(({ x, y }) =>
    right ? y === here.y && (x - here.x) * right > 0 : (y - here.y) * down > 0,
  );
  const far = ({ x, y }: Cell): number => Math.abs(x - here.x) + 1000 * Math.abs(y - here.y);
  return there.sort((a, b) => far(a) - far(b))[0]?.at ?? at;
}
