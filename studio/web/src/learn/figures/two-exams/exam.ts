// An exam of some pictures, and a program that turns one knob after the other for its sake.
import type { Net } from '../../../model/network';
import { answered } from '../../../parts/CostTable';
import { costOf } from '../chain/slope';
import { normal } from '../cost-of-a-three/lamps';
import { passed } from '../forward';

type Numbers = Float32Array<ArrayBufferLike>;

export interface Exam {
  net: Net;
  /** the name of the cost */
  cost: string;
  /** one picture after the other, from 0 to 1 */
  pixels: Numbers;
  labels: readonly number[];
}

export interface Marks {
  right: number;
  /** the mean of the pictures */
  cost: number;
  /** of each picture whether it is read right */
  each: boolean[];
}

export function marksOf({ net, cost, pixels, labels }: Exam, parameters: Numbers): Marks {
  const outputs = net.layers.at(-1)?.width ?? 0;
  let sum = 0;
  const each = labels.map((label, i) => {
    const { sums, lights } = passed(net, parameters, pixels, i * net.inputs);
    const wanted = Array.from({ length: outputs }, (_, n) => (n === label ? 1 : 0));
    sum += costOf({ net, cost, wanted }, sums);
    return answered(Array.from(lights)) === label;
  });
  return { right: each.filter(Boolean).length, cost: sum / labels.length, each };
}

/** More are right, or as many at less cost. */
export const isBetter = (now: Marks, before: Marks): boolean =>
  now.right > before.right || (now.right === before.right && now.cost < before.cost);

/**
 * Turns one of the parameters by a normal number and leaves it so if that is better; null: it was
 * turned back. `random` is even between 0 and 1.
 */
export function turned(
  exam: Exam,
  parameters: Numbers,
  before: Marks,
  random: () => number,
): Marks | null {
  const position = Math.floor(random() * parameters.length);
  const was = parameters[position];
  parameters[position] = was + normal(random);
  const now = marksOf(exam, parameters);
  if (isBetter(now, before)) return now;
  parameters[position] = was;
  return null;
}

/** All parameters as the engine takes them for a trial. */
export function trialOf(
  { parameters }: Pick<Net, 'parameters'>,
  values: Numbers,
): { parameter: string; index: number; value: number }[] {
  return parameters.flatMap(({ name, shape, offset }) => {
    const count = shape.reduce((all, side) => all * side, 1);
    return Array.from({ length: count }, (_, index) => ({
      parameter: name,
      index,
      value: values[offset + index],
    }));
  });
}
