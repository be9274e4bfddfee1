// Numbers and answers of a table in words.
import type { TableColumn } from '../../engine/types';
import { hello, net } from '../../model/network';
import { answered } from '../../parts/CostTable';
import { fill, fixed, percent, signed, texts } from '../../text/table';
import { inOwnUnit, isNumber, outputs, table } from './model';

/** As many digits as tell the column's numbers apart. */
const digitsOf = ({ low, high, whole }: TableColumn): number =>
  whole ? 0 : Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(Math.max(high - low, 1e-9)))));

export const numberText = (column: TableColumn, value: number): string =>
  fixed(value, digitsOf(column));

/** Of an answer, which need not be whole. */
export function targetText(value: number, sign = false): string {
  const target = table.value?.target;
  if (!target) return '';
  const digits = digitsOf({ ...target, whole: false });
  return sign ? signed(value, digits) : fixed(value, digits);
}

export const cellText = (column: TableColumn, cell: number | null): string =>
  cell === null
    ? texts().table.empty
    : (column.words?.[cell] ?? numberText(column, cell));

export const className = (label: number): string =>
  hello.value?.data.classes[label] ?? String(label);

/** A label as the table has it. */
export function labelText(label: number): string {
  const target = table.value?.target;
  if (!isNumber.value || !target) return className(label);
  return targetText(inOwnUnit(target, label));
}

export function answerText(): string {
  const T = texts().table;
  const now = outputs();
  const target = table.value?.target;
  if (!target || !net.value || now.length === 0) return '—';
  if (isNumber.value) return targetText(inOwnUnit(target, now[0]));
  const best = answered(now);
  return fill(T.classShare, { name: className(best), share: percent(now[best], 0) });
}
