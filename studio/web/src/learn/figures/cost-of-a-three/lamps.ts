// Ten lamps, what is wanted of each, and what the difference costs.
import type { Net } from '../../../model/network';
import { activations } from '../chain/slope';

/** the 3 of the chapter */
export const book = { outputs: [0.43, 0.28, 0.19, 0.88, 0, 0, 0, 0, 0, 0], wanted: 3 };

export interface Lamp {
  light: number;
  wanted: number;
  error: number;
  /** what it owes */
  square: number;
}

export const lampsOf = (outputs: readonly number[], digit: number): Lamp[] =>
  outputs.map((light, i) => {
    const wanted = i === digit ? 1 : 0;
    const error = light - wanted;
    return { light, wanted, error, square: error * error };
  });

export const costOf = (lamps: readonly Lamp[]): number =>
  lamps.reduce((sum, { square }) => sum + square, 0);

/** The lamp that owes most; null: none owes anything. */
export function worstOf(lamps: readonly Lamp[]): number | null {
  const most = Math.max(...lamps.map(({ square }) => square));
  return most > 0 ? lamps.findIndex(({ square }) => square === most) : null;
}

/** Normally distributed, by Box and Muller; `random` is even between 0 and 1. */
export const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/**
 * What a newborn network of this shape answers: weights of variance 1/inputs and no biases, as the
 * engine begins, and sigmoids at its end. Null where it has an activation that is not known here.
 */
export function newborn(
  { layers }: Pick<Net, 'layers'>,
  inputs: ArrayLike<number>,
  random: () => number,
): number[] | null {
  let light = Array.from(inputs);
  for (const [l, { activation, width }] of layers.entries()) {
    const bend = activations[l === layers.length - 1 ? 'sigmoid' : activation];
    if (!bend) return null;
    const spread = Math.sqrt(1 / light.length);
    const before = light;
    light = Array.from({ length: width }, () =>
      bend(before.reduce((sum, a) => sum + a * spread * normal(random), 0)),
    );
  }
  return light;
}
