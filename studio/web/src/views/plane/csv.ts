// Points as text: a line for each, x, y and its label.
import type { Point } from './model';

export type Labelled = [x: number, y: number, label: number];

export interface Table {
  points: Labelled[];
  classes: number;
  /** the numbers did not fit on the plane and were moved and shrunk, both ways alike */
  fitted: boolean;
}

export type CsvTrouble = 'empty' | 'columns' | 'classes' | 'many';

export class BadTable extends Error {
  constructor(
    readonly why: CsvTrouble,
    readonly line = 0,
  ) {
    super(why);
  }
}

const mostClasses = 6;
const mostPoints = 4000;
const inside = 5; // of a range of 6: a margin stays

const cellsOf = (line: string): string[] => {
  const separator = [';', '\t', ','].find((s) => line.split(s).length >= 3) ?? /\s+/;
  return line.trim().split(separator).map((cell) => cell.trim());
};

const numberIn = (cell: string): number =>
  cell === '' ? NaN : Number(/^-?\d+,\d+$/.test(cell) ? cell.replace(',', '.') : cell);

/** Classes are numbered from 0: numbers by their size, names as they come. */
function numbered(names: string[]): Map<string, number> {
  const distinct = [...new Set(names)];
  if (distinct.every((name) => Number.isFinite(numberIn(name))))
    distinct.sort((a, b) => numberIn(a) - numberIn(b));
  if (distinct.length > mostClasses) throw new BadTable('classes');
  return new Map(distinct.map((name, i) => [name, i]));
}

function fitted(points: Labelled[], range: number): Labelled[] {
  const span = (of: (p: Labelled) => number) => {
    const all = points.map(of);
    return { low: Math.min(...all), high: Math.max(...all) };
  };
  const [x, y] = [span((p) => p[0]), span((p) => p[1])];
  const half = Math.max(x.high - x.low, y.high - y.low) / 2 || 1;
  const to = (v: number, { low, high }: typeof x): number =>
    ((v - (low + high) / 2) / half) * Math.min(inside, range);
  return points.map(([a, b, label]) => [to(a, x), to(b, y), label]);
}

/** Reads lines of x, y, label; a first line of names is left out. Throws BadTable. */
export function readTable(text: string, range: number): Table {
  const rows: { cells: string[]; line: number }[] = text
    .split(/\r?\n/)
    .map((line, i) => ({ cells: cellsOf(line), line: i + 1 }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (rows.length > 0 && !Number.isFinite(numberIn(rows[0].cells[0]))) rows.shift();
  if (rows.length === 0) throw new BadTable('empty');
  if (rows.length > mostPoints) throw new BadTable('many');
  for (const { cells, line } of rows)
    if (cells.length < 3 || !cells.slice(0, 2).every((cell) => Number.isFinite(numberIn(cell))))
      throw new BadTable('columns', line);
  const classes = numbered(rows.map(({ cells }) => cells[2]));
  const points = rows.map(
    ({ cells: [x, y, name] }): Labelled => [numberIn(x), numberIn(y), classes.get(name)!],
  );
  const fits = points.every(([x, y]) => Math.abs(x) <= range && Math.abs(y) <= range);
  return {
    points: fits ? points : fitted(points, range),
    classes: Math.max(2, classes.size),
    fitted: !fits,
  };
}

export const asTable = (points: Point[]): string =>
  [
    'x,y,label,part',
    ...points.map(({ x, y, label, tested }) =>
      [x, y, label].map((v) => Number(v.toFixed(4))).join(',') + (tested ? ',test' : ',train'),
    ),
  ].join('\n') + '\n';
