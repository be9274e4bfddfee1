// A table of the visitor's: looked at first, then some of its columns are learnt.
import { signal } from '@preact/signals';
import type { Glimpse, LessonTable } from '../engine/types';
import { tell, trouble } from './engine';
import { on } from './events';
import { fileAsBase64, mostBytes } from './files';
import { missing, otherTable } from './missing';
import { offers } from './network';
import { view } from './selection';
import { turning } from './subject';

/** what has come and is to be learnt of, until a column is chosen */
export const glimpse = signal<Glimpse | null>(null);

/** `forLesson`: the file that a lesson waits for, and no other. */
export async function openTable(file: File, forLesson = false): Promise<void> {
  if (file.size > mostBytes) {
    trouble.value = { asked: 'table', code: 'too_large', words: '' };
    return;
  }
  const reply = await tell('table', { base64: await fileAsBase64(file), name: file.name });
  if (!reply?.columns) return;
  const opened = reply as Glimpse;
  const table = missing.peek()?.table;
  const other = table ? otherTable(opened, table) : null;
  if (table && !other) await goOn(table);
  else if (forLesson && other)
    trouble.value = { asked: 'follow', code: other.kind, words: '', facts: other };
  else glimpse.value = opened;
}

/** The lesson has its table. */
async function goOn({ target }: LessonTable): Promise<void> {
  const known = offers.peek().includes('table');
  if (known || (await learnColumns(target))) missing.value = null;
}

let coming = false;

/** The network that learns these columns greets us, and its view opens with it. */
export async function learnColumns(target: string[]): Promise<boolean> {
  const asked = tell('table', { target });
  coming = turning.value = true;
  if (await asked) return true;
  return (coming = turning.value = false);
}

let first = true;

on('hello', ({ subject, offers }) => {
  if (subject === 'table' && (coming || (first && !location.hash))) {
    view.value = 'table';
    glimpse.value = null;
    coming = false;
  }
  // A studio that was started again has it no longer.
  if (view.peek() === 'table' && !offers?.includes('table')) view.value = 'network';
  first = false;
});
