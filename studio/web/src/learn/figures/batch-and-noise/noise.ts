// How the slopes of batches lie beside the true one, and the line that their noise follows.

export interface Draw {
  length: number;
  cosine: number;
  /** from the end of its arrow to that of the true one */
  distance: number;
}

export interface Sized {
  size: number;
  /** of the distances */
  mean: number;
  draws: Draw[];
}

export interface Found {
  /** of the true slope */
  length: number;
  samples: number;
  sizes: Sized[];
}

export const sizes = Array.from({ length: 12 }, (_, i) => 2 ** i);

/** The end of a batch's arrow, where the true one points to the right; every second one above. */
export function endOf({ length, cosine }: Draw, i: number): { x: number; y: number } {
  const along = Math.max(-1, Math.min(1, cosine));
  const aside = length * Math.sqrt(1 - along * along);
  return { x: length * along, y: i % 2 === 0 ? aside : -aside };
}

/** A box around all arrows of a size and the true one; they begin at 0, 0. */
export function boxOf({ draws }: Sized, length: number) {
  const ends = [{ x: length, y: 0 }, { x: 0, y: 0 }, ...draws.map(endOf)];
  const [xs, ys] = [ends.map(({ x }) => x), ends.map(({ y }) => y)];
  const high = Math.max(...ys.map(Math.abs));
  return { left: Math.min(...xs), right: Math.max(...xs), high };
}

/** so many of the largest sizes tell where the line is: they hang least on single examples */
const sure = 6;

/** Noise of one example, by the line c / √n that fits the largest sizes best. */
export function rootLine(of: Sized[]): number {
  const logs = of.slice(-sure).map(({ size, mean }) => Math.log(mean) + 0.5 * Math.log(size));
  return Math.exp(logs.reduce((sum, log) => sum + log, 0) / Math.max(1, logs.length));
}

/** From a power of ten to a power of ten, around all values. */
export function decades(values: number[]): { low: number; high: number } {
  const there = values.filter((value) => value > 0);
  const power = (value: number, round: (x: number) => number): number =>
    10 ** round(Math.log10(value) + (round === Math.floor ? 1e-9 : -1e-9));
  const low = power(Math.min(...there), Math.floor);
  const high = power(Math.max(...there), Math.ceil);
  return { low, high: Math.max(high, 10 * low) };
}
