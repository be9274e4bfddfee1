// What a worksheet has of the network: the neuron that it asks about, its votes, the answer.
import { hello, net, ownerOf, type Layer } from '../model/network';
import { type Selection } from '../model/selection';
import { tensors } from '../model/tensors';
import { strongest } from '../views/network/layout';

const mostVotes = 4;

export interface Asked {
  layer: Layer;
  neuron: number;
}

/** The neuron that is chosen, or whose weight is; or else the first one. */
export function askedOf(chosen: Selection): Asked | null {
  const network = net.peek();
  if (!network) return null;
  if (chosen?.kind === 'neuron' && network.layers[chosen.layer]?.width > chosen.neuron)
    return { layer: network.layers[chosen.layer], neuron: chosen.neuron };
  const owner = chosen?.kind === 'weight' ? ownerOf(network, chosen.place) : null;
  if (owner && owner.neuron < owner.layer.width) return owner;
  return { layer: network.layers[0], neuron: 0 };
}

export interface Vote {
  input: number;
  w: number;
  a: number;
}

export interface Sum {
  /** the loudest votes, to be multiplied by hand */
  votes: Vote[];
  /** how many other inputs there are, and what they add up to */
  others: number;
  rest: number;
  bias: number;
  z: number;
  a: number;
}

export function sumOf({ layer, neuron }: Asked): Sum {
  const { parameters, activations } = tensors;
  const from = layer.weightAt + neuron * layer.inputs;
  const loud = strongest(parameters, from, activations, layer.inputsAt, layer.inputs, mostVotes);
  const bias = parameters[layer.biasAt + neuron] ?? 0;
  const z = activations[layer.zAt + neuron] ?? 0;
  return {
    votes: loud.map(({ input }) => ({
      input,
      w: parameters[from + input],
      a: activations[layer.inputsAt + input],
    })),
    others: layer.inputs - loud.length,
    rest: z - bias - loud.reduce((sum, { vote }) => sum + vote, 0),
    bias,
    z,
    a: activations[layer.aAt + neuron] ?? 0,
  };
}

export interface Row {
  name: string;
  value: number;
  /** null: the pupil is to say it */
  wanted: number | null;
}

/** The outputs, and what was wanted of each where the input has a label. */
export function answers(wanted: number[], names: string[]): Row[] {
  const last = net.peek()?.layers.at(-1);
  if (!last) return [];
  return Array.from({ length: last.width }, (_, i) => ({
    name: names[i] ?? String(i),
    value: tensors.activations[last.aAt + i] ?? 0,
    wanted: wanted[i] ?? null,
  }));
}

const mostRows = 12;
const keptRows = 10;

/** Of many outputs the wanted one and the largest; what the others cost, if it is known. */
export function shortened(
  all: Row[],
  costs: number[],
): { rows: Row[]; others: { count: number; cost: number | null } | null } {
  if (all.length <= mostRows) return { rows: all, others: null };
  const weight = ({ value, wanted }: Row): number => Math.abs(value) + 1e6 * (wanted ?? 0);
  const kept = new Set([...all].sort((a, b) => weight(b) - weight(a)).slice(0, keptRows));
  const cost = all.reduce((sum, row, i) => sum + (kept.has(row) ? 0 : costs[i]), 0);
  return {
    rows: all.filter((row) => kept.has(row)),
    others: { count: all.length - keptRows, cost: Number.isFinite(cost) ? cost : null },
  };
}

/** Digits have a picture of their own; of the plane there are its points. */
export const isPlane = (): boolean => hello.peek()?.subject === 'plane';
