// What a picture shows, in words.
import { fill, fixed, percent, texts } from '../text';

/** Of three by three fields of a picture, the one where `strength` is largest; null: nowhere. */
function strongestField(
  values: ArrayLike<number>,
  from: number,
  across: number,
  down: number,
  strength: (value: number) => number,
): number | null {
  const fields = new Float64Array(9);
  const sizes = new Float64Array(9);
  for (let y = 0; y < down; ++y)
    for (let x = 0; x < across; ++x) {
      const field = 3 * Math.floor((3 * y) / down) + Math.floor((3 * x) / across);
      fields[field] += strength(values[from + y * across + x] ?? 0);
      ++sizes[field];
    }
  let best = 0;
  const mean = (i: number): number => (sizes[i] > 0 ? fields[i] / sizes[i] : 0);
  for (let i = 1; i < 9; ++i) if (mean(i) > mean(best)) best = i;
  return mean(best) > 0 ? best : null;
}

/** Where a picture of signed numbers is most positive and most negative. */
export function whereStrongest(
  values: ArrayLike<number>,
  from: number,
  across: number,
  down: number,
): string {
  const T = texts().aloud;
  const plus = strongestField(values, from, across, down, (v) => Math.max(0, v));
  const minus = strongestField(values, from, across, down, (v) => Math.max(0, -v));
  return [
    ...(plus === null ? [] : [fill(T.plus, { where: T.fields[plus] })]),
    ...(minus === null ? [] : [fill(T.minus, { where: T.fields[minus] })]),
  ].join(', ');
}

/** Of a list of weights the largest and the smallest. */
export function extremesInWords(values: ArrayLike<number>, from: number, length: number): string {
  let [high, low] = [0, 0];
  for (let i = 1; i < length; ++i) {
    if (values[from + i] > values[from + high]) high = i;
    if (values[from + i] < values[from + low]) low = i;
  }
  return fill(texts().aloud.extremes, {
    high: fixed(values[from + high] ?? 0),
    highAt: high + 1,
    low: fixed(values[from + low] ?? 0),
    lowAt: low + 1,
  });
}

/** "from 2,35 to 0,04"; '' of a curve that is none yet. */
export function fromTo(
  values: readonly (number | null | undefined)[],
  kind: 'cost' | 'accuracy',
): string {
  const known = values.filter((v): v is number => v !== null && v !== undefined);
  if (known.length < 2) return '';
  const say = (v: number): string => (kind === 'cost' ? fixed(v, 3) : percent(v));
  return fill(texts().aloud.fromTo, { from: say(known[0]), to: say(known[known.length - 1]) });
}

/** The largest mix-ups of a confusion matrix. */
export function mixUps(matrix: number[][], classes: string[], most = 3): string {
  const T = texts();
  const found = matrix
    .flatMap((row, label) => row.map((n, answer) => ({ n, label, answer })))
    .filter(({ n, label, answer }) => n > 0 && label !== answer)
    .sort((a, b) => b.n - a.n)
    .slice(0, most);
  if (found.length === 0) return T.aloud.noMixUps;
  const each = found.map(({ n, label, answer }) =>
    fill(T.aloud.cell, { n, label: classes[label] ?? label, answer: classes[answer] ?? answer }),
  );
  return fill(T.aloud.mixUps, { list: each.join('; ') });
}

/** Which of three by three fields of a picture a place is in, both from 0 to 1. */
export function fieldAt(x: number, y: number): string {
  const third = (share: number): number => Math.max(0, Math.min(2, Math.floor(3 * share)));
  return texts().aloud.fields[3 * third(y) + third(x)];
}

/** A map of light: how dark and how bright, and where it is brightest. */
export function mapInWords(
  name: string,
  values: ArrayLike<number>,
  from: number,
  across: number,
  down: number,
): string {
  let [low, high] = [from, from];
  for (let i = from; i < from + across * down; ++i) {
    if (values[i] > values[high]) high = i;
    if (values[i] < values[low]) low = i;
  }
  const at = high - from;
  return fill(texts().aloud.map, {
    name,
    low: fixed(values[low] ?? 0),
    high: fixed(values[high] ?? 0),
    where: fieldAt((at % across) / across, Math.floor(at / across) / down),
  });
}
