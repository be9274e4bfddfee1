// The chapters of the textbook as files.
import { readFile } from 'node:fs/promises';

export const learn = new URL('../../../docs/learn/', import.meta.url);

export const chapterIn = (folder, language) =>
  readFile(new URL(`${folder}/${language}.md`, learn), 'utf8');

/** A chapter is offered once all its figures are built. */
export const isOffered = (chapter) => !/^<!-- figure /m.test(chapter);
