// What the figures that race have in common: recipes that do not depend on the visitor's own, and
// where a network ended.
import type { Recipe, RunnerState } from '../../engine/types';

export const plain: Partial<Recipe> = {
  activation: 'sigmoid',
  init: 'lecun',
  cost: 'squared',
  optimizer: 'sgd',
  batch: 10,
  seed: 1,
  shuffle_labels: false,
  weight_decay: 0,
  l1: 0,
  dropout: 0,
  augment: '',
  patience: 0,
  label_smoothing: 0,
  clip: 0,
};

export interface End {
  epoch: number;
  /** shares of right answers: of what was learned from, and of the test images */
  seen: number;
  unseen: number;
}

/** What a network has come to so far. */
export function nowOf(runner: RunnerState | undefined): End | null {
  const [, epoch, , seen, , unseen] = runner?.points.at(-1) ?? [];
  return epoch === undefined || seen == null || unseen == null ? null : { epoch, seen, unseen };
}

/** null while it is on its way, and if it was broken off there */
export function endOf(runner: RunnerState | undefined, epochs: number): End | null {
  const now = nowOf(runner);
  const over = now && !runner?.error && (runner?.stopped || now.epoch >= epochs - 1e-6);
  return over ? now : null;
}
