// What comes of a sum in each bend, how steep it is there, and where the visitor's neurons stand.
import type { Net } from '../../../model/network';
import { activations, slopes } from '../chain/slope';

export const first = ['sigmoid', 'relu'] as const;
export const more = ['tanh', 'leaky_relu', 'gelu'] as const;
export type Bend = (typeof first)[number] | (typeof more)[number];
export const bends: readonly Bend[] = [...first, ...more];

export const bentBy = (bend: Bend, z: number): number => activations[bend](z);
export const slopeOf = (bend: Bend, z: number): number => slopes[bend](z, bentBy(bend, z));

/** The ends of a piece of the tangent, `length` to either side of the place that it touches. */
export function tangentAt(
  bend: Bend,
  z: number,
  length: number,
): [z1: number, a1: number, z2: number, a2: number] {
  const [a, slope] = [bentBy(bend, z), slopeOf(bend, z)];
  const away = length / Math.hypot(1, slope);
  return [z - away, a - away * slope, z + away, a + away * slope];
}

/** A neuron of the visitor's network on the curve of its own bend. */
export interface Dot {
  neuron: number;
  z: number;
  a: number;
  slope: number;
}

export interface Dots {
  bend: Bend;
  dots: Dot[];
}

const most = 10;

/** The last ten neurons of the first hidden layer; null: none, or they do not bend. */
export function dotsOf(net: Net, values: ArrayLike<number>): Dots | null {
  const [layer] = net.layers;
  const bend = bends.find((name) => name === layer?.activation);
  if (!bend || net.layers.length < 2) return null;
  const from = Math.max(0, layer.width - most);
  const dots = Array.from({ length: layer.width - from }, (_, i) => {
    const neuron = from + i;
    const [z, a] = [values[layer.zAt + neuron] ?? 0, values[layer.aAt + neuron] ?? 0];
    return { neuron, z, a, slope: slopes[bend](z, a) };
  });
  return { bend, dots };
}
