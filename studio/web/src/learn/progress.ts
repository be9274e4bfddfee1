// What the reader has read and answered. Chapters that were read are remembered; answers last as
// long as the page, in whichever language they are read.
import { signal } from '@preact/signals';
import { keep, recall } from '../model/settings';

const key = 'learn.read';

function remembered(): string[] {
  try {
    const kept: unknown = JSON.parse(recall(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

export const read = signal<ReadonlySet<string>>(new Set(remembered()));

export function markRead(name: string): void {
  if (read.peek().has(name)) return;
  read.value = new Set([...read.peek(), name]);
  keep(key, JSON.stringify([...read.value]));
}

/** by chapter and place: the option that was chosen, or the number that was written */
export const answers = signal<Readonly<Record<string, number | string>>>({});

export function answer(place: string, what: number | string): void {
  answers.value = { ...answers.value, [place]: what };
}
