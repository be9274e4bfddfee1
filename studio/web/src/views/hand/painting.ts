// What a stroke of the brush does to the weights of a neuron.
import type { Signal } from '@preact/signals';
import { setWeights } from '../../model/edits';
import type { Net } from '../../model/network';
import { tensors } from '../../model/tensors';

export type Tool = 'plus' | 'minus' | 'rubber';

export interface Kit {
  tool: Signal<Tool>;
  /** in weights */
  radius: Signal<number>;
  force: Signal<number>;
}

/** The weights under a round brush: those whose middle is within its radius, weaker at its edge. */
export function underBrush(
  x: number,
  y: number,
  radius: number,
  across: number,
  down = across,
): { index: number; share: number }[] {
  const found: { index: number; share: number }[] = [];
  for (let row = Math.floor(y - radius); row <= y + radius; ++row)
    for (let column = Math.floor(x - radius); column <= x + radius; ++column) {
      if (row < 0 || column < 0 || row >= down || column >= across) continue;
      const away = Math.hypot(column + 0.5 - x, row + 0.5 - y);
      if (away <= radius)
        found.push({ index: row * across + column, share: 1 - 0.6 * (away / radius) });
    }
  return found;
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
      const value =
        tool.value === 'rubber'
          ? now * (1 - share * 0.6)
          : now + (tool.value === 'plus' ? 1 : -1) * force.value * share;
      return { place: { parameter: first.weight, index: from + index }, value };
    }),
  );
}
