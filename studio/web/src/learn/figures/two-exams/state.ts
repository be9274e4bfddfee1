// A network that has hardly begun, taken from a race of one beside the visitor's network. Its
// numbers lie here in the page: exam A is judged here, exam B by the engine in a trial.
import { computed, effect, signal } from '@preact/signals';
import type { Runner } from '../../../engine/commands';
import { ask } from '../../../model/engine';
import { recipe } from '../../../model/learning';
import { hello, net } from '../../../model/network';
import { Race } from '../../../model/race';
import { subject } from '../../../model/subject';
import { isKnown } from '../one-knob/knob';
import { endOf } from '../races';
import { type Exam, type Marks, marksOf, trialOf, turned } from './exam';

/** pictures of exam A: the first of the test set */
export const pictures = 50;
export const turns = 2000;
const epochs = 20;
/** what the rest of the recipe is stays the visitor's, for the networks have to be alike */
const beginner: Runner = {
  train_size: 1000,
  shuffle_labels: false,
  augment: '',
  dropout: 0,
  patience: 0,
  seed: 1,
};
/** that one trial may have */
const mostTrials = 16384;

/** Whether the exams can be held: with such a network, and with so many test images. */
export const canBegin = computed(() => {
  const network = net.value;
  if (!network || subject.value !== 'digits') return false;
  return isKnown(network) && network.count <= mostTrials && others.value > 0;
});
/** pictures of exam B */
export const others = computed(() => (hello.value?.data.test ?? 0) - pictures);

interface Paper extends Exam {
  bytes: Uint8Array;
  /** as it came, and as it is now */
  base: Float32Array<ArrayBuffer>;
  now: Float32Array<ArrayBuffer>;
  first: Marks;
}
export const paper = signal<Paper | null>(null);
export const marks = signal<Marks | null>(null);
export const busy = signal(false);
export const failed = signal(false);
export const tried = signal(0);
export const kept = signal(0);
export const climbing = signal(false);
/** shares of right answers on exam B; null: it is sealed */
export const unsealed = signal<{ before: number; after: number } | null>(null);
export const touched = computed(
  () => paper.value !== null && marks.value !== null && marks.value !== paper.value.first,
);

const race = new Race();

export async function begin(): Promise<void> {
  stop();
  failed.value = false;
  paper.value = marks.value = unsealed.value = null;
  const begun = race.start([beginner], epochs);
  busy.value = true;
  await begun;
}

function end(hasFailed: boolean): void {
  busy.value = false;
  failed.value = hasFailed;
}

/** The numbers of the one that has raced, and the pictures. */
async function take(): Promise<void> {
  const network = net.peek();
  if (!network) return;
  const base = new Float32Array(network.count);
  for (const { name, offset } of network.parameters) {
    const { bulk } = await ask('runner', { runner: 0, parameter: name });
    base.set(bulk[0].numbers as Float32Array, offset);
  }
  const indexes = Array.from({ length: pictures }, (_, i) => i);
  const { labels, bulk } = await ask('images', { set: 'test', indexes });
  const bytes = bulk[0].numbers as Uint8Array;
  const pixels = Float32Array.from(bytes, (byte) => byte / 255);
  const exam = { net: network, cost: recipe.peek()?.cost ?? '', pixels, labels };
  const first = marksOf(exam, base);
  paper.value = { ...exam, bytes, base, now: base.slice(), first };
  startAgain();
}

export function startAgain(): void {
  const sheet = paper.peek();
  if (!sheet) return;
  stop();
  sheet.now.set(sheet.base);
  tried.value = kept.value = 0;
  unsealed.value = null;
  marks.value = sheet.first;
}

export function turn(position: number, value: number): void {
  const sheet = paper.peek();
  if (!sheet || climbing.peek() || busy.peek() || unsealed.peek()) return;
  sheet.now[position] = value;
  marks.value = marksOf(sheet, sheet.now);
}

// the program that turns
const frame = 12; // milliseconds of turning

export function stop(): void {
  climbing.value = false;
}

export function climb(): void {
  const sheet = paper.peek();
  if (!sheet || climbing.peek() || unsealed.peek()) return;
  climbing.value = true;
  if (tried.peek() >= turns) tried.value = kept.value = 0;
  const go = (): void => {
    if (!climbing.peek() || paper.peek() !== sheet) return;
    const until = performance.now() + frame;
    let [now, after, better] = [marks.peek()!, tried.peek(), kept.peek()];
    do {
      const found = turned(sheet, sheet.now, now, Math.random);
      if (found) [now, better] = [found, better + 1];
    } while (++after < turns && performance.now() < until);
    marks.value = now;
    tried.value = after;
    kept.value = better;
    if (after < turns) requestAnimationFrame(go);
    else stop();
  };
  requestAnimationFrame(go);
}

/** The other test images, before all turns and after them. */
export async function unseal(): Promise<void> {
  const sheet = paper.peek();
  if (!sheet || busy.peek()) return;
  stop();
  busy.value = true;
  const share = async (values: Float32Array<ArrayBuffer>): Promise<number> => {
    const fields = { set: 'test', from: pictures, trial: trialOf(sheet.net, values) } as const;
    return (await ask('evaluate', fields)).accuracy ?? 0;
  };
  try {
    const before = await share(sheet.base);
    unsealed.value = { before, after: await share(sheet.now) };
    end(false);
  } catch {
    end(true);
  }
}

/** For as long as somebody looks. */
export function follow(): () => void {
  let [taken, taking] = ['', false];
  const stops = [
    effect(() => {
      const waits = busy.value && !paper.value && !race.running.value;
      if (!waits || taking) return;
      if (!endOf(race.runners.value[0], epochs)) return end(true);
      taking = true;
      void take()
        .then(
          () => end(false),
          () => end(true),
        )
        .finally(() => (taking = false));
    }),
    effect(() => {
      const key = `${net.value?.revision}/${subject.value}`;
      if (taken && taken !== key) {
        stop();
        paper.value = marks.value = unsealed.value = null;
        busy.value = false;
      }
      taken = key;
    }),
  ];
  return () => {
    stop();
    stops.forEach((finish) => finish());
  };
}
