// The sets, the network that learns one of them, and what it is asked. The engine has one such
// network at a time, beside the reader's own, which stays as it is.
import { batch, computed, effect, signal } from '@preact/signals';
import type { RunnerState } from '../../../engine/types';
import { pixelsOf, tellFile } from '../../../model/decoded';
import { type Trouble, ask, greeted, link, tell, trouble } from '../../../model/engine';
import { on } from '../../../model/events';
import { asBase64, bytesOf, download } from '../../../model/files';
import { atMost, latest } from '../../../model/frame';
import { padSide, padStroke } from '../../../model/input';
import { keep, recall } from '../../../model/settings';
import { subject } from '../../../model/subject';
import { fill, texts } from '../../../text/learn';
import { plain } from '../races';
import { type Answer, answersOf, byInterest } from './exam';
import * as sets from './sets';
import type { Kind, OwnClass, OwnSet } from './sets';
import { drawnShape, randomFrom } from './shapes';

export const epochs = 40;
/** of each shape */
const drawnByThePage = 20;

const keyOf = (kind: Kind): string => `learn.own.${kind}`;
const kept = (kind: Kind) => signal<OwnSet | null>(sets.readSet(recall(keyOf(kind))));
/** null: nothing is there yet */
const all = { drawing: kept('drawing'), photograph: kept('photograph') };

export const kind = signal<Kind>('drawing');
export const set = computed<OwnSet>(() => all[kind.value].value ?? sets.emptySet);
export const drawing = signal(false);

export const nameOf = ({ name, shape }: OwnClass, index: number): string => {
  const T = texts().learnRoom.own;
  return name.trim() || (shape ? T.shapes[shape] : fill(T.unnamed, { n: index + 1 }));
};
export const names = computed(() => set.value.map(nameOf));
export const lack = computed(() => sets.lackOf(set.value, names.value));

const change = (next: OwnSet): void => void (all[kind.peek()].value = next);
export const rename = (at: number, name: string): void =>
  change(sets.renamed(set.peek(), at, name));
export const addClass = (): void => change(sets.withClass(set.peek()));
export const removeClass = (at: number): void => change(sets.withoutClass(set.peek(), at));
export const clear = (): void => change(sets.emptySet);

/** what is on the field */
export const lines = signal<number[][]>([]);

async function formOf(strokes: number[][]): Promise<Uint8Array | null> {
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
  if (picture) change(sets.withPictures(set.peek(), at, [picture]));
}

/** null: it is none, and the reader was told */
async function pictureOf(file: Blob): Promise<Uint8Array | null> {
  const of = kind.peek();
  const reply = await tellFile('form', file, pixelsOf, (picture) => ({ picture, kind: of }));
  const wrong = trouble.peek();
  if (wrong?.asked === 'form' && wrong.code !== 'invalid_argument')
    trouble.value = { ...wrong, asked: 'photo' };
  return (reply?.bulk[0]?.numbers as Uint8Array | undefined)?.slice() ?? null;
}

export async function addFiles(at: number, files: Iterable<File>): Promise<void> {
  let refused: Trouble | null = null; // which the next one must not hide
  for (const file of files) {
    const picture = await pictureOf(file);
    if (picture) change(sets.withPictures(set.peek(), at, [picture]));
    else refused = trouble.peek();
  }
  if (refused) trouble.value = refused;
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
    made.push({ name: '', shape, pictures: pictures.filter((picture) => picture !== null) });
  }
  batch(() => {
    drawing.value = false;
    if (made.every(({ pictures }) => pictures.length > 0)) all.drawing.value = made;
  });
}

export const networks = ['perceptron', 'cnn'] as const;
export type Network = (typeof networks)[number];
export const inWords: Record<Network, string> = {
  perceptron: 'dense(16) relu dense(16) relu',
  cnn: 'conv(6,5x5) relu maxpool(2) dense(32) relu',
};
export const network = signal<Network>('perceptron');

/** what the network learns or has learned */
interface Learned {
  set: OwnSet;
  names: string[];
  network: Network;
  tests: [number, number][];
  parameters: number;
}
export const learned = signal<Learned | null>(null);
export const runner = signal<RunnerState | null>(null);
export const running = signal(false);
export const answers = signal<Answer[]>([]);

