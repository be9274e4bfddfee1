// Pits over one weight, and plain descent in them.
import { range, sineCost, sineSlope } from '../../../views/descent/sine';

export type PitName = 'square' | 'sine';
export interface Pit {
  low: number;
  high: number;
  /** the greatest cost that is shown */
  most: number;
  start: number;
  cost: (w: number) => number;
  slope: (w: number) => number;
}

export const pits: Record<PitName, Pit> = {
  square: { low: -7, high: 7, most: 49, start: 4, cost: (w) => w * w, slope: (w) => 2 * w },
  sine: {
    low: range[0],
    high: range[1],
    most: 2.2,
    start: 11,
    cost: sineCost,
    slope: sineSlope,
  },
};

export const stepped = ({ slope }: Pit, w: number, rate: number): number => w - rate * slope(w);

/** The places through which `steps` steps lead, with the first. */
export function wayFrom(pit: Pit, w: number, rate: number, steps: number): number[] {
  const way = [w];
  for (let i = 0; i < steps; ++i) way.push(stepped(pit, way[i], rate));
  return way;
}

/** less than this moves nobody on the picture */
const flat = 1e-3;
export const rests = (pit: Pit, w: number): boolean => Math.abs(pit.slope(w)) < flat;
export const isOff = ({ low, high }: Pit, w: number): boolean => w < low || w > high;

/** What becomes of a ball in w², wherever but at the bottom it begins. */
export type Fate = 'rests' | 'forever' | 'off';
export const fates: readonly Fate[] = ['rests', 'forever', 'off'];
/** what each step multiplies w by: w − rate · 2w */
export const factorOf = (rate: number): number => 1 - 2 * rate;
export function fateOf(rate: number): Fate {
  if (rate === 1) return 'forever';
  return rate < 1 ? 'rests' : 'off';
}
