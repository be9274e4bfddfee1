// What stations of several chapters have in common.
import { chooseTest, input, testImage } from '../../model/input';
import { type Layer, activationOf, hello, net } from '../../model/network';
import { selection } from '../../model/selection';
import { pulse, tensors } from '../../model/tensors';
import { answered, terms } from '../../parts/CostTable';
import { count, fixed } from '../../text';
import { numbersCome } from '../network';
import type { Facts } from '../station';

/** the 3 that the textbook takes its numbers from */
const three = 30;
/** the neuron that chapter 1 follows */
const followed = 13;

export async function showThree(): Promise<void> {
  const { source, index } = input.peek();
  if (source !== 'test' || index !== testImage(three)) await chooseTest(testImage(three));
  await numbersCome('activations');
}

export function chooseNeuron(layer: number, neuron: number): void {
  const layers = net.peek()?.layers ?? [];
  const l = Math.min(layer, layers.length - 1);
  const width = layers[l]?.width ?? 1;
  selection.value = { kind: 'neuron', layer: l, neuron: Math.min(neuron, width - 1) };
}

export const chooseFollowed = (): void => chooseNeuron(0, followed);

/** The selected neuron with its numbers of this moment. */
export function chosen(): { layer: Layer; neuron: number; bias: number; light: number } | null {
  const now = selection.value;
  void pulse.value;
  const layer = now?.kind === 'neuron' ? net.value?.layers[now.layer] : undefined;
  if (now?.kind !== 'neuron' || !layer) return null;
  return {
    layer,
    neuron: now.neuron,
    bias: tensors.parameters[layer.biasAt + now.neuron] ?? 0,
    light: activationOf(layer, now.neuron),
  };
}

/** What the network says of the input. */
export function answerNow(): { answer: string; value: string } | null {
  const outputs = terms.value?.outputs;
  if (!outputs?.length) return null;
  const best = answered(outputs);
  return {
    answer: hello.value?.data.classes[best] ?? String(best),
    value: fixed(outputs[best]),
  };
}

/** How many pixels are lit. */
export function inkNow(): number {
  void pulse.value;
  return tensors.activations.subarray(0, net.value?.inputs ?? 0).filter((a) => a > 0).length;
}

/** The size of the network in numbers. */
export function sizes(): Facts {
  const inputs = net.value?.inputs ?? 0;
  const outputs = net.value?.layers.at(-1)?.width ?? 0;
  const weights = (net.value?.layers ?? []).reduce((sum, l) => sum + l.width * l.inputs, 0);
  const all = net.value?.count ?? 0;
  return {
    net: hello.value?.net ?? '',
    inputs: count(inputs),
    outputs: count(outputs),
    count: count(all),
    weights: count(weights),
    one: count(outputs * inputs + outputs),
    two: count(2 * weights),
    each: count(all * weights),
  };
}

/** Right of a hundred. */
export const hundred = (share: number | null | undefined): string =>
  share == null ? '…' : fixed(100 * share, 0);
