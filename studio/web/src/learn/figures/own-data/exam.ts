// What a network says of the examples that were kept from it.
import type { Example, OwnSet } from './sets';

export interface Answer {
  example: Example;
  /** its class */
  label: number;
  /** the class that is said */
  said: number;
  /** of all classes */
  shares: readonly number[];
}

export const isRight = ({ label, said }: Answer): boolean => label === said;

/** `tests`: [class, example] as the engine lists them; `outputs`: [tests][classes]. */
export function answersOf(
  set: OwnSet,
  tests: readonly (readonly [number, number])[],
  outputs: ArrayLike<number>,
): Answer[] {
  const classes = set.length;
  return tests.map(([label, index], i) => {
    const shares = Array.from({ length: classes }, (_, c) => outputs[i * classes + c]);
    const said = shares.indexOf(Math.max(...shares));
    return { example: set[label].examples[index], label, said, shares };
  });
}

/** First what it gets wrong, the surest first; then what is right, the least sure first. */
export function byInterest(answers: readonly Answer[]): Answer[] {
  const sure = ({ shares, said }: Answer): number => shares[said];
  return [
    ...answers.filter((one) => !isRight(one)).sort((a, b) => sure(b) - sure(a)),
    ...answers.filter(isRight).sort((a, b) => sure(a) - sure(b)),
  ];
}

/** The largest magnitude. */
export const largest = (values: Float32Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
