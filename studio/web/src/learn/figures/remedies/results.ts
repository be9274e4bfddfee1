// The remedies, how strong each can be, and what came of them.
import type { Recipe } from '../../../engine/types';
import { type End, plain } from '../races';

export const remedies = ['decay', 'dropout', 'augment', 'early'] as const;
export type Remedy = (typeof remedies)[number];
export const seeds = [1, 2, 3];

export interface Moved {
  shift: number;
  rotate: number;
  scale: number;
}

/** from weak to strong; the second is the one of the text */
export const strengths = {
  decay: [0.0001, 0.0005, 0.002],
  dropout: [0.1, 0.3, 0.5],
  augment: [
    { shift: 1, rotate: 0, scale: 0 },
    { shift: 2, rotate: 10, scale: 0.1 },
    { shift: 3, rotate: 20, scale: 0.2 },
  ],
  early: [10, 5, 2],
} satisfies Record<Remedy, (number | Moved)[]>;

export interface Choice {
  remedy: Remedy;
  strength: number;
}

const asAsked = ({ shift, rotate, scale }: Moved): string =>
  rotate || scale ? `shift=${shift},rotate=${rotate},scale=${scale}` : `shift=${shift}`;

/** Without a remedy, and with it. */
export function recipesOf({ remedy, strength }: Choice, seed: number): Partial<Recipe>[] {
  const none: Partial<Recipe> = { ...plain, hidden: [64], rate: 1, train_size: 1000, seed };
  const change: Record<Remedy, Partial<Recipe>> = {
    decay: { weight_decay: strengths.decay[strength] },
    dropout: { dropout: strengths.dropout[strength] },
    augment: { augment: asAsked(strengths.augment[strength]) },
    early: { patience: strengths.early[strength] },
  };
  return [none, { ...none, ...change[remedy] }];
}

/** Ends by seed: 'none', and each remedy in each strength that was tried. */
export type Results = Readonly<Record<string, Readonly<Record<number, End>>>>;

export const keyOf = ({ remedy, strength }: Choice): string => `${remedy}.${strength}`;

export const gathered = (results: Results, key: string, seed: number, end: End): Results => ({
  ...results,
  [key]: { ...results[key], [seed]: end },
});

/** The first seed that a remedy has not been tried with; then from the beginning again. */
export const nextSeed = (results: Results, key: string): number =>
  seeds.find((seed) => !results[key]?.[seed]) ?? seeds[0];

export interface Row {
  key: string;
  /** null: without any */
  choice: Choice | null;
  /** means over the seeds that were tried */
  seen: number;
  unseen: number;
  bySeed: (End | null)[];
}

const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** In the order of the text, each remedy from weak to strong. */
export function rowsOf(results: Results): Row[] {
  const choices = remedies.flatMap((remedy) =>
    strengths[remedy].map((_, strength): Choice => ({ remedy, strength })),
  );
  return [null, ...choices].flatMap((choice) => {
    const key = choice ? keyOf(choice) : 'none';
    const bySeed = seeds.map((seed) => results[key]?.[seed] ?? null);
    const there = bySeed.filter((end) => end !== null);
    if (there.length === 0) return [];
    const seen = mean(there.map((end) => end.seen));
    return [{ key, choice, seen, unseen: mean(there.map((end) => end.unseen)), bySeed }];
  });
}
