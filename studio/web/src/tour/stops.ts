// What each stop of the tour does to the page before it speaks, and how it sees that the reader did
// what it asked.
import { signal } from '@preact/signals';
import { answer } from '../model/edits';
import { chooseTest, erase, input, testImage } from '../model/input';
import { running, state, stopped } from '../model/learning';
import { activationOf, hello, net, sumOf } from '../model/network';
import { selection, view } from '../model/selection';
import { pulse, tensors } from '../model/tensors';
import { learn, showTaught } from '../model/time';
import { answered, terms } from '../parts/CostTable';
import { formulaOpen } from '../parts/selected/state';
import { brief, fixed, percent } from '../text';
import { ball, begin, mode, rolled } from '../views/descent/model';
import { handTab } from '../views/hand/state';
import * as race from '../views/overfit/model';

/** a part of the page that the stop is about; it is framed while the stop lasts */
export type Highlight = 'stage' | 'left' | 'right' | 'bottom' | 'cost' | null;

export interface Stop {
  highlight: Highlight;
  prepare: () => void;
  /**
   * what the answer to the reader tells, once the reader has done what was asked; subscribes to
   * what it reads
   */
  done: () => Record<string, string> | null;
}

/** the network learns because the tour needs it to */
export const tourLearns = signal(false);

const three = 18;
const enough = 0.9; // of the test set, before the last stop

/** what stood there when the stop began; what was done on an earlier walk is no answer */
let before = {
  neuron: -1,
  value: 0,
  activation: 0,
  selection: selection.peek(),
  input: input.peek(),
  race: race.history.peek(),
};

const needsInput = (): void => {
  if (input.peek().source === 'none') void chooseTest(testImage(three));
};

function chooseNeuron(layer: number, n: number): void {
  const layers = net.peek()?.layers ?? [];
  const l = Math.min(layer, layers.length - 1);
  const neuron = Math.min(n, (layers[l]?.width ?? 1) - 1);
  selection.value = { kind: 'neuron', layer: l, neuron };
  before = {
    ...before,
    neuron,
    value: tensors.parameters[(layers[l]?.biasAt ?? 0) + neuron] ?? 0,
    activation: layers[l] ? activationOf(layers[l], neuron) : 0,
  };
}

/** the selected neuron with its numbers of this moment */
function chosen() {
  const now = selection.value;
  void pulse.value;
  const layer = now?.kind === 'neuron' ? net.value?.layers[now.layer] : undefined;
  if (now?.kind !== 'neuron' || !layer) return null;
  return { ...now, layer, at: now.layer, bias: tensors.parameters[layer.biasAt + now.neuron] ?? 0 };
}

function network(layer: number, neuron: number): () => void {
  return () => {
    view.value = 'network';
    needsInput();
    chooseNeuron(layer, neuron);
  };
}

async function learnEnough(): Promise<void> {
  if ((state.peek()?.testAccuracy ?? 0) >= enough || running.peek()) return;
  stopped.value = null;
  tourLearns.value = true;
  if (!(await learn({ epochs: 2, pace: null }))) tourLearns.value = false;
}

export const stops: Stop[] = [
  {
    highlight: 'stage',
    prepare: network(0, 3),
    done: () => {
      const now = chosen();
      if (!now || (now.at === 0 && now.neuron === before.neuron)) return null;
      return {
        value: fixed(activationOf(now.layer, now.neuron)),
        before: fixed(before.activation),
      };
    },
  },
  {
    highlight: 'left',
    prepare: () => {
      view.value = 'network';
      void erase();
      chooseNeuron(99, 3);
    },
    done: () => {
      const outputs = input.value.source === 'strokes' ? terms.value?.outputs : undefined;
      if (!outputs?.length) return null;
      const best = answered(outputs);
      return {
        answer: hello.value?.data.classes[best] ?? String(best),
        value: fixed(outputs[best]),
      };
    },
  },
  {
    highlight: 'right',
    prepare: network(1, 4),
    done: () => {
      const now = chosen();
      if (!now || now.neuron !== before.neuron || now.bias <= before.value + 0.05) return null;
      return {
        before: fixed(before.activation),
        value: fixed(activationOf(now.layer, now.neuron)),
      };
    },
  },
  {
    highlight: 'right',
    prepare: () => {
      network(1, 7)();
      formulaOpen.value = false;
    },
    done: () => (formulaOpen.value ? { value: fixed(1 / (1 + Math.exp(-5)), 3) } : null),
  },
  {
    highlight: 'stage',
    prepare: network(0, 0),
    done: () => {
      const now = chosen();
      if (!now || now.at !== 0 || now.neuron === before.neuron) return null;
      let best = 0;
      for (let n = 1; n < now.layer.width; ++n)
        if (sumOf(now.layer, n) > sumOf(now.layer, best)) best = n;
      return {
        sum: fixed(sumOf(now.layer, now.neuron)),
        best: String(best + 1),
        most: fixed(sumOf(now.layer, best)),
      };
    },
  },
  {
    highlight: 'stage',
    prepare: () => {
      view.value = 'hand';
      handTab.value = 'field';
      void learn({ run: false });
    },
    done: () => {
      const now = answer.value;
      if (
        !now?.before ||
        (now.before.cost === now.now.cost && now.before.accuracy === now.now.accuracy)
      )
        return null;
      return { before: percent(now.before.accuracy, 2), now: percent(now.now.accuracy, 2) };
    },
  },
  {
    highlight: 'cost',
    prepare: () => {
      view.value = 'network';
      void chooseTest(testImage(three));
    },
    done: () => {
      const { source, index } = input.value;
      const sum = terms.value?.sum;
      if (source !== 'test' && source !== 'mistake') return null;
      if (index === testImage(three) || input.value === before.input || sum == null) return null;
      return { sum: fixed(sum, 3) };
    },
  },
  {
    highlight: 'stage',
    prepare: () => {
      view.value = 'descent';
      mode.value = 'two';
      begin();
    },
    done: () => {
      const cost = ball.value?.cost;
      return rolled.value && cost != null ? { cost: fixed(cost, 4) } : null;
    },
  },
  {
    highlight: 'stage',
    prepare: () => {
      view.value = 'overfit';
      race.choosePreset(race.presets[1]);
    },
    done: () => {
      const [honest, shuffled] = race.history.value.map(({ points }) => points.at(-1));
      if (race.history.value === before.race || race.racing.value) return null;
      if (race.raced.value[1]?.shuffle_labels !== true || !shuffled || !honest) return null;
      return {
        honest: brief(honest[2] ?? 0),
        shuffled: brief(shuffled[2] ?? 0),
        honestTest: percent(honest[5] ?? 0),
        shuffledTest: percent(shuffled[5] ?? 0),
      };
    },
  },
  {
    highlight: 'stage',
    prepare: () => {
      view.value = 'sees';
      void learnEnough();
    },
    done: () => {
      const cell = selection.value?.kind === 'cell' && selection.value !== before.selection;
      const mistake = input.value.source === 'mistake' && input.value !== before.input;
      const right = state.value?.testAccuracy;
      if (!(cell || mistake) || right == null) return null;
      return { wrong: percent(1 - right) };
    },
  },
];

export function arrive(at: number): void {
  if (at === 0 && state.peek()?.taught) showTaught(false); // the walk begins where a network does
  before = {
    ...before,
    selection: selection.peek(),
    input: input.peek(),
    race: race.history.peek(),
  };
  stops[at].prepare();
}
