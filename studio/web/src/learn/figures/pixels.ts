// Pictures that are changed along slopes: pixels from 0 to 1, and how much each moves an output.
import { type CostParameters, slopeOfCost } from './costs';

export type Pixels = Float32Array<ArrayBufferLike>;

/** What a network says of a picture. */
export interface Said {
  outputs: readonly number[];
  /** the name of its cost */
  cost: string;
  parameters?: CostParameters;
  /** [outputs][pixels]: of the sums where the cost has an activation in it, else of the outputs */
  slopes: ArrayLike<number> | null;
}

/** As a picture is shown to the network. */
export const bytesOf = (pixels: Pixels): number[] =>
  Array.from(pixels, (pixel) => Math.round(255 * pixel));
export const pixelsOf = (bytes: ArrayLike<number>): Pixels =>
  Float32Array.from(bytes, (byte) => byte / 255);

/** The slopes of the outputs, each times its factor, together. */
function together(slopes: ArrayLike<number>, factors: readonly number[]): Float32Array {
  const pixels = slopes.length / factors.length;
  const sum = new Float32Array(pixels);
  factors.forEach((factor, o) => {
    for (let i = 0; i < pixels; ++i) sum[i] += factor * slopes[o * pixels + i];
  });
  return sum;
}

const oneOf = (outputs: readonly number[], which: number): number[] =>
  outputs.map((_, o) => (o === which ? 1 : 0));

/** Of the cost by each pixel, where `label` is wanted: the chain rule over the outputs. */
export function costSlopes(said: Said, label: number): Float32Array {
  const { outputs, cost, parameters, slopes } = said;
  const wanted = oneOf(outputs, label);
  return together(slopes!, outputs.map((a, o) => slopeOfCost(cost, a, wanted[o], parameters)));
}

/** Which way one output rises: its slope but for a factor that all pixels have alike. */
export function outputSlopes({ outputs, cost, slopes }: Said, which: number): Float32Array {
  const one = oneOf(outputs, which);
  const shares = cost.startsWith('softmax') ? outputs : outputs.map(() => 0);
  return together(slopes!, one.map((is, o) => is - shares[o]));
}

const kept = (pixel: number): number => Math.max(0, Math.min(1, pixel));

/** Each pixel by `size` the way of its sign; 0 stays. */
export const moved = (pixels: Pixels, signs: ArrayLike<number>, size: number): Pixels =>
  pixels.map((pixel, i) => kept(pixel + size * Math.sign(signs[i])));

/** Heads and tails: 1 and −1. */
export const tossed = (count: number, random: () => number): Int8Array =>
  Int8Array.from({ length: count }, () => (random() < 0.5 ? -1 : 1));

/** All pixels in an order that chance gives. */
export function shuffled(count: number, random: () => number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; --i) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** A pixel that goes all the way to black or white. */
export interface Change {
  index: number;
  to: 0 | 1;
}

export function changed(pixels: Pixels, changes: readonly Change[]): Pixels {
  const next = pixels.slice();
  for (const { index, to } of changes) next[index] = to;
  return next;
}

/** Away from what it is: dark ones to white, light ones to black. */
export const flipped = (pixels: Pixels, indexes: readonly number[]): Change[] =>
  indexes.map((index) => ({ index, to: pixels[index] < 0.5 ? 1 : 0 }));

/** The brightest output but one. */
export function rivalOf(outputs: readonly number[], label: number): number {
  let rival = label === 0 ? 1 : 0;
  outputs.forEach((a, o) => {
    if (o !== label && a > outputs[rival]) rival = o;
  });
  return rival;
}

/** The pixel that by its slope narrows the lead of `label` over its rival most; null: none does. */
export function bestChange(
  pixels: Pixels,
  { outputs, slopes }: Said,
  label: number,
): Change | null {
  const rival = rivalOf(outputs, label);
  const count = pixels.length;
  let best: Change | null = null;
  let most = 0;
  for (let index = 0; index < count; ++index) {
    const lead = slopes![label * count + index] - slopes![rival * count + index];
    const to = lead < 0 ? 1 : 0;
    const gain = -lead * (to - pixels[index]);
    if (gain > most) [best, most] = [{ index, to }, gain];
  }
  return best;
}
