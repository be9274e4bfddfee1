// A pass forward worked out by the page, in doubles: for parameters that no engine holds.
import type { Net } from '../../model/network';
import { activations } from './chain/slope';
import { softmax } from './one-knob/knob';

export interface Passed {
  sums: Float64Array;
  lights: Float64Array;
}

/** The last layer; the inputs begin at `at`. */
export function passed(
  { layers }: Pick<Net, 'layers'>,
  parameters: Float32Array<ArrayBufferLike>,
  inputs: Float32Array<ArrayBufferLike>,
  at = 0,
): Passed {
  let heard: ArrayLike<number> = inputs.subarray(at);
  let sums = new Float64Array(0);
  for (const layer of layers) {
    sums = new Float64Array(layer.width);
    for (let n = 0; n < layer.width; ++n) {
      const row = layer.weightAt + n * layer.inputs;
      let sum = parameters[layer.biasAt + n];
      for (let i = 0; i < layer.inputs; ++i) sum += parameters[row + i] * heard[i];
      sums[n] = sum;
    }
    const bend = activations[layer.activation];
    heard = bend ? sums.map(bend) : Float64Array.from(softmax(Array.from(sums)));
  }
  return { sums, lights: heard as Float64Array };
}
