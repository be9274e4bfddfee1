// What a gate's sum is made of, and what a cell and what is told come to.

export const gateNames = ['forget_gate', 'input_gate', 'cell_candidate', 'output_gate'] as const;
export type Gate = (typeof gateNames)[number];

export interface GateSum {
  bias: number;
  z: number;
  /** what each number of the frame adds, and each unit that spoke a frame before */
  frame: Float64Array;
  before: Float64Array;
}

export const total = (votes: Iterable<number>): number => {
  let sum = 0;
  for (const vote of votes) sum += vote;
  return sum;
};

export interface Vote {
  of: 'frame' | 'before';
  /** the band or the unit */
  which: number;
  value: number;
}

/** The heaviest votes, and what all the others come to together. */
export function heaviest(sum: GateSum, count: number): { votes: Vote[]; rest: number } {
  const all = (['frame', 'before'] as const).flatMap((of) =>
    Array.from(sum[of], (value, which): Vote => ({ of, which, value })),
  );
  all.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  return { votes: all.slice(0, count), rest: total(all.slice(count).map(({ value }) => value)) };
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
export const opened = (gate: Gate, z: number): number =>
  gate === 'cell_candidate' ? Math.tanh(z) : sigmoid(z);

export interface Cell {
  open: Record<Gate, number>;
  cell: number;
  said: number;
}

/** The cell after a frame and what is told of it, from the four sums and the cell before. */
export function cellOf(sums: Readonly<Record<Gate, GateSum>>, before: number): Cell {
  const open = Object.fromEntries(
    gateNames.map((gate) => [gate, opened(gate, sums[gate].z)]),
  ) as Record<Gate, number>;
  const cell = open.forget_gate * before + open.input_gate * open.cell_candidate;
  return { open, cell, said: open.output_gate * Math.tanh(cell) };
}
