// Three networks with the same weights at first, each taught in its own way.
import type { Recipe, RunnerState } from '../../../engine/types';
import { plain } from '../races';
import type { Method } from './ravine';

/** rates of the chapter, and on both sides of them */
export const offered: Record<Method, number[]> = {
  plain: [0.3, 1, 3, 10],
  momentum: [0.03, 0.1, 0.3, 1],
  adam: [0.001, 0.003, 0.01, 0.03],
};
export const usual: Record<Method, number> = { plain: 3, momentum: 0.3, adam: 0.01 };

const optimizers: Record<Method, string> = { plain: 'sgd', momentum: 'momentum', adam: 'adam' };

export const recipeOf = (method: Method, rate: number, seed: number): Partial<Recipe> => ({
  ...plain,
  hidden: [16, 16],
  batch: 64,
  train_size: 0,
  momentum: 0.9,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  optimizer: optimizers[method],
  rate,
  seed,
});

/** What a network cost before its first step, and what it has come to. */
export function endsOf({ points }: RunnerState): {
  first: number | null;
  cost: number | null;
  right: number | null;
} {
  const [first, last] = [points[0], points.at(-1)];
  return {
    first: first?.[0] === 0 ? first[4] : null,
    cost: last?.[4] ?? null,
    right: last?.[5] ?? null,
  };
}
