// Where the visitor is: in the studio, or in the textbook and at which chapter.
import { signal } from '@preact/signals';

/** '6', 'glossary'; '' is the list of chapters, null the studio */
export const chapter = signal<string | null>(null);

const address = /^learn(?:\/([1-9]\d?|[a-z]+))?$/;

/** The chapter that the first field of an address names. */
export function chapterIn(field: string): string | null {
  const found = address.exec(field);
  return found ? (found[1] ?? '') : null;
}

export const addressOf = (name: string): string => (name ? `learn/${name}` : 'learn');
