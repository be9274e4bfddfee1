// Which part of the programs is lit, and which program a phone shows.
import { signal } from '@preact/signals';
import type { Chapter } from '../../chapter';
import { type Name, type Part, type Program, programsIn } from './programs';

const path = '../../../../../../docs/learn/13-your-turn/en.md';
const chapter = import.meta.glob<Chapter>(
  '../../../../../../docs/learn/13-your-turn/en.md',
  { import: 'default' },
);

/** they are the same in each language; null: not read yet */
export const programs = signal<Program[] | null>(null);
export const part = signal<Part>('back');
export const shown = signal<Name>('nothing');
/** whose text was copied last */
export const copied = signal<Name | null>(null);

export async function readPrograms(): Promise<void> {
  programs.value ??= programsIn(await chapter[path]());
}

/** Where a page is not let at the clipboard, what is to be copied is at least marked. */
export async function copy({ name, text }: Program, pane: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    copied.value = name;
  } catch {
    getSelection()?.selectAllChildren(pane);
  }
}
