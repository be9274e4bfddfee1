// The languages of the page. A new one is its file of texts here, xx.ts; what it has to hold is
// what the English one does.
import type en from './en';

export type Texts = typeof en;
/** as in the names of the files: en, ru */
export type Language = string;

const files = import.meta.glob<Texts>('./??.ts', { eager: true, import: 'default' });

export const dictionaries: Record<Language, Texts> = Object.fromEntries(
  Object.entries(files).map(([path, texts]) => [path.slice(2, 4), texts]),
);
export const fallback: Language = 'en';
export const languages: Language[] = [
  ...Object.keys(dictionaries).filter((l) => l !== fallback),
  fallback,
];
