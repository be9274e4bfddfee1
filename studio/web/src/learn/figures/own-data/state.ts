// The network that learns a set, and what it is asked. The engine has one such network at a time,
// beside the reader's own, which stays as it is.
import { batch, computed, effect, signal } from '@preact/signals';
import type { Reply } from '../../../engine/engine';
import type { Recipe, RunnerState } from '../../../engine/types';
import { ask, link, tell } from '../../../model/engine';
import { on } from '../../../model/events';
import { asBase64, bytesOf, download } from '../../../model/files';
import { latest } from '../../../model/frame';
import { play } from '../../../views/speech/play';
import { plain } from '../races';
import { features } from '../spectrogram/spectrum';
import * as collection from './collection';
import { type Answer, answersOf, byInterest } from './exam';
import * as sets from './sets';
import type { Example, Kind, OwnSet } from './sets';
import { framesOf, waveOf } from './word';

export * from './collection';
const { kind, names, set } = collection;

/** of few words an epoch is few steps */
export const epochs = computed(() => (kind.value === 'word' ? 100 : 40));

/** of pictures */
export const networks = ['perceptron', 'cnn'] as const;
export type Network = (typeof networks)[number] | 'lstm';
export const inWords: Record<Network, string> = {
  perceptron: 'dense(16) relu dense(16) relu',
  cnn: 'conv(6,5x5) relu maxpool(2) dense(32) relu',
  lstm: 'lstm(16,bidirectional,mean)',
};
const chosenNetwork = signal<(typeof networks)[number]>('perceptron');
export const chooseNetwork = (to: (typeof networks)[number]): void =>
  void (chosenNetwork.value = to);
export const network = computed<Network>(() =>
  kind.value === 'word' ? 'lstm' : chosenNetwork.value,
);

const ofPictures: Partial<Recipe> = { optimizer: 'adam', rate: 0.003 };
/** as `--preset lstm` teaches it */
const ofWords: Partial<Recipe> = {
  optimizer: 'adamw',
  rate: 0.01,
  weight_decay: 0.05,
  label_smoothing: 0.05,
  clip: 1,
  augment: 'shift=100,speed=0.1,noise=20,time_mask=8,band_mask=6',
};

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

/** an example that is looked at: of a class of the set, or a new one */
export const chosen = signal<Example | null>(null);
/** the class whose answer is looked into; null: what is said */
export const output = signal<number | null>(null);
/** of the chosen word the frame that is looked at */
export const moment = signal(0);

interface Asked {
  shares: number[];
  output: number;
  /** so many pixels each way, or frames, are hidden at once */
  window: number;
  /** what is lost by it */
  drops: Float32Array;
}
export interface WhySeen extends Asked {
  example: Uint8Array;
  /** slope × pixel */
  products: Float32Array;
}
export interface WhyHeard extends Asked {
  example: Int16Array;
  /** [frames][classes]: if the word ended there */
  said: Float32Array;
}
export type Why = WhySeen | WhyHeard;
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
    classes: now.set.map(({ examples }, i) => ({ name: now.names[i], ...sets.packed(examples) })),
    kind: kind.peek(),
    recipe: {
      ...plain,
      net: inWords[now.network],
      activation: 'relu',
      init: 'he',
      cost: 'softmax_cross_entropy',
      ...(now.network === 'lstm' ? ofWords : ofPictures),
      batch: Math.min(8, sets.learnedOf(now.set)),
    },
    epochs: epochs.peek(),
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
  if (!running.peek() && !chosen.peek()) look(answers.peek()[0].example);
});

function whyOf(example: Example, reply: Reply<'own_why'>): Why {
  const { outputs: shares, output, window } = reply;
  const [first, said] = reply.bulk.map(({ numbers }) => numbers as Float32Array);
  if (sets.isWord(example)) return { example, shares, output, window, drops: first, said };
  const [products, drops] = [first.slice(0, sets.pixels), first.slice(sets.pixels)];
  return { example, shares, output, window, drops, products };
}

const explain = latest(async () => {
  const [now, example, of] = [learned.peek(), chosen.peek(), output.peek()];
  if (!now || !example) return;
  const reply = await ask('own_why', {
    ...(sets.isWord(example)
      ? { word: sets.packedWord(example) }
      : { pixels: asBase64(example) }),
    ...(of === null ? {} : { output: of }),
  });
  if (learned.peek() !== now || chosen.peek() !== example) return;
  why.value = whyOf(example, reply);
});

export function look(example: Example | null): void {
  batch(() => {
    chosen.value = example;
    output.value = null;
    if (why.peek()?.example !== example) why.value = null;
    if (example && sets.isWord(example)) moment.value = framesOf(example) - 1;
  });
}

/** A word is heard, too. */
export function choose(example: Example): void {
  look(example);
  if (sets.isWord(example)) playWord(example);
}

export const playWord = (word: Int16Array): void =>
  play({ wave: waveOf(word), features, heard: framesOf(word) }, moment);

/** Of what is on the field, without taking it into the set. */
export async function askDrawing(): Promise<void> {
  const picture = await collection.formOf(collection.lines.peek());
  if (picture) look(picture);
}

export async function askFile(file: Blob): Promise<void> {
  const example = await collection.exampleOf(file);
  if (example) look(example);
}

export async function askSpoken(): Promise<void> {
  const sound = await collection.sayTo('ask');
  if (sound) await askFile(sound);
}

/** Where the chosen example stands in the set; null: nowhere. */
export const place = computed(() => (chosen.value ? collection.placeOf(chosen.value) : null));

export function takeOut(example: Example): void {
  if (chosen.peek() === example) look(null);
  collection.remove(example);
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
