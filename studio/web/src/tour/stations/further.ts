// Chapters 8 to 12: deep networks, the exam, what it sees, images, speech.
import { signal } from '@preact/signals';
import { overColours } from '../../draw/pictures';
import { ask } from '../../model/engine';
import { input } from '../../model/input';
import { hello, net, offers } from '../../model/network';
import { slowPulse, tensors } from '../../model/tensors';
import { answered } from '../../parts/CostTable';
import { brief, count, fixed } from '../../text';
import { cnn, maps, moveTo, shift } from '../../views/cnn/model';
import * as race from '../../views/overfit/model';
import { heaviestPatch } from '../../views/sees/patches';
import { hearing, saidAt, secondsOf } from '../../views/speech/model';
import type { Station } from '../station';
import { answerNow, chooseFollowed, hundred, showThree } from './common';

const six = { hidden: Array<number>(6).fill(16), activation: 'sigmoid', init: 'lecun' };
/** the typical slope in each layer of six, newborn */
const slopes = signal<number[] | null>(null);
const timesOf = (sizes: number[]): number => sizes.at(-1)! / sizes[0];

const deep: Station = {
  name: 'deep',
  chapter: 8,
  view: 'network',
  network: 'learning',
  points: '.tour-options',
  prepare: async () => {
    const found = await ask('depth', { recipe: six, steps: 0 }).catch(() => null);
    slopes.value = found && found.layers.map(({ size }) => size);
  },
  right: () => {
    const times = slopes.value && timesOf(slopes.value);
    return times === null ? null : times < 30 ? 0 : times < 1000 ? 1 : 2;
  },
  done: () =>
    slopes.value && {
      last: brief(slopes.value.at(-1)!),
      first: brief(slopes.value[0]),
      times: count(timesOf(slopes.value)),
    },
};

const examples = 100;
const epochs = 200;
let raceBefore = race.history.peek();

const chart: Station = {
  name: 'chart',
  chapter: 9,
  view: 'overfit',
  network: 'learning',
  points: '[data-do=race], [data-do=race-stop]',
  button: (T) => T.overfit.start,
  prepare: () => {
    raceBefore = race.history.peek();
    race.chooseChart(examples, epochs);
  },
  facts: () => ({ examples: count(examples) }),
  done: () => {
    if (race.history.value === raceBefore || race.racing.value) return null;
    if (race.raced.value[1]?.shuffle_labels !== true) return null;
    const [honest, shuffled] = race.history.value.map(({ points }) => points.at(-1));
    if (!honest || !shuffled) return null;
    return {
      seen: hundred(shuffled[3]),
      unseen: hundred(shuffled[5]),
      honestSeen: hundred(honest[3]),
      honestUnseen: hundred(honest[5]),
    };
  },
};

/** Which share of its strength each neuron of the first layer has in one patch. */
function patchShares(): number[] {
  void slowPulse.value;
  const first = net.value?.layers[0];
  if (!first) return [];
  const { across, planes } = net.value!;
  const pixels = first.inputs / planes;
  const pictures = overColours(tensors.parameters, first.weightAt, first.width, pixels, planes);
  return Array.from({ length: first.width }, (_, n) => {
    const from = pictures.from + n * pixels;
    return heaviestPatch(pictures.of.subarray(from, from + pixels), across).share;
  });
}
const patchy = (): number => patchShares().filter((share) => share > 1 / 3).length;

const patches: Station = {
  name: 'patches',
  chapter: 10,
  view: 'sees',
  network: 'taught',
  points: '.sees-pairs > :nth-child(2)',
  offered: () => net.value?.layers[0]?.width === 16,
  // another network than that of the chapter may have another number of them
  right: () => [16, 11, 0].indexOf(patchy()),
  done: () => ({
    patchy: count(patchy()),
    heaviest: count(Math.ceil(100 * Math.max(0, ...patchShares()))),
  }),
};

const noise: Station = {
  name: 'noise',
  chapter: 10,
  view: 'network',
  network: 'taught',
  points: '[data-do=noise]',
  button: (T) => T.input.noise,
  prepare: async () => {
    await showThree();
    chooseFollowed();
  },
  done: () => (input.value.source === 'noise' ? answerNow() : null),
};

const far = 3; // pixels

const moved: Station = {
  name: 'shift',
  chapter: 11,
  view: 'cnn',
  network: 'taught',
  points: '[data-do=cnn-teach], [data-do=cnn-stop], .move-field',
  offered: () => offers.value.includes('cnn'),
  prepare: async () => {
    moveTo(0, 0);
    await showThree();
  },
  facts: () => ({ far: count(far) }),
  done: () => {
    const [right, down] = shift.value;
    const now = maps.value;
    if (!now || !cnn.value?.ready || Math.max(Math.abs(right), Math.abs(down)) < far) return null;
    const classes = hello.value?.data.classes ?? [];
    const name = (digit: number): string => classes[digit] ?? String(digit);
    return {
      right: count(right),
      down: count(down),
      own: name(answered(now.own)),
      cnn: name(answered(now.cnn)),
    };
  },
};

let heardBefore = hearing.peek();

/** The frame from which on it says nothing but what it says at the end. */
function knownFrom(): number {
  const h = hearing.value!;
  const end = answered(h.outputs);
  let from = h.heard;
  while (from > 0 && answered(saidAt(h, from - 1)) === end) --from;
  return from;
}

const word: Station = {
  name: 'word',
  chapter: 12,
  view: 'speech',
  network: 'taught',
  points: '[data-recording="3"], .speech-choose button',
  offered: () => offers.value.includes('speech'),
  prepare: () => {
    heardBefore = hearing.peek();
  },
  done: () => {
    const h = hearing.value;
    if (!h || h === heardBefore) return null;
    return {
      answer: h.classes[answered(h.outputs)],
      known: fixed(secondsOf(h, knownFrom())),
      all: fixed(secondsOf(h, h.heard)),
    };
  },
};

export const further: Station[] = [deep, chart, patches, noise, moved, word];
