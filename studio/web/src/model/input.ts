// What goes into the network: strokes, a test image, noise, a picture; and the stages of its X-ray.
import { effect, signal } from '@preact/signals';
import type { Reply } from '../engine/engine';
import type { Fields } from '../engine/commands';
import type { Pixels, Steps, Xray } from '../engine/types';
import { pixelsOf, tellFile } from './decoded';
import { whole } from '#transport';
import { tell, trouble } from './engine';
import { atMost, latest } from './frame';
import { hello, net } from './network';
import { tensors } from './tensors';

export type Source = 'strokes' | 'test' | 'mistake' | 'noise' | 'picture' | 'pixels' | 'none';

export interface InputState {
  source: Source;
  label: number | null;
  index: number | null;
  xray: Xray | null;
}

export const input = signal<InputState>({ source: 'none', label: null, index: null, xray: null });
export const steps = signal<Steps>({ box: true, scale: true, stroke: true, mass: true });
/** the stages as pictures of the network's inputs, a byte each; the last is what it sees */
export const stages = signal<Uint8Array[]>([]);
export const drawn = signal<number[][]>([]);
/** ticks when an input was finished, for the ripple through the layers */
export const finished = signal(0);

export const padSide = 280;
export const padStroke = 24;

const send = async (source: Source, fields: Fields<'input'>): Promise<void> =>
  follow(source, await tell('input', fields));

function follow(source: Source, reply: Reply<'input'> | null): void {
  if (!reply) return;
  input.value = {
    source,
    label: typeof reply.label === 'number' ? reply.label : null,
    index: reply.index ?? null,
    xray: reply.xray ?? null,
  };
  if (input.value.label === null) tensors.gradient = null;
  const pictures = reply.bulk[0]?.numbers;
  const found: Uint8Array[] = [];
  const each = net.peek()?.inputs ?? 784;
  if (pictures instanceof Uint8Array)
    for (let at = 0; at + each <= pictures.length; at += each)
      found.push(pictures.subarray(at, at + each));
  stages.value = found;
}

const strokesNow = (): Fields<'input'> => {
  const { source, label } = input.peek();
  return {
    strokes: { lines: drawn.peek(), width: padStroke, side: padSide },
    steps: steps.peek(),
    // What a drawing is meant to be stays so with its next stroke.
    ...(source === 'strokes' && label !== null ? { label } : {}),
  };
};

const sendStrokes = latest((end: boolean) => {
  const sent = send('strokes', strokesNow());
  return end ? sent.then(() => void finished.value++) : sent;
});

/** The visitor's input once more, for who has shown the network something else meanwhile. */
export function shownNow(): Fields<'input'> {
  const { source, label, index } = input.peek();
  if (drawn.peek().length > 0) return strokesNow();
  const pixels = stages.peek().at(-1);
  if (source === 'none' || (index === null && !pixels)) return { none: true };
  const said = label === null ? {} : { label };
  return index === null ? { pixels: Array.from(pixels!), ...said } : { test: index, ...said };
}

export function strokesChanged(end: boolean): void {
  sendStrokes(end);
}

async function choose(source: Source, fields: Fields<'input'>): Promise<void> {
  drawn.value = [];
  await send(source, fields);
  finished.value++;
}

/** the same, where the test set is smaller the last one */
export const testImage = (index: number): number =>
  Math.min(index, Math.max(0, (hello.peek()?.data.test ?? index + 1) - 1));

export const chooseTest = (index: number): Promise<void> => choose('test', { test: index });
export const chooseMistake = (k: number): Promise<void> => choose('mistake', { mistake: k });
export const chooseNoise = (seed: number): Promise<void> => choose('noise', { noise: seed });
export async function choosePicture(file: Blob): Promise<void> {
  drawn.value = [];
  const fields = (picture: string | Pixels): Fields<'input'> => ({ picture, steps: steps.value });
  follow('picture', await tellFile('input', file, pixelsOf, fields));
  finished.value++;
  if (trouble.value?.asked === 'input') trouble.value = { ...trouble.value, asked: 'photo' };
}

/** Tells the engine which digit a drawing is meant to be, so that it has a cost. */
export async function sayLabel(label: number): Promise<void> {
  if (await tell('input', { label })) input.value = { ...input.value, label };
}

export async function erase(): Promise<void> {
  drawn.value = [];
  await send('none', { none: true });
  tensors.activations.fill(0);
  tensors.touch('activations');
}

export function switchStep(name: keyof Steps): void {
  steps.value = { ...steps.value, [name]: !steps.value[name] };
  if (drawn.value.length > 0) sendStrokes(true);
}

/** what an address or a memory brings back */
export type Chosen = { test: number } | { lines: number[][]; label: number | null };

/** It is there when the network comes that it is for. */
export function bring(chosen: Chosen): void {
  if ('test' in chosen) {
    drawn.value = [];
    input.value = { source: 'test', label: null, index: chosen.test, xray: null };
  } else {
    drawn.value = chosen.lines;
    input.value = { source: 'strokes', label: chosen.label, index: null, xray: null };
  }
}

const key = 'glia.input';

/** What was drawn or chosen comes back when the page is loaded again. */
export function rememberInput(): void {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? '{}') as {
      lines?: number[][];
      label?: number | null;
      index?: number;
    };
    if (kept.lines?.length) bring({ lines: kept.lines, label: kept.label ?? null });
    else if (typeof kept.index === 'number') bring({ test: kept.index });
  } catch {
    // nothing that could be brought back
  }
  const write = atMost(300, () => {
    const { source, label, index } = input.peek();
    const kept =
      drawn.peek().length > 0 ? { lines: drawn.peek(), label } : source === 'test' ? { index } : {};
    try {
      sessionStorage.setItem(key, JSON.stringify(kept));
    } catch {
      // a browser that keeps nothing still takes drawings
    }
  });
  effect(() => {
    void [drawn.value, input.value];
    write();
  });
}

/** The same input again, after a reconnection to an engine that has forgotten it. */
export function sendAgain(): void {
  const now = input.value;
  if (drawn.value.length > 0) sendStrokes(false);
  else if (now.source === 'test' && now.index !== null) {
    const there = testImage(now.index);
    if (there === now.index || whole.peek()) void chooseTest(there); // else it is still to come
  }
}
