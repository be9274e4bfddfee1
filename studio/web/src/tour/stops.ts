// What each stop of the tour does to the page before it speaks.
import { erase, chooseTest, input } from '../model/input';
import { tell } from '../model/engine';
import { net } from '../model/network';
import { selection, view } from '../model/selection';
import { handTab } from '../views/hand/state';

/** a part of the page that the stop is about; it is framed while the stop lasts */
export type Highlight = 'stage' | 'left' | 'right' | 'bottom' | 'cost' | null;

export interface Stop {
  highlight: Highlight;
  prepare: () => void;
}

const three = 18;
const needsInput = (): void => {
  if (input.peek().source === 'none') void chooseTest(three);
};
const neuron = (layer: number, n: number): void => {
  const layers = net.peek()?.layers ?? [];
  const l = Math.min(layer, layers.length - 1);
  selection.value = { kind: 'neuron', layer: l, neuron: Math.min(n, (layers[l]?.width ?? 1) - 1) };
};

export const stops: Stop[] = [
  { highlight: 'stage', prepare: () => { view.value = 'network'; needsInput(); neuron(0, 3); } },
  { highlight: 'left', prepare: () => { view.value = 'network'; void erase(); neuron(99, 3); } },
  { highlight: 'right', prepare: () => { view.value = 'network'; needsInput(); neuron(1, 4); } },
  { highlight: 'right', prepare: () => { view.value = 'network'; needsInput(); neuron(1, 7); } },
  { highlight: 'stage', prepare: () => { view.value = 'network'; needsInput(); neuron(0, 0); } },
  { highlight: 'stage', prepare: () => { view.value = 'hand'; handTab.value = 'field'; void tell('learn', { run: false }); } },
  { highlight: 'cost', prepare: () => { view.value = 'network'; void chooseTest(three); } },
  { highlight: 'stage', prepare: () => { view.value = 'descent'; } },
  { highlight: 'stage', prepare: () => { view.value = 'overfit'; void import('../views/overfit/model').then((m) => {
    m.lanes.value = m.presets[1].lanes;
    m.epochs.value = m.presets[1].epochs;
    m.why.value = m.presets[1].why;
  }); } },
  { highlight: 'stage', prepare: () => { view.value = 'sees'; } },
];
