// What the library remarks about the recipe: sentences that come with the answer that sets it.
import { computed } from '@preact/signals';
import type { CommandName } from '../engine/commands';
import { perSubject } from './subject';

const notes = perSubject<string[]>(() => []);
const read = perSubject<string[]>(() => []);

/** those of the recipe as it is now that the visitor has not put away */
export const remarks = computed(() => notes.value.filter((words) => !read.value.includes(words)));

const changesRecipe = new Set<CommandName>(['recipe', 'reset', 'open', 'branch', 'fork']);

/** Takes what an answer remarks. One that was put away comes again when it was gone between. */
export function note(asked: CommandName, answer: { notes?: string[] }): void {
  if (!changesRecipe.has(asked)) return;
  notes.value = answer.notes ?? [];
  read.value = read.value.filter((words) => notes.value.includes(words));
}

export function putAway(words: string): void {
  read.value = [...read.value, words];
}
