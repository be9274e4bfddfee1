// Which neuron adds, how far it has come, and what the engine said of its votes. The figure only
// looks: of the visitor's network nothing is changed.
import { computed, effect, signal } from '@preact/signals';
import { ask, greeted } from '../../../model/engine';
import { latest } from '../../../model/frame';
import { chooseTest, input, testImage } from '../../../model/input';
import { type Net, net } from '../../../model/network';
import { reducedMotion } from '../../../model/settings';
import { subject } from '../../../model/subject';
import { slowPulse, tensors } from '../../../model/tensors';
import { type Ballot, addedAfter, runningSums } from './adding';

interface Seen extends Ballot {
  net: Net;
  neuron: number;
  /** how many neurons there are to choose from */
  width: number;
  pixels: Float32Array;
  weights: Float32Array;
  sums: Float64Array;
}

/** of which the chapter tells */
export const ofText = { neuron: 13, image: 30 };

export const seen = signal<Seen | null>(null);
export const neuron = signal(ofText.neuron);
/** null: all of them, however many there are */
export const stopped = signal<number | null>(null);
/** the pixel that is pointed at */
export const pixel = signal<number | null>(null);
export const playing = signal(false);

const all = computed(() => seen.value?.contributions.length ?? 0);
export const added = computed(() => Math.min(stopped.value ?? all.value, all.value));
/** the bias and the rounding come after the last pixel */
export const done = computed(() => added.value === all.value);

const look = latest(async () => {
  const network = net.peek();
  const layer = network?.layers[0];
  const readable = layer?.inputs === network?.inputs && subject.peek() === 'digits';
  if (!network || !layer || !readable || input.peek().source === 'none') {
    seen.value = null;
    return;
  }
  const chosen = Math.min(neuron.peek(), layer.width - 1);
  const votes = await ask('votes', { layer: layer.name, neuron: chosen });
  const contributions = votes.bulk[0]?.numbers;
  if (net.peek() !== network || !(contributions instanceof Float64Array)) return;
  const from = layer.weightAt + chosen * layer.inputs;
  const ballot = { contributions, bias: votes.bias, rounding: votes.rounding, z: votes.z };
  seen.value = {
    ...ballot,
    net: network,
    neuron: chosen,
    width: layer.width,
    pixels: tensors.activations.slice(0, layer.inputs),
    weights: tensors.parameters.slice(from, from + layer.inputs),
    sums: runningSums(ballot),
  };
});

/** Follows the network for as long as somebody looks. */
export const follow = (): (() => void) => {
  const stop = effect(() => {
    void [slowPulse.value, input.value, greeted.value, neuron.value];
    look();
  });
  return () => {
    stop();
    pause();
  };
};

export function addUpTo(count: number): void {
  pause();
  stopped.value = count >= all.peek() ? null : Math.max(0, Math.round(count));
}

export function pause(): void {
  playing.value = false;
}

export function play(): void {
  const start = done.peek() ? 0 : added.peek();
  const began = performance.now();
  playing.value = true;
  stopped.value = start;
  const tick = (now: number): void => {
    const at = seen.peek();
    if (!playing.peek() || !at) return pause();
    const seconds = Math.max(0, now - began) / 1000;
    const count = addedAfter(seconds, start, all.peek(), at.net.across, !reducedMotion.peek());
    stopped.value = count < all.peek() ? count : null;
    if (stopped.peek() === null) pause();
    else requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}

export const takeThree = (): Promise<void> => chooseTest(testImage(ofText.image));
