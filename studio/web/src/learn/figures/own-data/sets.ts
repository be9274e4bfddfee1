// Sets of the reader's own examples: classes with their names, and in them pictures of 28×28 bytes
// or words, 8000 samples a second.
import { asBase64, bytesOf } from '../../../model/files';

export const side = 28;
export const pixels = side * side;
export const [fewestClasses, mostClasses] = [2, 10];
/** what a name may be, in letters; the engine takes 60 bytes */
export const longestName = 20;

/** drawings are seen as strokes, as MNIST has its digits; photographs as they are, grey */
export const kinds = ['drawing', 'photograph', 'word'] as const;
export type Kind = (typeof kinds)[number];

/** a picture's bytes; a word's samples */
export type Example = Uint8Array | Int16Array;
export const isWord = (example: Example): example is Int16Array => example instanceof Int16Array;

/** of a class */
export const fewestOf = (kind: Kind): number => (kind === 'word' ? 3 : 2);
export const mostOf = (kind: Kind): number => (kind === 'word' ? 20 : 200);

export const shapes = ['circle', 'square', 'triangle'] as const;
export type Shape = (typeof shapes)[number];

export interface OwnClass {
  /** empty: that of its shape, or its number */
  name: string;
  /** the page drew it */
  shape: Shape | null;
  examples: readonly Example[];
}
export type OwnSet = readonly OwnClass[];

export const emptyClass: OwnClass = { name: '', shape: null, examples: [] };
export const emptySet: OwnSet = [emptyClass, emptyClass];

/** Whether the engine keeps an example of a class for the test: each fifth, of few the last. */
export const isTest = (index: number, count: number): boolean =>
  count < 5 ? index === count - 1 : index % 5 === 4;

export const testsOf = (count: number): number => (count < 5 ? 1 : Math.floor(count / 5));

const changedAt = (set: OwnSet, at: number, change: (one: OwnClass) => OwnClass): OwnSet =>
  set.map((one, i) => (i === at ? change(one) : one));

export const renamed = (set: OwnSet, at: number, name: string): OwnSet =>
  changedAt(set, at, (one) => ({ ...one, name: name.slice(0, longestName) }));

/** No more than `most` of them. */
export const withExamples = (
  set: OwnSet,
  at: number,
  more: readonly Example[],
  most: number,
): OwnSet =>
  changedAt(set, at, (one) => ({ ...one, examples: [...one.examples, ...more].slice(0, most) }));

export const withoutExample = (set: OwnSet, at: number, example: Example): OwnSet =>
  changedAt(set, at, (one) => ({
    ...one,
    examples: one.examples.filter((other) => other !== example),
  }));

export const withClass = (set: OwnSet): OwnSet =>
  set.length < mostClasses ? [...set, emptyClass] : set;

export const withoutClass = (set: OwnSet, at: number): OwnSet =>
  set.length > fewestClasses ? set.filter((_, i) => i !== at) : set;

/** How many of it are learned from. */
export const learnedOf = (set: OwnSet): number =>
  set.reduce((sum, { examples: { length } }) => sum + length - testsOf(length), 0);

/** Why it cannot be learned. */
export type Lack = 'few' | 'names';

export function lackOf(kind: Kind, set: OwnSet, names: readonly string[]): Lack | null {
  if (set.some(({ examples }) => examples.length < fewestOf(kind))) return 'few';
  return new Set(names).size < names.length ? 'names' : null;
}

export const packedWord = (word: Int16Array): string =>
  asBase64(new Uint8Array(word.buffer, word.byteOffset, word.byteLength));

/** The examples of a class as the engine takes them: words one by one, pictures in one piece. */
export function packed(examples: readonly Example[]): { pictures?: string; words?: string[] } {
  const words = examples.filter(isWord);
  if (words.length > 0) return { words: words.map(packedWord) };
  const all = new Uint8Array(examples.length * pixels);
  examples.forEach((picture, i) => all.set(picture, i * pixels));
  return { pictures: asBase64(all) };
}

function unpackedPictures(text: string): Uint8Array[] {
  const all = bytesOf(text);
  const count = Math.min(mostOf('drawing'), Math.floor(all.length / pixels));
  return Array.from({ length: count }, (_, i) => all.slice(i * pixels, (i + 1) * pixels));
}

const unpackedWords = (texts: string[]): Int16Array[] =>
  texts
    .map((text) => new Int16Array(bytesOf(text).buffer))
    .filter(({ length }) => length > 0)
    .slice(0, mostOf('word'));

export const written = (set: OwnSet): string =>
  JSON.stringify(set.map(({ name, shape, examples }) => ({ name, shape, ...packed(examples) })));

/** null: nothing was kept, or nothing that is a set */
export function readSet(kept: string | null): OwnSet | null {
  try {
    const set: unknown = JSON.parse(kept ?? 'null');
    if (!Array.isArray(set) || set.length < fewestClasses || set.length > mostClasses) return null;
    return set.map(({ name, shape, pictures, words }: Record<string, unknown>): OwnClass => {
      const spoken = Array.isArray(words);
      if (typeof name !== 'string' || (typeof pictures !== 'string' && !spoken))
        throw new Error('no class');
      return {
        name: name.slice(0, longestName),
        shape: shapes.find((known) => known === shape) ?? null,
        examples: spoken ? unpackedWords(words as string[]) : unpackedPictures(pictures as string),
      };
    });
  } catch {
    return null;
  }
}
