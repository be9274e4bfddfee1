// The table of a lesson is known again by what is in it, and by nothing else.
import { describe, expect, it } from 'vitest';
import type { Glimpse } from '../src/engine/types';
import { namesTable, otherTable } from '../src/model/missing';

const wanted = {
  name: 'flats.csv',
  rows: 90,
  columns: 3,
  digest: '0123456789abcdef',
  target: ['dear'],
};
const opened = (fields: Partial<Glimpse>): Glimpse => ({
  name: 'flats.csv',
  rows: 90,
  digest: wanted.digest,
  columns: ['size', 'street', 'dear'].map((name) => ({ name, words: null })),
  first: [],
  likely: 'dear',
  ...fields,
});

describe('the table of a lesson', () => {
  it('is the same under another name', () => {
    expect(otherTable(opened({ name: 'mine.csv.gz' }), wanted)).toBeNull();
  });

  it('is another one when a cell is, and both are named', () => {
    const other = otherTable(opened({ digest: 'fedcba9876543210', rows: 91 }), wanted);
    expect(other?.kind).toBe('link_other_table');
    expect(other?.values).toEqual({
      name: 'flats.csv',
      rows: '91',
      columns: '3',
      wanted: 'flats.csv',
      wantedRows: '90',
      wantedColumns: '3',
    });
  });

  it('is named by a link as a whole or not at all', () => {
    expect(namesTable(wanted)).toBe(true);
    for (const [name, value] of [
      ['digest', 7],
      ['rows', 0],
      ['columns', 1.5],
      ['target', []],
      ['target', 'dear'],
      ['target', [7]],
    ] as const)
      expect(namesTable({ ...wanted, [name]: value })).toBe(false);
    expect(namesTable(undefined)).toBe(false);
  });
});
