// Sets of pictures of the reader's own: classes with their names, 28×28 bytes a picture.
import { asBase64, bytesOf } from '../../../model/files';

export const side = 28;
export const pixels = side * side;
export const [fewestClasses, mostClasses] = [2, 10];
export const [fewestPictures, mostPictures] = [2, 200];
/** what a name may be, in letters; the engine takes 60 bytes */
export const longestName = 20;

/** drawings are seen as strokes, as MNIST has its digits; photographs as they are, grey */
export const kinds = ['drawing', 'photograph'] as const;
export type Kind = (typeof kinds)[number];

export const shapes = ['circle', 'square', 'triangle'] as const;
export type Shape = (typeof shapes)[number];

export interface OwnClass {
  /** empty: that of its shape, or its number */
  name: string;
  /** the page drew it */
  shape: Shape | null;
  pictures: readonly Uint8Array[];
}
export type OwnSet = readonly OwnClass[];

export const emptyClass: OwnClass = { name: '', shape: null, pictures: [] };
export const emptySet: OwnSet = [emptyClass, emptyClass];

/** Whether the engine keeps a picture of a class for the test: each fifth, of few the last. */
export const isTest = (index: number, count: number): boolean =>
  count < 5 ? index === count - 1 : index % 5 === 4;

export const testsOf = (count: number): number => (count < 5 ? 1 : Math.floor(count / 5));

const changedAt = (set: OwnSet, at: number, change: (one: OwnClass) => OwnClass): OwnSet =>
  set.map((one, i) => (i === at ? change(one) : one));

export const renamed = (set: OwnSet, at: number, name: string): OwnSet =>
  changedAt(set, at, (one) => ({ ...one, name: name.slice(0, longestName) }));

/** As many of them as there is room for. */
export const withPictures = (set: OwnSet, at: number, more: readonly Uint8Array[]): OwnSet =>
  changedAt(set, at, (one) => ({
    ...one,
    pictures: [...one.pictures, ...more].slice(0, mostPictures),
  }));

export const withoutPicture = (set: OwnSet, at: number, picture: Uint8Array): OwnSet =>
  changedAt(set, at, (one) => ({
    ...one,
    pictures: one.pictures.filter((other) => other !== picture),
  }));

export const withClass = (set: OwnSet): OwnSet =>
  set.length < mostClasses ? [...set, emptyClass] : set;

export const withoutClass = (set: OwnSet, at: number): OwnSet =>
  set.length > fewestClasses ? set.filter((_, i) => i !== at) : set;

/** How many of it are learned from. */
export const learnedOf = (set: OwnSet): number =>
  set.reduce((sum, { pictures: { length } }) => sum + length - testsOf(length), 0);

/** Why it cannot be learned. */
export type Lack = 'pictures' | 'names';

export function lackOf(set: OwnSet, names: readonly string[]): Lack | null {
  if (set.some(({ pictures }) => pictures.length < fewestPictures)) return 'pictures';
  return new Set(names).size < names.length ? 'names' : null;
}

/** Pictures one after the other, in base64. */
export function packed(pictures: readonly Uint8Array[]): string {
  const all = new Uint8Array(pictures.length * pixels);
  pictures.forEach((picture, i) => all.set(picture, i * pixels));
  return asBase64(all);
}

function unpacked(text: string): Uint8Array[] {
  const all = bytesOf(text);
  const count = Math.min(mostPictures, Math.floor(all.length / pixels));
  return Array.from({ length: count }, (_, i) => all.slice(i * pixels, (i + 1) * pixels));
}

export const written = (set: OwnSet): string =>
  JSON.stringify(set.map((one) => ({ ...one, pictures: packed(one.pictures) })));

/** null: nothing was kept, or nothing that is a set */
export function readSet(kept: string | null): OwnSet | null {
  try {
    const set: unknown = JSON.parse(kept ?? 'null');
    if (!Array.isArray(set) || set.length < fewestClasses || set.length > mostClasses) return null;
    return set.map(({ name, shape, pictures }: Record<string, unknown>): OwnClass => {
      if (typeof name !== 'string' || typeof pictures !== 'string') throw new Error('no class');
      return {
        name: name.slice(0, longestName),
        shape: shapes.find((known) => known === shape) ?? null,
        pictures: unpacked(pictures),
      };
    });
  } catch {
    return null;
  }
}
