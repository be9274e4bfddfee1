// The word with a gate shut beside the word as it is.

/** The largest of a row; the first of equals. */
export const bestOf = (row: ArrayLike<number>): number => {
  let best = 0;
  for (let i = 1; i < row.length; ++i) if (row[i] > row[best]) best = i;
  return best;
};

/** The share of a class at each moment, from [moments][classes]. */
export function sharesOf(said: Float32Array, classes: number, which: number): number[] {
  return Array.from({ length: said.length / classes }, (_, row) => said[row * classes + which]);
}

/** The frames at which another class is answered. */
export const changing = (answers: readonly number[], asItIs: number): number[] =>
  answers.flatMap((answer, frame) => (answer === asItIs ? [] : [frame]));
