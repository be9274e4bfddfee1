// Chapters 1 to 3: a neuron, why it must bend, the matrix.
import { answer, rememberBefore } from '../../model/edits';
import { erase, input } from '../../model/input';
import { state } from '../../model/learning';
import { sumOf } from '../../model/network';
import { muted } from '../../model/selection';
import { formulaOpen } from '../../parts/selected/state';
import { count, fixed, percent } from '../../text';
import { handTab } from '../../views/hand/state';
import { noteNumbers, putNumbersBack, unmute } from '../network';
import type { Facts, Station } from '../station';
import {
  answerNow,
  chooseFollowed,
  chooseNeuron,
  chosen,
  hundred,
  inkNow,
  showThree,
  sizes,
} from './common';

/** what stood there when the station began */
let before = { bias: 0, light: 0, neuron: -1 };
const more = 0.05; // than that a bias was really dragged

const draw: Station = {
  name: 'draw',
  chapter: 1,
  view: 'network',
  network: 'taught',
  points: '.pad',
  prepare: async () => {
    await erase();
    chooseNeuron(Infinity, 3);
  },
  facts: () => ({ ...sizes(), right: hundred(state.value?.testAccuracy) }),
  done: () => {
    const now = input.value.source === 'strokes' ? answerNow() : null;
    return now && { ...sizes(), ...now, ink: count(inkNow()) };
  },
};

const bias: Station = {
  name: 'bias',
  chapter: 1,
  view: 'network',
  network: 'taught',
  points: '.right .slider:has([name=bias])',
  prepare: async () => {
    await showThree();
    chooseFollowed();
    noteNumbers();
    const now = chosen();
    before = { bias: now?.bias ?? 0, light: now?.light ?? 0, neuron: now?.neuron ?? -1 };
  },
  done: () => {
    const now = chosen();
    if (now?.neuron !== before.neuron || now.bias <= before.bias + more) return null;
    return { before: fixed(before.light), value: fixed(now.light) };
  },
  leave: putNumbersBack,
};

const squeezed = (): Facts => {
  const now = chosen();
  return { sum: fixed(now ? sumOf(now.layer, now.neuron) : 0), value: fixed(now?.light ?? 0) };
};

const squeeze: Station = {
  name: 'squeeze',
  chapter: 2,
  view: 'network',
  network: 'taught',
  points: '[data-do=formula]',
  button: (T) => T.selected.formula,
  prepare: async () => {
    formulaOpen.value = false;
    await showThree();
    chooseFollowed();
  },
  facts: squeezed,
  // an open formula comes into sight with each neuron that is chosen
  leave: () => void (formulaOpen.value = false),
  done: () =>
    formulaOpen.value ? { ...squeezed(), five: fixed(1 / (1 + Math.exp(-5)), 3) } : null,
};

const melted: Station = {
  name: 'melted',
  chapter: 2,
  view: 'network',
  network: 'taught',
  points: '.tour-options',
  facts: sizes,
  right: () => 1,
  done: sizes,
};

const knobs: Station = {
  name: 'knobs',
  chapter: 3,
  view: 'hand',
  network: 'taught',
  points: '.knobs',
  prepare: async () => {
    handTab.value = 'field';
    noteNumbers();
    await rememberBefore();
  },
  facts: sizes,
  done: () => {
    const now = answer.value;
    if (!now?.before || now.before.cost === now.now.cost) return null;
    return { before: percent(now.before.accuracy, 2), now: percent(now.now.accuracy, 2) };
  },
  leave: putNumbersBack,
};

const muteOne: Station = {
  name: 'mute',
  chapter: 3,
  view: 'network',
  network: 'taught',
  points: '.right [data-do=mute]',
  button: (T) => T.selected.mute,
  prepare: async () => {
    await unmute();
    await showThree();
    chooseFollowed();
    await rememberBefore();
  },
  facts: () => ({ right: hundred(state.value?.testAccuracy) }),
  done: () => {
    const told = answer.value;
    if (muted.value.size === 0 || !told?.before || told.now.accuracy === null) return null;
    return { before: percent(told.before.accuracy), now: percent(told.now.accuracy) };
  },
  leave: unmute,
};

export const neuron: Station[] = [draw, bias, squeeze, melted, knobs, muteOne];
