// What both networks say of the digit that is moved about, and every number inside the CNN.
import { computed, signal } from '@preact/signals';
import type { Answer } from '../../engine/commands';
import type { CnnState, MapLayer } from '../../engine/types';
import { ask, tell } from '../../model/engine';
import { on } from '../../model/events';
import { latest } from '../../model/frame';
import { state } from '../../model/learning';

export interface Maps extends Answer<'maps'> {
  numbers: Float32Array;
}
export interface Filters extends Answer<'filters'> {
  numbers: Float32Array;
}

export const side = 28;
export const mostShift = 14;

export const shift = signal<[right: number, down: number]>([0, 0]);
export const maps = signal<Maps | null>(null);
export const filters = signal<Filters | null>(null);
/** how far the CNN is */
export const cnn = signal<CnnState | null>(null);
on('cnn', (event) => {
  cnn.value = event;
});
export const ready = computed(() => cnn.value?.ready ?? false);

const floats = (numbers: unknown): Float32Array =>
  numbers instanceof Float32Array ? numbers : new Float32Array(0);

export const readMaps = latest(async () => {
  const reply = await ask('maps', { shift: shift.value }).catch(() => null);
  maps.value = reply && { ...reply, numbers: floats(reply.bulk[0]?.numbers) };
});

export const readFilters = latest(async () => {
  const reply = await ask('filters', {}).catch(() => null);
  filters.value = reply && { ...reply, numbers: floats(reply.bulk[0]?.numbers) };
});

export const teach = (): Promise<unknown> => tell('cnn', { teach: true });
export const stopTeaching = (): Promise<unknown> => tell('cnn', { stop: true });

export function moveTo(right: number, down: number): void {
  const within = (v: number): number =>
    Math.max(-mostShift, Math.min(mostShift, Math.round(v))) + 0;
  const to: [number, number] = [within(right), within(down)];
  if (to[0] !== shift.value[0] || to[1] !== shift.value[1]) shift.value = to;
}

/** A layer as cells in a row: maps of height × width, or single neurons. */
export interface Cells {
  count: number;
  width: number;
  height: number;
  from: number;
}

export function cellsOf(layer: Pick<MapLayer, 'shape' | 'offset'>): Cells {
  const [count, height = 1, width = 1] = layer.shape;
  return { count, width, height, from: layer.offset };
}

/** Its cells are neurons, one number each. */
export const isFlat = ({ width, height }: Cells): boolean => width === 1 && height === 1;

/** Smallest and largest of the numbers of a layer: what its colours mean. */
export function rangeOf(
  numbers: ArrayLike<number>,
  { count, width, height, from }: Cells,
): { low: number; high: number } {
  let low = 0;
  let high = 0;
  for (let i = from; i < from + count * width * height; ++i) {
    low = Math.min(low, numbers[i]);
    high = Math.max(high, numbers[i]);
  }
  return { low, high };
}

/** Where a cell of a layer is brightest, for whoever cannot point at it. */
export function brightestOf(numbers: ArrayLike<number>, cells: Cells, cell: number): number {
  const size = cells.width * cells.height;
  let best = 0;
  for (let i = 1; i < size; ++i)
    if (numbers[cells.from + cell * size + i] > numbers[cells.from + cell * size + best]) best = i;
  return best;
}

export const mostMeasured = 6;
export const measuredImages = 500;

/** accuracy by [down][right], as far as it is measured */
export interface ShiftMap {
  own: number[][];
  cnn: number[][];
  samples: number;
  step: number;
}

export const shiftMap = signal<ShiftMap | null>(null);
export const measuring = signal(false);

export async function measureShifts(): Promise<void> {
  if (measuring.value) return;
  measuring.value = true;
  const found: ShiftMap = { own: [], cnn: [], samples: 0, step: state.value?.shown.step ?? 0 };
  for (let down = -mostMeasured; down <= mostMeasured; ++down) {
    const row = await tell('shifts', { down, most: mostMeasured, samples: measuredImages });
    if (!row) break;
    found.own.push(row.own);
    found.cnn.push(row.cnn);
    found.samples = row.samples;
    shiftMap.value = { ...found };
  }
  measuring.value = false;
}
