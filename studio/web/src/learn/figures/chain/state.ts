// What the figure shows: which weight, and the moment of the network that it is about. It only
// looks: the visitor's network stays as it is.
import { computed, effect, signal } from '@preact/signals';
import { ask, greeted } from '../../../model/engine';
import { latest } from '../../../model/frame';
import { chooseTest, input, testImage } from '../../../model/input';
import { state } from '../../../model/learning';
import { net } from '../../../model/network';
import { subject } from '../../../model/subject';
import { slowPulse, tensors } from '../../../model/tensors';
import { type Moment, isKnown, placeOf, strongest, weightAt, widthOf } from './slope';

export const step = 0.001;

interface Seen extends Moment {
  /** the engine's own, of the example */
  gradient: Float32Array;
  label: number;
  /** the sum that the engine says */
  total: number;
  outputs: number[];
}

export const seen = signal<Seen | null>(null);
/** the network has something that the figure does not know */
export const unknown = signal(false);
/** pixel, neuron, …, output */
export const chain = signal<number[]>([]);
/** the layer that the chosen weight leads into, from 1 */
export const layer = signal(1);
export const whole = signal(false);

export const place = computed(() => {
  const at = seen.value;
  return at && placeOf(at, layer.value, chain.value[layer.value - 1], chain.value[layer.value]);
});

const fits = (at: Moment): boolean =>
  chain.value.length === at.net.layers.length + 1 &&
  chain.value.every((n, l) => n < widthOf(at, l));

/** the example that the chain was chosen for: in another one its pixel may be dark */
let chosenFor: unknown = null;

const look = latest(async () => {
  const network = net.peek();
  const example = input.peek();
  if (!network || subject.peek() !== 'digits' || input.peek().label === null) {
    seen.value = null;
    return;
  }
  const [slopes, terms] = await Promise.all([ask('gradient', { of: 'example' }), ask('cost', {})]);
  const gradient = slopes.bulk[0]?.numbers;
  if (net.peek() !== network || !(gradient instanceof Float32Array) || terms.label === null) return;
  const at: Seen = {
    net: network,
    parameters: tensors.parameters.slice(),
    activations: tensors.activations.slice(),
    wanted: terms.wanted,
    cost: terms.cost,
    gradient,
    label: terms.label,
    total: terms.sum ?? 0,
    outputs: terms.outputs,
  };
  unknown.value = !isKnown(at);
  if (unknown.value) return;
  if (!fits(at)) layer.value = 1;
  if (!fits(at) || chosenFor !== example) chain.value = strongest(at);
  chosenFor = example;
  seen.value = at;
});

/** Follows the network for as long as somebody looks. */
export const follow = (): (() => void) =>
  effect(() => {
    void [slowPulse.value, input.value, greeted.value, state.value?.running];
    look();
  });

export function strengthen(): void {
  if (seen.value) chain.value = strongest(seen.value);
}

export function choose(l: number, n: number): void {
  chain.value = chain.value.map((old, k) => (k === l ? n : old));
}

/** The next neuron of a layer; of the pixels the next that is lit. */
export function another(l: number): void {
  const at = seen.value;
  if (!at) return;
  const count = widthOf(at, l);
  let next = chain.value[l];
  do next = (next + 1) % count;
  while (l === 0 && next !== chain.value[0] && at.activations[next] < 0.5);
  choose(l, next);
}

export async function anotherExample(): Promise<void> {
  await chooseTest(testImage((input.peek().index ?? 0) + 1));
}

export interface Batch {
  samples: number;
  slope: number;
  nudged: number;
  step: number;
}
/** the same over many examples, both asked of the engine */
export const batch = signal<Batch | null>(null);
const samples = 500;
/** to either side; longer, since the engine tells costs in single precision */
const batchStep = 0.01;

const askBatch = latest(async () => {
  batch.value = null;
  const at = seen.peek();
  const position = place.peek();
  if (!at || position === null || state.peek()?.running) return;
  const l = layer.peek();
  const weight = at.net.layers[l - 1].weight;
  const index = position - at.net.layers[l - 1].weightAt;
  const value = weightAt(at, l, chain.peek()[l - 1], chain.peek()[l]);
  // the other weight of the surface stays where it is, in its first row
  const other = index === 0 ? 1 : 0;
  const still = at.parameters[at.net.layers[l - 1].weightAt + other];
  const slopes = await ask('gradient', { of: 'batch', samples });
  const surface = await ask('surface', {
    x: { parameter: weight, index },
    y: { parameter: weight, index: other },
    xRange: [value - batchStep, value + batchStep],
    yRange: [still, still + 1],
    side: 2,
    samples,
  });
  const costs = surface.bulk[0]?.numbers;
  const gradient = slopes.bulk[0]?.numbers;
  if (place.peek() !== position || seen.peek()?.net !== at.net || !costs || !gradient) return;
  batch.value = {
    samples: surface.samples,
    slope: gradient[position],
    nudged: (costs[1] - costs[0]) / (2 * batchStep),
    step: batchStep,
  };
});

export const followBatch = (): (() => void) =>
  effect(() => {
    void [place.value, seen.value];
    if (whole.value) askBatch();
  });
