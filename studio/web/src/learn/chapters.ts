// The chapters that there are, in the order of their folders; each is fetched when it is opened.
import { type Language, fallback } from '../text/languages';
import type { Chapter } from './chapter';

const texts = import.meta.glob<Chapter>('../../../../docs/learn/*/??.md', { import: 'default' });
const titles = import.meta.glob<string | null>('../../../../docs/learn/*/??.md', {
  import: 'default',
  query: '?title',
  eager: true,
});

export interface Listed {
  /** as in the address: '6', 'glossary' */
  name: string;
  number: number | null;
  folder: string;
}

const folders = [...new Set(Object.keys(texts).map((path) => path.split('/').at(-2)!))]
  .filter((folder) => Object.entries(titles).every(([at, title]) => title || !at.includes(folder)))
  .sort();

export const listed: Listed[] = folders.map((folder) => {
  const number = Number(/^(\d\d)-/.exec(folder)?.[1] ?? NaN);
  return Number.isNaN(number)
    ? { name: folder, number: null, folder }
    : { name: String(number), number, folder };
});
/** without the glossary and the teacher's book */
export const numbered = listed.filter(({ number }) => number !== null);

/** In a language that a chapter is not there in, it is shown in another. */
function found<Value>(files: Record<string, Value>, { folder }: Listed, language: Language): Value {
  const at = (lang: Language): Value => files[`../../../../docs/learn/${folder}/${lang}.md`];
  const any = Object.keys(files).find((path) => path.includes(`/${folder}/`))!;
  return at(language) ?? at(fallback) ?? files[any];
}

export const titleOf = (which: Listed, language: Language): string =>
  found(titles, which, language)!;

export const open = (which: Listed, language: Language): Promise<Chapter> =>
  found(texts, which, language)();
