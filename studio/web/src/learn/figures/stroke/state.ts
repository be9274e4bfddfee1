// The stroke, where it lies, and what it lights in the first hidden layer at every place and angle:
// the page works that out from the parameters that it watches. Of the network nothing is changed.
import { computed, signal } from '@preact/signals';
import { within } from '../../../draw/pointer';
import { canDraw, net } from '../../../model/network';
import { slowPulse, tensors } from '../../../model/tensors';
import { mostTiles } from '../../../views/sees/Tiles';
import { activations } from '../chain/slope';
import {
  type Neurons,
  type Shape,
  angles,
  brightest,
  cellAt,
  firstPlace,
  litBy,
  mapsOf,
  pixelsUnder,
  placeOf,
  places,
  rangeOf,
  side,
  slid,
  strokeOf,
  turned,
} from './strokes';

export interface Placed {
  x: number;
  y: number;
  angle: number;
}

export const shape = signal<Shape>({ length: 9, width: 2 });
/** null: where the neuron is brightest */
export const placed = signal<Placed | null>(null);
/** null: the one that turning changes most */
export const chosen = signal<number | null>(null);

const layer = computed(() => {
  const first = net.value?.layers[0];
  const known = first && canDraw.value && first.inputs === side * side;
  return known && first.activation in activations ? first : null;
});
export const readable = computed(() => layer.value !== null);

const neurons = computed<Neurons | null>(() => {
  void slowPulse.value;
  const first = layer.value;
  if (!first) return null;
  const count = Math.min(mostTiles, first.width);
  const { parameters } = tensors;
  return {
    weights: parameters.slice(first.weightAt, first.weightAt + count * first.inputs),
    biases: parameters.slice(first.biasAt, first.biasAt + count),
    bend: activations[first.activation],
  };
});
export const count = computed(() => neurons.value?.biases.length ?? 0);
export const maps = computed(() =>
  neurons.value ? mapsOf(neurons.value, shape.value) : new Float32Array(0),
);
/** an activation that is drawn as full light */
export const full = computed(() => layer.value?.range[1] ?? Math.max(1e-6, ...maps.value));

const bests = computed(() =>
  Array.from({ length: count.value }, (_, n) => brightest(maps.value, n)),
);
const changesBy = (n: number): number => {
  const { least, most } = rangeOf(turned(maps.value, n, bests.value[n].cell));
  return most - least;
};
const mostTurned = computed(() =>
  bests.value.reduce((best, _, n) => (changesBy(n) > changesBy(best) ? n : best), 0),
);
export const neuron = computed(() =>
  Math.min(chosen.value ?? mostTurned.value, Math.max(0, count.value - 1)),
);

export const stroke = computed<Placed>(() => {
  const best = bests.value[neuron.value];
  if (placed.value || !best) return placed.value ?? { x: side / 2, y: side / 2, angle: 0 };
  const [x, y] = placeOf(best.cell);
  return { x, y, angle: best.angle };
});
export const under = computed(() => {
  const { x, y, angle } = stroke.value;
  return pixelsUnder(strokeOf(shape.value, angle), x, y);
});
export const picture = computed(() => {
  const bytes = new Uint8Array(side * side);
  for (const [pixel, light] of under.value) bytes[pixel] = Math.round(255 * light);
  return bytes;
});
export const light = computed(() =>
  neurons.value ? litBy(neurons.value, neuron.value, under.value) : 0,
);

/** The chosen neuron's two curves, and their ends. */
export const curves = computed(() => {
  const best = bests.value[neuron.value];
  if (!best) return null;
  const all = slid(maps.value, neuron.value, best.angle);
  const [column, row] = [best.cell % places, Math.floor(best.cell / places)];
  const turning = turned(maps.value, neuron.value, best.cell);
  return {
    ...best,
    column,
    row,
    turned: turning,
    turnedRange: rangeOf(turning),
    across: Array.from(all.slice(row * places, (row + 1) * places)),
    down: Array.from({ length: places }, (_, i) => all[i * places + column]),
    slidRange: rangeOf(all),
  };
});

export function put(x: number, y: number): void {
  const last = firstPlace + places - 1;
  const at = (value: number): number => within(Math.round(value), firstPlace, last);
  placed.value = { ...stroke.peek(), x: at(x), y: at(y) };
}
export function turn(by: number): void {
  const now = stroke.peek();
  placed.value = { ...now, angle: (now.angle + by + angles) % angles };
}
export const toBrightest = (): void => void (placed.value = null);

/** the cell of the maps that the stroke lies at */
export const cell = computed(() => cellAt(stroke.value.x, stroke.value.y));
