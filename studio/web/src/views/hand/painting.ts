// What a stroke of the brush does to the weights of a neuron.
import type { Signal } from '@preact/signals';
import { type Tool, stroked, underBrush } from '../../draw/brush';
import { setWeights } from '../../model/edits';
import type { Net } from '../../model/network';
import { tensors } from '../../model/tensors';

export interface Kit {
  tool: Signal<Tool>;
  /** in weights */
  radius: Signal<number>;
  force: Signal<number>;
}

/** Paints on the picture of a neuron of the first layer, `x` and `y` in weights. */
export function paint(
  { tool, radius, force }: Kit,
  net: Net,
  neuron: number,
  x: number,
  y: number,
): void {
  const [first] = net.layers;
  const from = neuron * first.inputs;
  setWeights(
    underBrush(x, y, radius.value, net.across, net.down).map(({ index, share }) => {
      const now = tensors.parameters[first.weightAt + from + index];
      const value = stroked(now, tool.value, force.value, share);
      return { place: { parameter: first.weight, index: from + index }, value };
    }),
  );
}
