// The row that goes into the network of a table: chosen, or set by hand.
import { computed, effect, signal } from '@preact/signals';
import type { Fields } from '../../engine/commands';
import type { Row, TableColumn } from '../../engine/types';
import { ask, greeted, tell } from '../../model/engine';
import { atMost, latest } from '../../model/frame';
import { state, touched } from '../../model/learning';
import { hello, net } from '../../model/network';
import { selection } from '../../model/selection';
import { perSubject, subject } from '../../model/subject';
import { tensors } from '../../model/tensors';

/** A column beside where its inputs begin and how many they are. */
export interface Placed extends TableColumn {
  at: number;
  width: number;
}

export const table = computed(() => hello.value?.table ?? null);

export const columns = computed<Placed[]>(() => {
  let at = 0;
  return (table.value?.columns ?? []).map((column) => {
    const width = column.words?.length ?? 1;
    at += width;
    return { ...column, at: at - width, width };
  });
});

export const targets = computed(() => table.value?.targets ?? []);
export const isNumber = computed(() => table.value?.kind === 'numbers');
/** any number of the classes is the answer */
export const isSeveral = computed(() => table.value?.kind === 'several_classes');

/** what goes in; `index` and `label` of a row of the test set, as long as it is one */
interface Chosen {
  cells: Row;
  index: number | null;
  /** a class, or a value for each target */
  label: number[] | null;
}
export const row = perSubject<Chosen>(() => ({ cells: [], index: null, label: null }));
/** the mistake that was looked at last */
const mistake = signal(-1);

async function choose(fields: Fields<'input'>): Promise<void> {
  const reply = await tell('input', fields);
  if (!reply?.row) return;
  const label = reply.label === null ? null : [reply.label].flat();
  row.value = { cells: reply.row, index: reply.index, label };
}

export const chooseRow = (index: number): Promise<void> => choose({ test: index });
export const nextMistake = (): Promise<void> => choose({ mistake: ++mistake.value });

const send = latest(async () => {
  await tell('input', { row: row.peek().cells });
});

/** What if it were this? */
export function setCell(column: number, value: number | null): void {
  const cells = row.value.cells.map((cell, i) => (i === column ? value : cell));
  row.value = { cells, index: null, label: null };
  send();
}

export function chooseUsual(): void {
  row.value = { cells: columns.value.map(({ middle }) => middle), index: null, label: null };
  send();
}

/** The outputs of the last layer; read `pulse` to follow them. */
export const outputs = (): Float32Array => {
  const last = net.value?.layers.at(-1);
  return last ? tensors.activations.subarray(last.aAt, last.aAt + last.width) : new Float32Array();
};

/** From the network's scale into the column's own unit. */
export const inOwnUnit = (column: TableColumn, value: number): number =>
  value / column.scale + column.offset;

/** How far off it usually is, in the target's own unit; of several there is one cost for all. */
export const usualError = computed<number | null>(() => {
  const cost = state.value?.testCost ?? null;
  const [target, ...more] = targets.value;
  if (!isNumber.value || !target || more.length > 0 || cost === null) return null;
  return Math.sqrt(cost) / Math.abs(target.scale);
});

/** [columns][outputs]: what would be answered with each column as it usually is */
export const withUsual = signal<{ without: Float32Array; outputs: number[] } | null>(null);

const readColumns = atMost(
  120,
  latest(async () => {
    if (subject.peek() !== 'table' || row.peek().cells.length === 0) return;
    const reply = await ask('columns', {});
    const numbers = reply.bulk[0]?.numbers;
    if (numbers instanceof Float32Array)
      withUsual.value = { without: numbers, outputs: reply.outputs };
  }),
);

/** Asks as long as somebody looks. */
export function followColumns(): () => void {
  return effect(() => {
    void [row.value, touched.value, state.value?.step, state.value?.shown.step];
    readColumns();
  });
}

// The network of a table has greeted us: it gets its row.
let given: unknown = null;
effect(() => {
  if (greeted.value === 0 || subject.value !== 'table') return;
  const of = JSON.stringify(table.value?.columns);
  if (of === given && row.peek().cells.length > 0) {
    const { index } = row.peek();
    if (index === null) send();
    else void chooseRow(index);
    return;
  }
  // What is asked first is what changes the answer.
  if (given !== of && !location.hash.includes('sel='))
    selection.value = { kind: 'neuron', layer: (net.peek()?.layers.length ?? 1) - 1, neuron: 0 };
  given = of;
  withUsual.value = null;
  mistake.value = -1;
  row.value = { cells: [], index: null, label: null };
  if ((hello.peek()?.data.test ?? 0) > 0) void chooseRow(0);
  else chooseUsual();
});
