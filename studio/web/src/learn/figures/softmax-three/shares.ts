// Softmax: sums, e to each, and the shares of 1.

export interface Share {
  sum: number;
  power: number;
  share: number;
}

/** The shares are worked out from the largest sum down, so that no power is an infinity. */
export function sharesOf(sums: readonly number[]): Share[] {
  const most = Math.max(...sums);
  const below = sums.map((sum) => Math.exp(sum - most));
  const all = below.reduce((whole, power) => whole + power, 0);
  return sums.map((sum, i) => ({ sum, power: Math.exp(sum), share: below[i] / all }));
}

export const totalOf = (shares: readonly Share[]): number =>
  shares.reduce((all, { power }) => all + power, 0);
