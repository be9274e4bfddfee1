// The votes of one neuron, added in doubles in the order in which the engine tells them: what comes
// out of all, the bias and the rounding is the engine's own sum, bit for bit.
export interface Ballot {
  /** weight × light, of each pixel */
  contributions: ArrayLike<number>;
  bias: number;
  /** what single precision lost on its way */
  rounding: number;
  /** the engine's own */
  z: number;
}

/** The sum before the first vote, after it, after the second, … */
export function runningSums({ contributions }: Ballot): Float64Array {
  const sums = new Float64Array(contributions.length + 1);
  for (let i = 0; i < contributions.length; ++i) sums[i + 1] = sums[i] + contributions[i];
  return sums;
}

export interface Split {
  inFavour: number;
  against: number;
  /** how many votes are not zero */
  voters: number;
}

/** Of the first `count` votes. */
export function split({ contributions }: Ballot, count: number): Split {
  const found = { inFavour: 0, against: 0, voters: 0 };
  for (let i = 0; i < count; ++i) {
    const vote = contributions[i];
    if (vote > 0) found.inFavour += vote;
    else if (vote < 0) found.against += vote;
    if (vote !== 0) ++found.voters;
  }
  return found;
}

/** All the votes, then the bias, then the rounding. */
export function whole(ballot: Ballot): number {
  const sums = runningSums(ballot);
  return sums[sums.length - 1] + ballot.bias + ballot.rounding;
}

/** To the last bit; the two zeros are alike. */
export const meets = (ballot: Ballot): boolean => whole(ballot) === ballot.z;

/** How many are added after a while of playing from `start`: by rows where nothing may glide. */
export function addedAfter(
  seconds: number,
  start: number,
  all: number,
  row: number,
  glides: boolean,
): number {
  const now = Math.min(all, start + Math.floor((seconds / duration) * all));
  return glides || now === all ? now : now - (now % row);
}

/** of a whole picture, in seconds */
export const duration = 9;
