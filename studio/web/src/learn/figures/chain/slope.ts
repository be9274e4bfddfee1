// The slope of one weight in two ways: as factors, multiplied along each way to the cost and summed
// over all of them; and by moving the weight and going through the network again. Where the sums
// and activations stand is the engine's; what is worked out from there is worked out in doubles.
import type { Net } from '../../../model/network';

type Numbers = ArrayLike<number>;

/** A moment of the network: what the engine said of the example. */
export interface Moment {
  net: Net;
  parameters: Numbers;
  activations: Numbers;
  wanted: number[];
  cost: string;
}

/** One neuron a layer: an input, hidden neurons, an output. */
export type Chain = readonly number[];

export interface Factor {
  /** a0, f1, w2, …: what it is of the formula; `out` is that of the cost */
  name: string;
  value: number;
}

/** Φ, by Abramowitz and Stegun 7.1.26 as in the engine */
function normal(x: number): number {
  const t = 1 / (1 + 0.3275911 * (Math.abs(x) / Math.SQRT2));
  const terms = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592];
  const upper = terms.reduce((sum, term) => sum * t + term, 0) * t * Math.exp((-x * x) / 2) * 0.5;
  return x < 0 ? upper : 1 - upper;
}

export const activations: Record<string, (z: number) => number> = {
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  tanh: Math.tanh,
  relu: (z) => Math.max(0, z),
  leaky_relu: (z) => (z < 0 ? 0.01 * z : z),
  gelu: (z) => z * normal(z),
  identity: (z) => z,
};
/** of the sum and of what came of it */
export const slopes: Record<string, (z: number, a: number) => number> = {
  sigmoid: (_, a) => a * (1 - a),
  tanh: (_, a) => 1 - a * a,
  relu: (_, a) => (a > 0 ? 1 : 0),
  leaky_relu: (z) => (z > 0 ? 1 : 0.01),
  gelu: (z) => (activations.gelu(z + 1e-5) - activations.gelu(z - 1e-5)) / 2e-5,
  identity: () => 1,
};

/** Those that the figure spells out. */
const costs = ['squared', 'softmax_cross_entropy', 'sigmoid_cross_entropy'];

/** Whether the figure knows all that this network does. */
export const isKnown = ({ net, cost }: Moment): boolean =>
  costs.includes(cost) &&
  net.layers.every(({ activation }, l) =>
    l === net.layers.length - 1 && cost.endsWith('cross_entropy')
      ? ['sigmoid', 'softmax'].includes(activation)
      : activation in activations,
  );

const layerOf = ({ net }: Moment, l: number) => net.layers[l - 1];
export const activationAt = (at: Moment, l: number, n: number): number =>
  at.activations[l === 0 ? n : layerOf(at, l).aAt + n];
export const sumAt = (at: Moment, l: number, n: number): number =>
  at.activations[layerOf(at, l).zAt + n];
export const weightAt = (at: Moment, l: number, from: number, to: number): number =>
  at.parameters[placeOf(at, l, from, to)];
/** where it lies among all parameters */
export function placeOf(at: Moment, l: number, from: number, to: number): number {
  const layer = layerOf(at, l);
  return layer.weightAt + to * layer.inputs + from;
}
export const widthOf = (at: Moment, l: number): number =>
  l === 0 ? at.net.inputs : layerOf(at, l).width;
const last = ({ net }: Moment): number => net.layers.length;

const bend = (at: Moment, l: number, n: number): number =>
  slopes[layerOf(at, l).activation](sumAt(at, l, n), activationAt(at, l, n));

/** From the sum of an output to the cost. With cross-entropy both in one: a − y. */
function ending(at: Moment, n: number): Factor[] {
  const end = last(at);
  const wrong = activationAt(at, end, n) - at.wanted[n];
  if (at.cost !== 'squared') return [{ name: 'a − y', value: wrong }];
  return [
    { name: `f${end}`, value: bend(at, end, n) },
    { name: '2(a − y)', value: 2 * wrong },
  ];
}

const product = (factors: Factor[]): number => factors.reduce((all, { value }) => all * value, 1);

/** Of the weight that leads into layer `l` of a chain, from it to the cost. */
export function factorsOf(at: Moment, chain: Chain, l: number): Factor[] {
  const found: Factor[] = [{ name: `a${l - 1}`, value: activationAt(at, l - 1, chain[l - 1]) }];
  for (let k = l; k < last(at); ++k) {
    found.push({ name: `f${k}`, value: bend(at, k, chain[k]) });
    found.push({ name: `w${k + 1}`, value: weightAt(at, k + 1, chain[k], chain[k + 1]) });
  }
  return [...found, ...ending(at, chain[last(at)])];
}

/** By how much the cost changes with each sum, layer by layer; that of layer l is at l. */
export function blames(at: Moment): Float64Array[] {
  const found: Float64Array[] = [];
  const end = last(at);
  found[end] = Float64Array.from({ length: widthOf(at, end) }, (_, n) => product(ending(at, n)));
  for (let l = end - 1; l > 0; --l)
    found[l] = Float64Array.from({ length: widthOf(at, l) }, (_, n) => {
      let sum = 0;
      for (let m = 0; m < widthOf(at, l + 1); ++m)
        sum += weightAt(at, l + 1, n, m) * found[l + 1][m];
      return sum * bend(at, l, n);
    });
  return found;
}

