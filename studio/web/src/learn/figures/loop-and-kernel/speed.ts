// Times as a reader takes them in, and how they compare.
export interface Speed {
  rows: number;
  hidden: number;
  parameters: number;
  /** seconds for one picture */
  loop: number;
  kernel: number;
  difference: number;
  simd: string;
  threads: number;
}

/** For one picture, from what all pictures of a bundle took. */
export function perPicture(
  hidden: number,
  said: Omit<Speed, 'hidden'>,
): Speed {
  return { ...said, hidden, loop: said.loop / said.rows, kernel: said.kernel / said.rows };
}

/** Of bars that begin at zero, as parts of the longest. */
export const barsOf = ({ loop, kernel }: Speed): { loop: number; kernel: number } => {
  const most = Math.max(loop, kernel);
  return { loop: loop / most, kernel: kernel / most };
};

/** Each weight is multiplied once for a picture; biases are not. */
export const multiplications = (inputs: number, hidden: number, outputs: number): number =>
  inputs * hidden + hidden * hidden + hidden * outputs;
