// The reader's sets, one of each kind, and how examples come into them.
import { batch, computed, effect, signal } from '@preact/signals';
import type { Pixels, Samples } from '../../../engine/types';
import { packed, pixelsOf, tellFile, waveOf } from '../../../model/decoded';
import { type Trouble, ask, greeted, link, trouble } from '../../../model/engine';
import { atMost } from '../../../model/frame';
import { padSide, padStroke } from '../../../model/input';
import { record } from '../../../model/microphone';
import { keep, recall } from '../../../model/settings';
import { subject } from '../../../model/subject';
import { fill, texts } from '../../../text/learn';
import { features } from '../spectrogram/spectrum';
import * as sets from './sets';
import type { Example, Kind, OwnClass, OwnSet } from './sets';
import { drawnShape, randomFrom } from './shapes';

/** of each shape */
const drawnByThePage = 20;
/** thousandths of a second, in which a word is said */
const longestWord = 2000;

const keyOf = (kind: Kind): string => `learn.own.${kind}`;
const kept = (kind: Kind) => signal<OwnSet | null>(sets.readSet(recall(keyOf(kind))));
/** null: nothing is there yet */
const all = { drawing: kept('drawing'), photograph: kept('photograph'), word: kept('word') };

export const kind = signal<Kind>('drawing');
/** words are told of otherwise than pictures */
export const sort = computed(() => (kind.value === 'word' ? 'word' : 'picture'));
export const most = computed(() => sets.mostOf(kind.value));
export const set = computed<OwnSet>(() => all[kind.value].value ?? sets.emptySet);
export const drawing = signal(false);

export const nameOf = ({ name, shape }: OwnClass, index: number): string => {
  const T = texts().learnRoom.own;
  return name.trim() || (shape ? T.shapes[shape] : fill(T.unnamed, { n: index + 1 }));
};
export const names = computed(() => set.value.map(nameOf));
export const lack = computed(() => sets.lackOf(kind.value, set.value, names.value));

const change = (next: OwnSet, of = kind.peek()): void => void (all[of].value = next);
export const rename = (at: number, name: string): void =>
  change(sets.renamed(set.peek(), at, name));
export const addClass = (): void => change(sets.withClass(set.peek()));
export const removeClass = (at: number): void => change(sets.withoutClass(set.peek(), at));
export const clear = (): void => change(sets.emptySet);

/** Into the set that it was made for, whichever is looked at by now. */
function add(at: number, example: Example, of: Kind): void {
  const now = all[of].peek() ?? sets.emptySet;
  change(sets.withExamples(now, at, [example], sets.mostOf(of)), of);
}

/** what is on the field */
export const lines = signal<number[][]>([]);

export async function formOf(strokes: number[][]): Promise<Uint8Array | null> {
  const reply = await ask('form', {
    strokes: { lines: strokes, width: padStroke, side: padSide },
  }).catch(() => null);
  return (reply?.bulk[0]?.numbers as Uint8Array | undefined)?.slice() ?? null;
}

export async function addDrawing(at: number): Promise<void> {
  const strokes = lines.peek();
  if (strokes.length === 0 || !set.peek()[at]) return;
  lines.value = [];
  const picture = await formOf(strokes);
  if (picture) add(at, picture, 'drawing');
}

async function pictureOf(file: Blob, of: Kind): Promise<Example | null> {
  const fields = (picture: string | Pixels) => ({ picture, kind: of });
  const reply = await tellFile('form', file, pixelsOf, fields);
  return (reply?.bulk[0]?.numbers as Uint8Array | undefined)?.slice() ?? null;
}

const samplesOf = async (file: Blob): Promise<Samples> =>
  packed(await waveOf(file, features.rate), features.rate);

/** What is heard of a recording: the word, without the silence around it. */
async function wordOf(file: Blob): Promise<Example | null> {
  const fields = (sound: string | Samples) => ({ sound, kind: 'word' as const });
  const reply = await tellFile('form', file, samplesOf, fields);
  const wave = reply?.bulk[0]?.numbers as Float32Array | undefined;
  return wave ? Int16Array.from(wave, (sample) => Math.round(32767 * sample)) : null;
}

/** null: it is none, and the reader was told */
export async function exampleOf(file: Blob): Promise<Example | null> {
  const of = kind.peek();
  const example = of === 'word' ? await wordOf(file) : await pictureOf(file, of);
  const wrong = trouble.peek();
  if (wrong?.asked !== 'form') return example;
  if (of === 'word') trouble.value = { ...wrong, asked: 'hear' };
  else if (wrong.code !== 'invalid_argument') trouble.value = { ...wrong, asked: 'photo' };
  return example;
}

export async function addFiles(at: number, files: Iterable<Blob>): Promise<void> {
  const of = kind.peek();
  let refused: Trouble | null = null; // which the next one must not hide
  for (const file of files) {
    const example = await exampleOf(file);
    if (example) add(at, example, of);
    else refused = trouble.peek();
  }
  if (refused) trouble.value = refused;
}

/** for whom the microphone listens: a class, or to be asked about */
export const hearer = signal<number | 'ask' | null>(null);
export const refusedToListen = signal(false);

/** null: nothing was heard, and the reader was told */
export async function sayTo(to: number | 'ask'): Promise<Blob | null> {
  if (hearer.peek() !== null) return null;
  hearer.value = to;
  const sound = await record(longestWord);
  batch(() => {
    hearer.value = null;
    refusedToListen.value = sound === null;
  });
  return sound;
}

export async function addSpoken(at: number): Promise<void> {
  const sound = await sayTo(at);
  if (sound) await addFiles(at, [sound]);
}

let seed = 0;

export async function drawShapes(): Promise<void> {
  if (drawing.peek()) return;
  drawing.value = true;
  const random = randomFrom(++seed);
  const made: OwnClass[] = [];
  for (const shape of sets.shapes) {
    const drawn = Array.from({ length: drawnByThePage }, () => drawnShape(shape, padSide, random));
    const pictures = await Promise.all(drawn.map((line) => formOf([line])));
    made.push({ name: '', shape, examples: pictures.filter((picture) => picture !== null) });
  }
  batch(() => {
    drawing.value = false;
    if (made.every(({ examples }) => examples.length > 0)) all.drawing.value = made;
  });
}

/** The place in the set that an example has; null: none. */
export function placeOf(example: Example): number | null {
  const at = set.value.findIndex(({ examples }) => examples.includes(example));
  return at < 0 ? null : at;
}

export function remove(example: Example): void {
  const at = placeOf(example);
  if (at !== null) change(sets.withoutExample(set.peek(), at, example));
}

for (const of of sets.kinds) {
  const write = atMost(500, (now: OwnSet) => keep(keyOf(of), sets.written(now)));
  effect(() => {
    const now = all[of].value;
    if (now) write(now);
  });
}

/** The page draws something to begin with where nothing is there. */
export const follow = (): (() => void) =>
  effect(() => {
    void greeted.value;
    const ready = subject.value === 'digits' && link.value === 'open';
    if (ready && !all.drawing.peek()) void drawShapes();
  });
