import type { LayerInfo } from '../src/engine/types';
import type { Moment } from '../src/learn/figures/chain/slope';
import { type Net, describe } from '../src/model/network';

/** A network of dense layers, described as the engine would. */
export function testNet(widths: number[], inputs = 784, shape: number[] = [inputs]): Net {
  const parameters: { name: string; shape: number[]; offset: number }[] = [];
  const layers: LayerInfo[] = [];
  let count = 0;
  let before = inputs;
  for (const [i, width] of widths.entries()) {
    const name = i === widths.length - 1 ? 'output' : `hidden${i + 1}`;
    parameters.push({ name: `${name}.weight`, shape: [width, before], offset: count });
    count += width * before;
    parameters.push({ name: `${name}.bias`, shape: [width], offset: count });
    count += width;
    layers.push({
      name,
      width,
      activation: 'sigmoid',
      range: [0, 1],
      inputs: before,
      weight: `${name}.weight`,
      bias: `${name}.bias`,
    });
    before = width;
  }
  return describe({ revision: 1, parameters, count, layers, input: { name: 'input', shape } });
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** A network run forward as the engine does it. */
export function run(widths: number[], parameters: number[], pixels: number[], wanted: number[]) {
  const net = testNet(widths, pixels.length);
  const activations = [...pixels];
  for (const layer of net.layers) {
    const before = activations.slice(layer.inputsAt, layer.inputsAt + layer.inputs);
    for (let n = 0; n < layer.width; ++n)
      activations[layer.zAt + n] = before.reduce(
        (sum, a, i) => sum + a * parameters[layer.weightAt + n * layer.inputs + i],
        parameters[layer.biasAt + n],
      );
    for (let n = 0; n < layer.width; ++n)
      activations[layer.aAt + n] = sigmoid(activations[layer.zAt + n]);
  }
  return { net, parameters, activations, wanted, cost: 'squared' } satisfies Moment;
}
