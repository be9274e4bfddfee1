// Changes by hand: shown at once, sent one at a time, answered with the cost over the test set.
import { computed } from '@preact/signals';
import type { Edit, Place, Score } from '../engine/types';
import { tell } from './engine';
import { latest } from './frame';
import { state, touched } from './learning';
import { hello, net, parameterAt } from './network';
import { held, muted, neuronKey, toggled } from './selection';
import { perSubject } from './subject';
import { tensors } from './tensors';

const moment = computed(
  () => `${hello.value?.revision}/${state.value?.branch}/${state.value?.shown.step}`,
);

/**
 * what the test set said before the first and after the last change by hand, and of which moment
 */
const said = perSubject<{ before: Score | null; now: Score; of: string } | null>(() => null);

/** The same while it is true: once the network has moved on, what the test set says of it now. */
export const answer = computed<{ before: Score | null; now: Score } | null>(() => {
  if (!said.value || said.value.of === moment.value) return said.value;
  const { testCost, testAccuracy } = state.value ?? {};
  return typeof testCost !== 'number' || testAccuracy === undefined
    ? null
    : { before: null, now: { cost: testCost, accuracy: testAccuracy } };
});

function tellAnswer(before: Score | null, { cost, accuracy }: Score): void {
  said.value = { before, now: { cost, accuracy }, of: moment.peek() };
}

let pending = new Map<string, Edit>();

const send = latest(async () => {
  const edits = [...pending.values()];
  pending = new Map();
  if (edits.length === 0) return;
  const sent = [...tensors.overlay];
  const reply = await tell('edit', { edits, evaluate: true });
  for (const [position, value] of sent)
    if (tensors.overlay.get(position) === value) tensors.overlay.delete(position);
  if (reply && reply.cost !== undefined && reply.accuracy !== undefined)
    tellAnswer(answer.peek()?.before ?? null, { cost: reply.cost, accuracy: reply.accuracy });
  touched.value++;
});

export function setWeights(changes: { place: Place; value: number }[]): void {
  const network = net.value;
  if (!network) return;
  for (const { place, value } of changes) {
    const position = parameterAt(network, place);
    tensors.parameters[position] = value;
    tensors.overlay.set(position, value);
    pending.set(`${place.parameter}/${place.index}`, { kind: 'set', ...place, value });
  }
  tensors.touch('parameters');
  send();
}

export const setWeight = (place: Place, value: number): void => setWeights([{ place, value }]);

export async function rememberBefore(): Promise<void> {
  const reply = await tell('evaluate', { set: 'test' });
  if (reply) tellAnswer({ cost: reply.cost, accuracy: reply.accuracy }, reply);
}

export function holdPlaces(places: Place[], on: boolean, key: string): void {
  const network = net.value;
  if (!network) return;
  const edits = places.map((place): Edit =>
    on
      ? { kind: 'hold', ...place, value: tensors.parameters[parameterAt(network, place)] }
      : { kind: 'release', ...place },
  );
  held.value = toggled(held.value, key, on);
  void tell('edit', { edits });
}

export async function mute(layer: number, neuron: number, on: boolean): Promise<void> {
  const before = answer.peek()?.now ?? null;
  const name = net.value?.layers[layer]?.name;
  if (name === undefined) return;
  const reply = await tell('mute', { layer: name, neuron, on });
  if (!reply) return;
  muted.value = toggled(muted.value, neuronKey(layer, neuron), on);
  tellAnswer(before, reply);
  touched.value++;
}
