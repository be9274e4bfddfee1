// What the tour has to remember when the page is loaded again: where the reader is, and what was
// there before it began.
import type { Home } from '../model/home';
import type { Chosen } from '../model/input';
import type { Selection } from '../model/selection';

export interface Memory {
  home: Home | null;
  /** neurons, as selection.ts writes them */
  muted: string[];
  input: Chosen | null;
  selection: Selection;
  /** branches of the tour's own, by what they were forked from */
  branches: { newborn?: number; taught?: number };
}

const key = 'glia.tour.memory';
const nothing: Memory = { home: null, muted: [], input: null, selection: null, branches: {} };

function recalled(): Memory {
  try {
    return { ...nothing, ...(JSON.parse(sessionStorage.getItem(key) ?? '{}') as Partial<Memory>) };
  } catch {
    return nothing;
  }
}

let memory = recalled();

export const remembered = (): Memory => memory;

export function remember(more: Partial<Memory>): void {
  memory = { ...memory, ...more };
  try {
    sessionStorage.setItem(key, JSON.stringify(memory));
  } catch {
    // a browser that keeps nothing forgets it with the page
  }
}
