// One lamp under two costs: what its weighted sum costs, the slopes, and where descent leads it.
import { activations } from '../chain/slope';

export type Cost = 'squared' | 'entropy';
export const costs: readonly Cost[] = ['squared', 'entropy'];
export type Wanted = 0 | 1;

export const lightOf = activations.sigmoid;

export function costAt(cost: Cost, z: number, wanted: Wanted): number {
  if (cost === 'squared') return (lightOf(z) - wanted) ** 2;
  // −ln of the share that was right: ln(1 + e^−z) or ln(1 + e^z), without an infinity on the way
  const wrong = wanted === 1 ? -z : z;
  return Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong)));
}

/** By how much the cost changes with the sum. */
export function slopeAt(cost: Cost, z: number, wanted: Wanted): number {
  const a = lightOf(z);
  return cost === 'squared' ? 2 * (a - wanted) * a * (1 - a) : a - wanted;
}

/**
 * The sums through which plain descent leads: of the bias alone, whose every step is a step of the
 * sum.
 */
export function wayFrom(
  cost: Cost,
  z: number,
  wanted: Wanted,
  { steps, rate }: { steps: number; rate: number },
): number[] {
  const way = [z];
  for (let i = 0; i < steps; ++i) way.push(way[i] - rate * slopeAt(cost, way[i], wanted));
  return way;
}
