// The table of a lesson, where nobody has opened its file here yet.
import { signal } from '@preact/signals';
import type { Facts } from '../engine/engine';
import type { Glimpse, Lesson, LessonTable } from '../engine/types';

/** the lesson that waits for the file of its table */
export const missing = signal<Lesson | null>(null);

/** Why a table that was opened is not that of the lesson; null where it is. */
export function otherTable(opened: Glimpse, wanted: LessonTable): Facts | null {
  if (opened.digest === wanted.digest) return null;
  const values = {
    name: opened.name,
    rows: String(opened.rows),
    columns: String(opened.columns.length),
    wanted: wanted.name,
    wantedRows: String(wanted.rows),
    wantedColumns: String(wanted.columns),
  };
  return { kind: 'link_other_table', values };
}

const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) > 0;
const isText = (value: unknown): boolean => typeof value === 'string';

/** Whether a link says which table it is about. */
export function namesTable(table: unknown): boolean {
  if (typeof table !== 'object' || table === null) return false;
  const { name, rows, columns, digest, target } = table as Record<string, unknown>;
  if (![name, digest].every(isText) || ![rows, columns].every(isCount)) return false;
  return Array.isArray(target) && target.length > 0 && target.every(isText);
}