/** a picture that is looked at: of a class of the set, or a new one */
export const chosen = signal<Uint8Array | null>(null);
/** the class whose answer is looked into; null: what is said */
export const output = signal<number | null>(null);

export interface Why {
  picture: Uint8Array;
  shares: number[];
  output: number;
  window: number;
  /** slope × pixel, and what is lost where it is covered */
  products: Float32Array;
  drops: Float32Array;
}
export const why = signal<Why | null>(null);

let mine = false;

/** The other set, of which nothing is learned yet. */
export function chooseKind(to: Kind): void {
  if (to === kind.peek()) return;
  if (running.peek()) void stop();
  mine = false;
  batch(() => {
    kind.value = to;
    runner.value = learned.value = null;
    answers.value = [];
    look(null);
  });
}

export async function start(): Promise<void> {
  const now = { set: set.peek(), names: names.peek(), network: network.peek() };
  mine = false; // what is still told is of the one before
  batch(() => {
    running.value = true;
    runner.value = learned.value = why.value = null;
    answers.value = [];
  });
  const begun = await tell('own', {
    classes: now.set.map(({ pictures }, i) => ({
      name: now.names[i],
      pictures: sets.packed(pictures),
    })),
    kind: kind.peek(),
    recipe: {
      ...plain,
      net: inWords[now.network],
      activation: 'relu',
      init: 'he',
      cost: 'softmax_cross_entropy',
      optimizer: 'adam',
      rate: 0.003,
      batch: Math.min(8, sets.learnedOf(now.set)),
    },
    epochs,
  });
  if (!begun) {
    running.value = false;
    return;
  }
  mine = true;
  learned.value = { ...now, tests: begun.tests!, parameters: begun.parameters! };
}

export async function stop(): Promise<void> {
  if (await tell('own', { stop: true })) running.value = false;
}

const examine = latest(async () => {
  const now = learned.peek();
  if (!now) return;
  const outputs = (await ask('own_exam', {})).bulk[0].numbers;
  if (learned.peek() !== now) return;
  answers.value = byInterest(answersOf(now.set, now.tests, outputs as Float32Array));
  if (!running.peek() && !chosen.peek()) look(answers.peek()[0].picture);
});

const explain = latest(async () => {
  const [now, picture, of] = [learned.peek(), chosen.peek(), output.peek()];
  if (!now || !picture) return;
  const asked = { pixels: asBase64(picture), ...(of === null ? {} : { output: of }) };
  const reply = await ask('own_why', asked);
  const maps = reply.bulk[0].numbers as Float32Array;
  if (learned.peek() !== now || chosen.peek() !== picture) return;
  why.value = {
    picture,
    shares: reply.outputs,
    output: reply.output,
    window: reply.window,
    products: maps.slice(0, sets.pixels),
    drops: maps.slice(sets.pixels),
  };
});

export function look(picture: Uint8Array | null): void {
  batch(() => {
    chosen.value = picture;
    output.value = null;
    if (why.peek()?.picture !== picture) why.value = null;
  });
}

/** Of what is on the field, without taking it into the set. */
export async function askDrawing(): Promise<void> {
  const picture = await formOf(lines.peek());
  if (picture) look(picture);
}

export async function askFile(file: Blob): Promise<void> {
  const picture = await pictureOf(file);
  if (picture) look(picture);
}

/** Where the chosen picture stands in the set; null: nowhere. */
export const place = computed(() => {
  const at = set.value.findIndex(({ pictures }) => pictures.includes(chosen.value!));
  return at < 0 ? null : at;
});

export function takeOut(): void {
  const at = place.peek();
  if (at === null) return;
  const picture = chosen.peek()!;
  look(null);
  change(sets.withoutPicture(set.peek(), at, picture));
}

export async function save(): Promise<void> {
  const reply = await tell('own_save', {});
  if (reply) download('own.safetensors', new Blob([bytesOf(reply.base64)]));
}

on('own', ({ epochs: _, done, ...told }) => {
  if (!mine) return;
  batch(() => {
    runner.value = told;
    running.value = !done;
  });
  examine();
});
effect(() => {
  if (link.value !== 'open') running.value = false;
});
effect(() => {
  void [learned.value, chosen.value, output.value];
  if (!running.value) explain();
});
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
