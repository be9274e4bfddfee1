// The languages of the page. A new one is its files of texts here, xx.ts and xx.ROOM.ts; what they
// have to hold is what the English ones do.
import type en from './en';

export type Texts = typeof en;
/** as in the names of the files: en, ru */
export type Language = string;

/** By language: what files say, given by their paths. */
export const byLanguage = <Said>(files: Record<string, Said>): Record<Language, Said> =>
  Object.fromEntries(Object.entries(files).map(([path, said]) => [path.slice(2, 4), said]));

export const dictionaries = byLanguage(
  import.meta.glob<Texts>('./??.ts', { eager: true, import: 'default' }),
);
export const fallback: Language = 'en';
export const languages: Language[] = [
  ...Object.keys(dictionaries).filter((l) => l !== fallback),
  fallback,
];
