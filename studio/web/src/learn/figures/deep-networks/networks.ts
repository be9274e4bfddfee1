// Networks of many layers of sixteen neurons as the reader puts them together, in the engine's
// words, and the slopes that reach their layers.
import type { Runner } from '../../../engine/commands';
import { plain } from '../races';

export const starts = ['lecun', 'he', 'textbook'] as const;
export type Start = (typeof starts)[number];
export const bends = ['sigmoid', 'relu'] as const;
export type Bend = (typeof bends)[number];

export interface Deep {
  /** hidden ones */
  layers: number;
  bend: Bend;
  start: Start;
  norm: boolean;
  around: boolean;
}

export const [fewest, most] = [2, 20];
const usual: Record<Bend, Start> = { sigmoid: 'lecun', relu: 'he' };

export const deep = (layers: number, bend: Bend): Deep => ({
  layers,
  bend,
  start: usual[bend],
  norm: false,
  around: false,
});

export const isUsualStart = ({ bend, start }: Deep): boolean => usual[bend] === start;

/** Another bend brings its own first weights with it. */
export function changed(now: Deep, part: Partial<Deep>): Deep {
  const next = { ...now, ...part };
  if (part.bend && isUsualStart(now)) next.start = usual[part.bend];
  return next;
}

export function inWords({ layers, bend, norm, around }: Deep): string {
  const normed = norm ? `batchnorm ${bend}` : bend;
  if (!around) return Array<string>(layers).fill(`dense(16) ${normed}`).join(' ');
  const part = norm ? `${normed} dense(16)` : `dense(16) ${bend}`;
  return ['dense(16)', ...Array<string>(layers - 1).fill(`residual(${part})`)].join(' ');
}

/** Where every layer adds to what comes in, it must be small. */
function rateOf({ bend, norm, around }: Deep): number {
  if (bend === 'sigmoid') return around && !norm ? 0.3 : 3;
  return around && !norm ? 0.05 : 0.2;
}

export const recipeOf = (of: Deep, seed: number): Runner => ({
  ...plain,
  net: inWords(of),
  activation: of.bend,
  init: of.start,
  rate: rateOf(of),
  train_size: 0,
  seed,
});

/** By how much the slope is multiplied from each layer to the one before it. */
export const factorsOf = (sizes: readonly number[]): number[] =>
  sizes.slice(1).map((size, i) => sizes[i] / size);

/** From which power of ten to which a scale goes that holds all of these; zero has no place. */
export function powersOf(sizes: readonly number[]): [low: number, high: number] {
  const logs = sizes.filter((size) => size > 0 && Number.isFinite(size)).map(Math.log10);
  if (logs.length === 0) return [-1, 0];
  const low = Math.floor(Math.min(...logs));
  return [low, Math.max(low + 1, Math.ceil(Math.max(...logs)))];
}