/** Over all ways from the weight to the cost. */
export const slopeOf = (at: Moment, [from, to]: [number, number], l: number): number =>
  activationAt(at, l - 1, from) * blames(at)[l][to];

export function waysFrom(at: Moment, l: number): number {
  let ways = 1;
  for (let k = l + 1; k <= last(at); ++k) ways *= widthOf(at, k);
  return ways;
}

/** What the outputs cost whose sums are `sums`. */
export function costOf(
  { net, cost, wanted }: Pick<Moment, 'net' | 'cost' | 'wanted'>,
  sums: Float64Array,
): number {
  const { activation } = net.layers.at(-1)!;
  const most = Math.max(...sums);
  const all = sums.reduce((sum, z) => sum + Math.exp(z - most), 0);
  return sums.reduce((sum, z, n) => {
    const y = wanted[n];
    if (cost === 'squared') return sum + (activations[activation](z) - y) ** 2;
    if (cost === 'softmax_cross_entropy') return sum - y * (z - most - Math.log(all));
    // −y·ln σ(z) − (1 − y)·ln(1 − σ(z)), without an infinity on the way
    return sum + Math.max(z, 0) - y * z + Math.log1p(Math.exp(-Math.abs(z)));
  }, 0);
}

/**
 * By how much each sum moves, layer by layer from `l` on, when the weight has moved by `step`;
 * `only`: along that chain alone.
 */
export function shiftsOf(
  at: Moment,
  [from, to]: [number, number],
  l: number,
  step: number,
  only?: Chain,
): Float64Array[] {
  const found: Float64Array[] = [];
  found[l] = new Float64Array(widthOf(at, l));
  found[l][to] = step * activationAt(at, l - 1, from);
  for (let k = l; k < last(at); ++k) {
    const [shift, next] = [found[k], new Float64Array(widthOf(at, k + 1))];
    const f = activations[layerOf(at, k).activation];
    for (let n = 0; n < shift.length; ++n) {
      if (shift[n] === 0) continue;
      const z = sumAt(at, k, n);
      const light = f(z + shift[n]) - f(z);
      for (let m = 0; m < next.length; ++m)
        if (!only || only[k + 1] === m) next[m] += light * weightAt(at, k + 1, n, m);
    }
    found[k + 1] = next;
  }
  return found;
}

/** The cost before and after the weight has moved by `step`; `only`: along that chain alone. */
export function moved(
  at: Moment,
  weight: [number, number],
  l: number,
  step: number,
  only?: Chain,
): { before: number; after: number } {
  const end = last(at);
  const sums = Float64Array.from({ length: widthOf(at, end) }, (_, n) => sumAt(at, end, n));
  const shift = shiftsOf(at, weight, l, step, only)[end];
  return { before: costOf(at, sums), after: costOf(at, sums.map((z, n) => z + shift[n])) };
}

const largest = (count: number, value: (i: number) => number): number => {
  let best = 0;
  for (let i = 1; i < count; ++i) if (Math.abs(value(i)) > Math.abs(value(best))) best = i;
  return best;
};

/** The chain along which most of the slope goes, from the output that is most to blame. */
export function strongest(at: Moment): number[] {
  const blame = blames(at);
  const end = last(at);
  const chain = [largest(widthOf(at, end), (n) => blame[end][n])];
  for (let l = end - 1; l > 0; --l) {
    const to = chain[0];
    chain.unshift(
      largest(widthOf(at, l), (n) => weightAt(at, l + 1, n, to) * bend(at, l, n)),
    );
  }
  const brightest = largest(at.net.inputs, (i) => {
    const a = activationAt(at, 0, i);
    return Math.abs(a) + 0.01 * Math.abs(a * weightAt(at, 1, i, chain[0]));
  });
  return [brightest, ...chain];
}

/** How many digits two numbers share, from the first that counts. */
export function sharedDigits(a: number, b: number): number {
  if (a === b) return a === 0 ? 0 : 9;
  const apart = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
  return Math.max(0, Math.min(9, Math.floor(-Math.log10(apart))));
}

/** The part of the slope that goes along each connection behind the weight, layer by layer. */
export function flows(at: Moment, to: number, l: number): Float64Array[] {
  const blame = blames(at);
  const found: Float64Array[] = [];
  let light = new Float64Array(widthOf(at, l));
  light[to] = bendOrOne(at, l, to);
  for (let k = l; k < last(at); ++k) {
    const [across, down] = [widthOf(at, k), widthOf(at, k + 1)];
    const flow = new Float64Array(across * down);
    const next = new Float64Array(down);
    for (let n = 0; n < across; ++n)
      for (let m = 0; m < down; ++m) {
        const arrives = light[n] * weightAt(at, k + 1, n, m);
        flow[n * down + m] = arrives * blame[k + 1][m];
        next[m] += arrives;
      }
    found.push(flow);
    light = next.map((sum, m) => sum * bendOrOne(at, k + 1, m));
  }
  return found;
}

/** behind an output the cost takes over */
const bendOrOne = (at: Moment, l: number, n: number): number =>
  l === last(at) ? 1 : bend(at, l, n);
