// A network of a few neurons over the plane, worked out by the page itself in doubles: through it,
// back through it, and down. Its last neuron has no bend: above zero is orange, below it blue.
import { activations, slopes } from '../chain/slope';

export type Bend = 'identity' | 'sigmoid' | 'relu';

export interface Layer {
  /** [neuron][input] */
  weights: readonly (readonly number[])[];
  bias: readonly number[];
}
export type Network = readonly Layer[];

/** Of each neuron a number for each place. */
export type Columns = readonly Float64Array[];

export interface Pass {
  /** of each layer */
  sums: Columns[];
  /** first the inputs, then of each layer; of the last the sums */
  lights: Columns[];
}

export interface Labelled {
  places: Columns;
  /** 1 is orange, 0 blue */
  labels: readonly number[];
}

/** Which knob: of the bias `input` is null. */
export interface Knob {
  layer: number;
  neuron: number;
  input: number | null;
}

const sigmoid = activations.sigmoid;

export function through(network: Network, bend: Bend, inputs: Columns): Pass {
  const pass: Pass = { sums: [], lights: [inputs] };
  network.forEach(({ weights, bias }, l) => {
    const before = pass.lights[l];
    const sums = weights.map((row, n) =>
      Float64Array.from({ length: inputs[0].length }, (_, i) =>
        row.reduce((sum, w, k) => sum + w * before[k][i], bias[n]),
      ),
    );
    pass.sums.push(sums);
    const last = l === network.length - 1;
    pass.lights.push(last ? sums : sums.map((sum) => sum.map(activations[bend])));
  });
  return pass;
}

/** The sum of the last neuron. */
export const answers = (network: Network, bend: Bend, inputs: Columns): Float64Array =>
  through(network, bend, inputs).sums.at(-1)![0];

export const answerAt = (network: Network, bend: Bend, x: number, y: number): number =>
  answers(network, bend, [Float64Array.of(x), Float64Array.of(y)])[0];

/** How many points have the colour of their place; on the boundary none is right. */
export function rightOf(network: Network, bend: Bend, { places, labels }: Labelled): boolean[] {
  const sums = answers(network, bend, places);
  return labels.map((label, i) => (label === 1 ? sums[i] > 0 : sums[i] < 0));
}

/** The one layer that layers without a bend are: the product of their matrices. */
export const melted = (network: Network): Layer =>
  network.reduce((below, { weights, bias }) => ({
    weights: weights.map((row) =>
      below.weights[0].map((_, k) => row.reduce((sum, w, n) => sum + w * below.weights[n][k], 0)),
    ),
    bias: weights.map((row, m) => row.reduce((sum, w, n) => sum + w * below.bias[n], bias[m])),
  }));

/** The mean cross-entropy of the sigmoid of the answers. */
export function costOf(network: Network, bend: Bend, { places, labels }: Labelled): number {
  const sums = answers(network, bend, places);
  const cost = (sum: number, label: number): number => {
    const wrong = label === 1 ? -sum : sum;
    return Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong)));
  };
  return labels.reduce((all, label, i) => all + cost(sums[i], label), 0) / labels.length;
}

const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, v, i) => sum + v * b[i], 0);

/** By how much the cost changes with each knob. */
export function slopesOf(network: Network, bend: Bend, { places, labels }: Labelled): Network {
  const { sums, lights } = through(network, bend, places);
  const found: Layer[] = [];
  let owed: Columns = [
    sums.at(-1)![0].map((sum, i) => (sigmoid(sum) - labels[i]) / labels.length),
  ];
  for (let l = network.length - 1; l >= 0; --l) {
    const before = lights[l];
    found.unshift({
      weights: owed.map((of) => before.map((light) => dot(of, light))),
      bias: owed.map((of) => of.reduce((sum, v) => sum + v, 0)),
    });
    if (l === 0) break;
    owed = before.map((light, k) =>
      light.map(
        (a, i) =>
          owed.reduce((sum, of, n) => sum + of[i] * network[l].weights[n][k], 0) *
          slopes[bend](sums[l - 1][k][i], a),
      ),
    );
  }
  return found;
}

/** One step down of plain descent, over all points. */
export function stepped(network: Network, bend: Bend, of: Labelled, rate: number): Network {
  const slope = slopesOf(network, bend, of);
  return network.map(({ weights, bias }, l) => ({
    weights: weights.map((row, n) => row.map((w, k) => w - rate * slope[l].weights[n][k])),
    bias: bias.map((b, n) => b - rate * slope[l].bias[n]),
  }));
}

export const knobsOf = (network: Network): Knob[] =>
  network.flatMap(({ weights }, layer) =>
    weights.flatMap((row, neuron) =>
      [...row.keys(), null].map((input) => ({ layer, neuron, input })),
    ),
  );

export function valueAt(network: Network, { layer, neuron, input }: Knob): number {
  const { weights, bias } = network[layer];
  return input === null ? bias[neuron] : weights[neuron][input];
}

/** The same network with one knob turned. */
export function turned(network: Network, at: Knob, value: number): Network {
  const put = (row: readonly number[], which: number): number[] =>
    row.map((old, i) => (i === which ? value : old));
  return network.map((layer, l) => {
    if (l !== at.layer) return layer;
    const { input, neuron } = at;
    if (input === null) return { ...layer, bias: put(layer.bias, neuron) };
    const weights = layer.weights.map((row, n) => (n === neuron ? put(row, input) : row));
    return { ...layer, weights };
  });
}

/** Weights even between −most and most, biases half as large; `random` is from 0 to 1. */
export function thrown(widths: readonly number[], most: number, random: () => number): Network {
  const even = (size: number): number => (2 * random() - 1) * size;
  return widths.slice(1).map((width, l) => ({
    weights: Array.from({ length: width }, () =>
      Array.from({ length: widths[l] }, () => even(most)),
    ),
    bias: Array.from({ length: width }, () => even(most / 2)),
  }));
}

/** The plane as places: `side` × `side` of them, row by row from the top, each in its cell. */
export function gridOf(low: number, high: number, side: number): Columns {
  const at = (cell: number): number => low + ((cell + 0.5) / side) * (high - low);
  const all = Array.from({ length: side * side }, (_, i) => i);
  return [
    Float64Array.from(all, (i) => at(i % side)),
    Float64Array.from(all, (i) => at(side - 1 - Math.floor(i / side))),
  ];
}
