// Numbers and answers of a table in words.
import type { TableColumn } from '../../engine/types';
import { hello, net } from '../../model/network';
import { answered } from '../../parts/CostTable';
import { fill, fixed, percent, signed, texts } from '../../text/table';
import { inOwnUnit, isNumber, isSeveral, outputs, table, targets } from './model';

/** As many digits as tell the column's numbers apart. */
const digitsOf = ({ low, high, whole }: TableColumn): number =>
  whole ? 0 : Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(Math.max(high - low, 1e-9)))));

export const numberText = (column: TableColumn, value: number): string =>
  fixed(value, digitsOf(column));

/** Of an answer, which need not be whole, in the unit of that target. */
export function targetText(value: number, at = 0, sign = false): string {
  const target = targets.value[at];
  if (!target) return '';
  const digits = digitsOf({ ...target, whole: false });
  return sign ? signed(value, digits) : fixed(value, digits);
}

export const cellText = (column: TableColumn, cell: number | null): string =>
  cell === null
    ? texts().table.empty
    : (column.words?.[cell] ?? numberText(column, cell));

/** Of a class, or of a number that is one of several. */
export const outputName = (at: number): string =>
  (isNumber.value ? targets.value[at]?.name : hello.value?.data.classes[at]) ?? String(at);

const told = (each: { name: string; value: string }): string =>
  fill(texts().table.nodeTold, { ...each });

const listed = (names: string[]): string =>
  names.length > 0 ? names.join(', ') : texts().table.noneOf;

/** A label as the table has it. */
export function labelText(label: number[]): string {
  if (isSeveral.value) return listed(label.flatMap((has, i) => (has > 0 ? outputName(i) : [])));
  if (!isNumber.value) return outputName(label[0]);
  const values = label.map((value, i) => targetText(inOwnUnit(targets.value[i], value), i));
  if (values.length === 1) return values[0];
  return values.map((value, i) => told({ name: outputName(i), value })).join('; ');
}

export interface Answer {
  name: string;
  value: string;
  /** of a class, how sure the network is */
  share: number | null;
  best: boolean;
}

/** What the network says, output by output. */
export function answersNow(): Answer[] {
  const now = outputs();
  if (isNumber.value)
    return Array.from(now, (value, i) => ({
      name: outputName(i),
      value: targetText(inOwnUnit(targets.value[i], value), i),
      share: null,
      best: true,
    }));
  const best = answered(now);
  return Array.from(now, (share, i) => ({
    name: outputName(i),
    value: percent(share, 0),
    share: Math.max(0, Math.min(1, share)),
    best: isSeveral.value ? share > 0.5 : i === best,
  }));
}

export function answerText(): string {
  const T = texts().table;
  if (!net.value || !table.value) return '—';
  const all = answersNow();
  if (all.length === 0) return '—';
  if (isNumber.value) return all.length === 1 ? all[0].value : all.map(told).join('; ');
  const best = all.filter((each) => each.best);
  return listed(best.map(({ name, value }) => fill(T.classShare, { name, share: value })));
}
