// The straight road between two moments of a training, and the way beside it.
import type { Branch } from '../../../engine/types';

interface Moment {
  branch: number;
  step: number;
}
export interface Stretch {
  from: Moment;
  to: Moment;
}

/** parts of the road at which the cost is taken, evenly */
export const range: [number, number] = [-0.2, 1.4];
export const points = 33;
const apart = (range[1] - range[0]) / (points - 1);

export const placeOf = (index: number): number => range[0] + index * apart;
export const indexOf = (place: number): number =>
  Math.max(0, Math.min(points - 1, Math.round((place - range[0]) / apart)));

/** From the newborn network to the one taught beforehand; null: there is none. */
export function taughtRoad(branches: readonly Branch[]): Stretch | null {
  const taught = branches.find((branch) => branch.taught);
  if (!taught || taught.parent === null) return null;
  const step = taught.forkedAt;
  return { from: { branch: taught.parent, step }, to: { branch: taught.id, step } };
}

/** Of the branch that is present, or else of the last one that has learnt; null: none has. */
export function ownRoad(branches: readonly Branch[], present: Moment): Stretch | null {
  const reached = branches.map((each) =>
    each.id === present.branch ? { ...each, step: present.step } : each,
  );
  const learnt = reached.filter(({ step, forkedAt }) => step > forkedAt);
  const own = learnt.find(({ id }) => id === present.branch) ?? learnt.at(-1);
  if (!own) return null;
  return { from: { branch: own.id, step: own.forkedAt }, to: { branch: own.id, step: own.step } };
}

/** A moment of the training: where it is along the road and how far beside it, in its lengths. */
export interface Stop {
  step: number;
  at: number;
  distance: number;
  /** between descent and the road, in degrees */
  angle: number;
  cost: number;
}

export const stopOf = ([step, at, distance, cosine, cost]: readonly number[]): Stop => ({
  step,
  at,
  distance,
  angle: (Math.acos(Math.max(-1, Math.min(1, cosine))) * 180) / Math.PI,
  cost,
});

/** The same where the road is told from its other end. */
export const turned = (stop: Stop): Stop => ({
  ...stop,
  at: 1 - stop.at,
  angle: 180 - stop.angle,
});

/** The parameters at a part of the road; of `ends` the first half is at 0, the second at 1. */
export function between(
  ends: Float32Array<ArrayBufferLike>,
  place: number,
): Float32Array<ArrayBuffer> {
  const count = ends.length / 2;
  const found = new Float32Array(count);
  for (let i = 0; i < count; ++i) found[i] = ends[i] + place * (ends[count + i] - ends[i]);
  return found;
}

/** The highest of the costs between both ends. */
export function highest(costs: readonly number[]): number {
  const inside = costs.filter((_, i) => placeOf(i) > -0.01 && placeOf(i) < 1.01);
  return Math.max(...inside, 1e-6);
}
