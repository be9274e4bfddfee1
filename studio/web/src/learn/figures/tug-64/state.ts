// Which weight, which networks, and what the reader has done to the images. The networks of the
// visitor stay as they are: a step moves the weight here alone.
import { computed, effect, signal } from '@preact/signals';
import { ask } from '../../../model/engine';
import { latest } from '../../../model/frame';
import { recipe } from '../../../model/learning';
import { hello, net } from '../../../model/network';
import { subject } from '../../../model/subject';
import { slowPulse, tensors } from '../../../model/tensors';
import { both, followBoth } from '../newborn';
import type { Knob } from '../one-knob/knob';
import { type Examples, type Network, known, pullsOf, ropeOf, weightPlace } from './tug';

export const count = 64;
export type Which = 'newborn' | 'taught';

export const show = signal<Which | 'both'>('newborn');
/** the network that the chosen image is told of */
export const shown = computed((): Which[] => {
  if (!both.value.taught) return ['newborn'];
  return show.value === 'both' ? ['newborn', 'taught'] : [show.value];
});

/** of which the chapter tells: from neuron 10 to lamp 3 */
export const wished = signal<Knob>({ l: 3, row: 3, column: 10 });
export const knob = computed((): Knob => {
  const layers = net.value?.layers ?? [];
  const l = Math.min(wished.value.l, layers.length);
  const layer = layers[l - 1];
  if (!layer) return wished.value;
  const { row, column } = wished.value;
  return { l, row: Math.min(row, layer.width - 1), column: Math.min(column, layer.inputs - 1) };
});

export const examples = signal<Examples | null>(null);
/** which image is told of, among the 64 */
export const chosen = signal(0);
export const letGo = signal<ReadonlySet<number>>(new Set());
/** images that the reader has called something else */
export const turned = signal<ReadonlyMap<number, number>>(new Map());
/** where steps have brought the weight */
export const moved = signal<Partial<Record<Which, number>>>({});

export const rate = computed(() => recipe.value?.rate ?? 3);

function networkOf(which: Which): Network | null {
  const [parameters, network] = [both.value[which], net.value];
  if (!parameters || !network || parameters.length !== network.count) return null;
  const found = { net: network, parameters, cost: recipe.value?.cost ?? '' };
  return known(found) ? found : null;
}

const labelled = computed((): Examples | null => {
  const of = examples.value;
  return of && { ...of, labels: of.labels.map((label, at) => turned.value.get(at) ?? label) };
});

const tugOf = (which: Which) =>
  computed(() => {
    const [network, of] = [networkOf(which), labelled.value];
    if (!network || !of || of.pixels.length !== of.labels.length * network.net.inputs) return null;
    const was = network.parameters[weightPlace(network.net, knob.value)];
    const weight = moved.value[which] ?? was;
    const pulls = pullsOf(network, knob.value, of, weight);
    return { which, was, weight, pulls, rope: ropeOf(pulls, letGo.value) };
  });
const computedTugs = { newborn: tugOf('newborn'), taught: tugOf('taught') };
export const tugs = computed(() =>
  shown.value.map((which) => computedTugs[which].value).filter((tug) => tug !== null),
);
export type Tug = (typeof tugs.value)[number];

export const unknown = computed(
  () => both.value.newborn !== null && net.value !== null && networkOf('newborn') === null,
);

export function choose(at: Partial<Knob>): void {
  moved.value = {};
  wished.value = { ...knob.peek(), ...at };
}

export function takeStep(): void {
  const next = { ...moved.peek() };
  for (const { which, weight, rope } of tugs.peek()) next[which] = weight - rate.peek() * rope.mean;
  moved.value = next;
}

export function toggle(at: number): void {
  const next = new Set(letGo.peek());
  if (!next.delete(at)) next.add(at);
  letGo.value = next;
}

export function turnLabel(at: number, label: number): void {
  const next = new Map(turned.peek());
  if (examples.peek()?.labels[at] === label) next.delete(at);
  else next.set(at, label);
  turned.value = next;
}

export function back(): void {
  moved.value = {};
  letGo.value = new Set();
  turned.value = new Map();
}

export const changed = computed(
  () => letGo.value.size + turned.value.size + Object.keys(moved.value).length > 0,
);

export async function load(from: number): Promise<void> {
  const all = hello.peek()?.data.train ?? 0;
  const first = Math.max(0, Math.min(from, all - count));
  const indexes = Array.from({ length: Math.min(count, all) }, (_, i) => first + i);
  const reply = await ask('images', { set: 'train', indexes }).catch(() => null);
  const pixels = reply?.bulk[0]?.numbers;
  if (!reply || !(pixels instanceof Uint8Array)) return;
  back();
  chosen.value = 0;
  examples.value = { from: first, pixels, labels: reply.labels };
}

export function others(): void {
  const [all, from] = [hello.peek()?.data.train ?? 0, (examples.peek()?.from ?? 0) + count];
  void load(from + count > all ? 0 : from);
}

/** what the engine says of the same 64, of the network that it shows; null: it shows another */
export const engine = signal<{ which: Which; mean: number } | null>(null);

const askEngine = latest(async () => {
  const [network, of] = [net.peek(), labelled.peek()];
  const now = tensors.parameters;
  const which = (['newborn', 'taught'] as const).find(
    (name) => both.peek()[name]?.every((value, i) => value === now[i]) ?? false,
  );
  if (!network || !of || !which || letGo.peek().size + Object.keys(moved.peek()).length > 0) {
    engine.value = null;
    return;
  }
  const place = { parameter: network.layers[knob.peek().l - 1].weight };
  const index = weightPlace(network, knob.peek()) - network.layers[knob.peek().l - 1].weightAt;
  const labels = [...turned.peek()].map(([at, label]) => ({ index: of.from + at, label }));
  const fields = { ...place, index, samples: of.labels.length, from: of.from, labels };
  const reply = await ask('tug', fields).catch(() => null);
  engine.value = reply && { which, mean: reply.mean };
});

/** Follows the network for as long as somebody looks. */
export function follow(): () => void {
  const stops = [
    followBoth(),
    effect(() => {
      if (net.value && subject.value === 'digits' && !examples.value) void load(0);
    }),
    effect(() => {
      void [slowPulse.value, labelled.value, knob.value, letGo.value, moved.value, both.value];
      askEngine();
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

/** how a picture lies */
export const shape = (): { across: number; down: number; planes: number } =>
  net.peek() ?? { across: 28, down: 28, planes: 1 };
