// The sketch that is compared, the neuron that is looked at, and what the network's weights make of
// both. Of the network and of the bet nothing is changed.
import { computed, signal } from '@preact/signals';
import { canDraw, net } from '../../../model/network';
import { slowPulse, tensors } from '../../../model/tensors';
import { heaviestPatch } from '../../../views/sees/patches';
import { mostTiles } from '../../../views/sees/Tiles';
import { bet } from '../sketch-a-neuron/bet';
import { type Sketch, blank, side } from '../sketch-a-neuron/sketch';
import { exampleStroke, mostAlike, scoresOf } from './likeness';

/** of which the chapter tells */
const neuronOfText = 13;

export const sketch = signal<Sketch>(bet.peek() ?? exampleStroke());
/** null: whichever is most like the sketch */
export const chosen = signal<number | null>(bet.peek() ? null : neuronOfText);

const first = computed(() => {
  const layer = net.value?.layers[0];
  return layer && canDraw.value && layer.inputs === side * side ? layer : null;
});
export const readable = computed(() => first.value !== null);

export const scores = computed(() => {
  void slowPulse.value;
  const layer = first.value;
  if (!layer) return [];
  const count = Math.min(mostTiles, layer.width);
  return scoresOf(sketch.value, tensors.parameters, layer.weightAt, count);
});
export const best = computed(() => mostAlike(scores.value));
export const shown = computed(() =>
  Math.min(chosen.value ?? best.value ?? 0, Math.max(0, scores.value.length - 1)),
);

/** The weights of the neuron that is shown, and their heaviest patch. */
export const seen = computed(() => {
  void slowPulse.value;
  const layer = first.value;
  if (!layer) return null;
  const from = layer.weightAt + shown.value * layer.inputs;
  const weights = tensors.parameters.slice(from, from + layer.inputs);
  if (weights.length < layer.inputs) return null;
  return { weights, patch: heaviestPatch(weights, side) };
});

const compare = (other: Sketch): void => {
  sketch.value = other;
  chosen.value = null;
};
export const takeBet = (): void => compare(bet.peek() ?? blank());
export const takeExample = (): void => compare(exampleStroke());
export const clear = (): void => {
  sketch.value = blank();
};
