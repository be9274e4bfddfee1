// Where everything of a table's network stands on the stage: plain geometry, no drawing.
import type { Spot } from '../network/layout';

export interface Arrangement {
  /** a square for each column of the table, its name on the left */
  columns: Spot[];
  layers: Spot[][];
  captions: { x: number; y: number }[];
  /** how wide names of columns may be */
  names: number;
  /** where answers begin, and how wide they may be */
  answers: { x: number; width: number };
  narrow: boolean;
}

interface Look {
  columns: number;
  widths: number[];
  /** letters of the longest name of a column, and of a class; 0: the answer is a number */
  longest: number;
  longestClass: number;
  /** of text */
  scale: number;
}

function spots(
  count: number,
  x: number,
  top: number,
  bottom: number,
  most: number,
  apart = most * 2.75,
): Spot[] {
  const height = bottom - top;
  let across = 1;
  while (across < 6 && (height / Math.ceil(count / across)) * 0.42 < 5) ++across;
  const rows = Math.ceil(count / across);
  const step = Math.min(height / rows, apart);
  const radius = Math.max(2, Math.min(most, step * 0.42));
  const first = (top + bottom) / 2 - (step * (rows - 1)) / 2;
  return Array.from({ length: count }, (_, i) => ({
    x: x + (Math.floor(i / rows) - (across - 1) / 2) * radius * 2.6,
    y: first + (i % rows) * step,
    radius,
  }));
}

export function arrange(width: number, height: number, look: Look): Arrangement {
  const { columns, widths, longest, longestClass, scale } = look;
  const narrow = width < 520;
  const top = 40 * scale;
  const bottom = height - 22 * scale;
  const names = Math.min(width * (narrow ? 0.26 : 0.22), scale * (20 + 7.4 * longest));
  const answer = Math.min(
    width * (narrow ? 0.24 : 0.22),
    scale * (longestClass > 0 ? Math.max(72, 24 + 7.6 * longestClass) : 110),
  );
  const left = (narrow ? 8 : 20) + names + 14;
  const right = width - answer - (narrow ? 14 : 40);
  const between = (right - left) / Math.max(1, widths.length);
  const layers = widths.map((n, i) =>
    spots(n, left + (i + 1) * between, top, bottom, (i === widths.length - 1 ? 17 : 13) * scale),
  );
  const inputs = spots(columns, left, top, bottom, 9 * scale, 46 * scale);
  return {
    columns: inputs,
    layers,
    captions: [inputs, ...layers].map((those, i) => ({
      x: left + i * between,
      y: Math.max(14 * scale, Math.min(...those.map((s) => s.y - s.radius)) - 12),
    })),
    names,
    answers: { x: right + 17 * scale + 10, width: answer + (narrow ? 0 : 10) - 17 * scale },
    narrow,
  };
}

/** The sums of `votes` over the inputs of each column. */
export const byColumn = (
  votes: (input: number) => number,
  columns: readonly { at: number; width: number }[],
): number[] =>
  columns.map(({ at, width }) => {
    let sum = 0;
    for (let i = at; i < at + width; ++i) sum += votes(i);
    return sum;
  });
