// A visitor has two networks: the one that reads digits and the one of the plane. One of them is
// shown; what the page remembers is kept for each apart.
import { type Signal, signal } from '@preact/signals';
import type { Subject } from '../engine/types';

/** the one whose hello came last: all that is shown belongs to it */
export const subject = signal<Subject>('digits');
/** another one was asked for and has not greeted us yet; nothing is asked of either meanwhile */
export const turning = signal(false);

const changes: ((from: Subject, to: Subject) => void)[] = [];

/** A signal that has a value for each subject: it shows that of the present one. */
export function perSubject<T>(first: () => T): Signal<T> {
  const shown = signal(first());
  const kept = new Map<Subject, T>();
  changes.push((from, to) => {
    kept.set(from, shown.peek());
    shown.value = kept.has(to) ? (kept.get(to) as T) : first();
  });
  return shown;
}

export function showSubject(to: Subject): void {
  turning.value = false;
  const from = subject.peek();
  if (from === to) return;
  for (const change of changes) change(from, to);
  subject.value = to;
}
