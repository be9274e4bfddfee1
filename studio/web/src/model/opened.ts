// A table of the visitor's: looked at first, then one of its columns is learnt.
import { signal } from '@preact/signals';
import type { Glimpse } from '../engine/types';
import { tell, trouble } from './engine';
import { on } from './events';
import { fileAsBase64, mostBytes } from './files';
import { view } from './selection';
import { turning } from './subject';

/** what has come and is to be learnt of, until a column is chosen */
export const glimpse = signal<Glimpse | null>(null);

export async function openTable(file: File): Promise<void> {
  if (file.size > mostBytes) {
    trouble.value = { asked: 'table', code: 'too_large', words: '' };
    return;
  }
  const reply = await tell('table', { base64: await fileAsBase64(file), name: file.name });
  if (reply?.columns) glimpse.value = reply as Glimpse;
}

let coming = false;

/** The network that learns this column greets us, and its view opens with it. */
export async function learnColumn(target: string): Promise<void> {
  const asked = tell('table', { target });
  coming = turning.value = true;
  if (!(await asked)) coming = turning.value = false;
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
