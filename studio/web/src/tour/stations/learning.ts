// Chapters 4 to 7: the cost, downhill, backpropagation, tug-of-war.
import { learn as learnNow } from '../../model/time';
import { running, state } from '../../model/learning';
import { net } from '../../model/network';
import { selection } from '../../model/selection';
import { slow, stop as stopSlowly } from '../../model/slow';
import { terms } from '../../parts/CostTable';
import { pulled } from '../../parts/selected/state';
import { brief, count, fixed, percent } from '../../text';
import { ball, begin, mode, path, rolled } from '../../views/descent/model';
import type { Station } from '../station';
import { chooseNeuron, hundred, showThree, sizes } from './common';

const darkness: Station = {
  name: 'darkness',
  chapter: 4,
  view: 'network',
  network: 'newborn',
  points: '.cost',
  prepare: async () => {
    await showThree();
    chooseNeuron(Infinity, 3);
  },
  right: () => {
    const cost = state.value?.testCost;
    return cost == null ? null : cost > 2 ? 0 : cost < 0.9 ? 2 : 1;
  },
  done: () => {
    const cost = state.value?.testCost;
    const sum = terms.value?.sum;
    return cost == null || sum == null ? null : { cost: fixed(cost), sum: fixed(sum) };
  },
};

const roll: Station = {
  name: 'ball',
  chapter: 5,
  view: 'descent',
  network: 'newborn',
  points: '[data-do=roll]',
  button: (T) => T.descent.roll,
  prepare: () => {
    mode.value = 'two';
    begin();
  },
  done: () => {
    const [first] = path.value;
    const cost = ball.value?.cost;
    if (!rolled.value || !first || cost == null) return null;
    return { before: fixed(first[2], 4), cost: fixed(cost, 4) };
  },
};

const readsWell = 0.9;
/** the moment when it read well */
let reached: { right: number; step: number } | null = null;

const learn: Station = {
  name: 'learn',
  chapter: 5,
  view: 'network',
  network: 'learning',
  points: '[data-do=learn]',
  button: (T) => T.learn.learn,
  prepare: async () => {
    reached = null;
    await showThree();
    chooseNeuron(0, 0);
  },
  facts: () => ({ ...sizes(), right: hundred(state.value?.testAccuracy) }),
  done: () => {
    const { testAccuracy, step = 0 } = state.value ?? {};
    const learns = running.value;
    if (!reached && learns && testAccuracy != null && testAccuracy >= readsWell)
      reached = { right: testAccuracy, step };
    return reached && { right: percent(reached.right), step: count(reached.step) };
  },
  leave: async () => {
    if (running.peek()) await learnNow({ run: false });
  },
};

const passes: Station = {
  name: 'passes',
  chapter: 6,
  view: 'network',
  network: 'learning',
  points: '.tour-options',
  facts: sizes,
  right: () => 2,
  done: sizes,
};

const slowly: Station = {
  name: 'slowly',
  chapter: 6,
  view: 'network',
  network: 'learning',
  points: '[data-do=slowly]',
  button: (T) => T.slow.slowly,
  prepare: async () => {
    stopSlowly();
    await showThree();
  },
  done: () => {
    const taken = slow.value?.taken;
    return taken ? { before: fixed(taken.before, 4), after: fixed(taken.after, 4) } : null;
  },
  leave: stopSlowly,
};

/** The weight of chapter 7: from neuron 10 of the last hidden layer to the lamp of the three. */
function chooseRope(): void {
  const last = net.peek()?.layers.at(-1);
  if (!last) return;
  const index = Math.min(3, last.width - 1) * last.inputs + Math.min(10, last.inputs - 1);
  selection.value = { kind: 'weight', place: { parameter: last.weight, index } };
}

const tug: Station = {
  name: 'tug',
  chapter: 7,
  view: 'network',
  network: 'newborn',
  points: '[data-do=tug]',
  button: (T) => T.selected.tugStart,
  prepare: () => {
    pulled.value = null;
    chooseRope();
  },
  done: () => {
    const pulls = pulled.value?.found.pulls;
    if (!pulls) return null;
    const up = pulls.filter(({ gradient }) => gradient < 0).length;
    const wish = -pulled.value!.found.mean;
    return {
      up: count(up),
      down: count(pulls.length - up),
      mean: (wish < 0 ? '−' : '+') + brief(Math.abs(wish)),
    };
  },
  leave: () => {
    pulled.value = null;
    chooseNeuron(0, 0);
  },
};

export const learning: Station[] = [darkness, roll, learn, passes, slowly, tug];
