// A recording as the network hears it: the answer of the engine, and which moment and unit are
// looked at.
import { computed, signal } from '@preact/signals';
import type { Reply } from '../../engine/engine';
import type { Fields } from '../../engine/commands';
import type { Heard, Samples } from '../../engine/types';
import { samplesOf, tellFile } from '../../model/decoded';
import { ask, tell } from '../../model/engine';

export interface Hearing extends Heard {
  wave: Float32Array;
  /** [frames][bands] */
  spectrogram: Float32Array;
  /** [moments][classes]: what would be said if the recording ended there */
  said: Float32Array;
  /** [directions][slots][frames][units] */
  gates: Float32Array;
  /** how to hear it again */
  source: Fields<'hear'>;
}

export const hearing = signal<Hearing | null>(null);
/** what the engine heard last, which is what it tells of gates; null: something else, or nothing */
export const heardLast = signal<Hearing | null>(null);
export const listening = signal(false);
export const moment = signal(0);
export const unit = signal<number | null>(null);
export const direction = signal(0);

export const hear = (fields: Fields<'hear'>): Promise<void> =>
  follow(tell('hear', fields), () => fields);

export function hearFile(file: File): Promise<void> {
  let source: Fields<'hear'> = {};
  const asked = tellFile('hear', file, samplesOf, (sound: string | Samples) => {
    source = { sound, name: file.name };
    return source;
  });
  return follow(asked, () => source);
}

/** Before something is asked of the gates: whether the engine has this in its ear. */
export async function hearAgain(): Promise<boolean> {
  const now = hearing.peek();
  if (!now || heardLast.peek() === now) return now !== null;
  await ask('hear', now.source);
  heardLast.value = now;
  return hearing.peek() === now;
}

/** What can be looked into: a simple recurrent layer has no gates. */
export const withGates = (layer: Heard['layer']): Heard['layer'] =>
  layer?.slots.includes('forget_gate') ? layer : null;

async function follow(
  asked: Promise<Reply<'hear'> | null>,
  source: () => Fields<'hear'>,
): Promise<void> {
  listening.value = true;
  heardLast.value = null;
  const reply = await asked;
  listening.value = false;
  if (!reply) return;
  const part = (n: number): Float32Array => {
    const numbers = reply.bulk[n]?.numbers;
    return numbers instanceof Float32Array ? numbers : new Float32Array(0);
  };
  hearing.value = heardLast.value = {
    ...reply,
    layer: withGates(reply.layer),
    wave: part(0),
    spectrogram: part(1),
    said: part(2),
    gates: part(3),
    source: source(),
  };
  moment.value = reply.heard - 1;
  unit.value = null;
  direction.value = 0;
}

export const secondsOf = (h: Pick<Heard, 'features'>, frame: number): number =>
  (frame * h.features.hopMs) / 1000;

/** Word probabilities at a frame. */
export function saidAt(h: Hearing, frame: number): Float32Array {
  const row = Math.min(Math.floor(frame / h.every), h.said.length / h.classes.length - 1);
  return h.said.subarray(row * h.classes.length, (row + 1) * h.classes.length);
}

/**
 * Frame of the LSTM that a frame of sound falls into; they differ when something pools before it.
 */
export function gateFrame(h: Hearing, frame: number): number {
  if (!h.layer) return 0;
  return Math.min(h.layer.heard - 1, Math.floor((frame * h.layer.heard) / h.heard));
}

export function gateAt(
  h: Hearing,
  way: number,
  slot: string,
  frame: number,
  which: number,
): number {
  const { layer } = h;
  if (!layer || frame < 0 || frame >= layer.heard) return 0;
  const row = (way * layer.slots.length + layer.slots.indexOf(slot)) * layer.heard + frame;
  return h.gates[row * layer.units + which] ?? 0;
}

/** Units with those on top that keep their cell longest: by the mean of the forget gate. */
export function slowestFirst(h: Hearing, way: number): number[] {
  const { layer } = h;
  if (!layer) return [];
  const kept = Array.from({ length: layer.units }, (_, u) => {
    let sum = 0;
    for (let t = 0; t < layer.heard; ++t) sum += gateAt(h, way, 'forget_gate', t, u);
    return sum;
  });
  return kept.map((_, u) => u).sort((a, b) => kept[b] - kept[a] || a - b);
}

export const order = computed<number[]>(() =>
  hearing.value ? slowestFirst(hearing.value, direction.value) : [],
);

/** the unit whose numbers are told: the chosen one, else the one on top */
export const shownUnit = computed<number>(() => unit.value ?? order.value[0] ?? 0);

/** The next unit in the order of the rows, or the one before. */
export function takeUnit(by: number): void {
  const rows = order.value;
  const at = unit.value === null ? (by > 0 ? 0 : rows.length - 1) : rows.indexOf(unit.value) + by;
  unit.value = rows[Math.max(0, Math.min(rows.length - 1, at))] ?? null;
}

const upToTenth = (value: number): number => Math.max(0.1, Math.ceil(value * 10 - 1e-6) / 10);
const scales = new WeakMap<Hearing, Map<string, number>>();

/**
 * What full colour means for a slot: gates are from 0 to 1, the others as large as nearly all of
 * them.
 */
export function scaleOf(h: Hearing, slot: string): number {
  const { layer } = h;
  if (slot.endsWith('gate') || !layer) return 1;
  let known = scales.get(h);
  if (!known) scales.set(h, (known = new Map()));
  let scale = known.get(slot);
  if (scale === undefined) {
    const sizes: number[] = [];
    for (let d = 0; d < layer.directions; ++d)
      for (let t = 0; t < layer.heard; ++t)
        for (let u = 0; u < layer.units; ++u) sizes.push(Math.abs(gateAt(h, d, slot, t, u)));
    sizes.sort((a, b) => a - b);
    scale = upToTenth(sizes[Math.floor(0.95 * (sizes.length - 1))] ?? 0);
    known.set(slot, scale);
  }
  return scale;
}

/** The same for the curve of one unit: as far as it goes. */
export function reachOf(h: Hearing, way: number, slot: string, which: number): number {
  if (slot.endsWith('gate') || !h.layer) return 1;
  let most = 0;
  for (let t = 0; t < h.layer.heard; ++t)
    most = Math.max(most, Math.abs(gateAt(h, way, slot, t, which)));
  return upToTenth(most);
}

/** Lowest and highest sample of each of `columns` equal parts. */
export function envelope(
  wave: ArrayLike<number>,
  columns: number,
): { low: number; high: number }[] {
  return Array.from({ length: columns }, (_, c) => {
    const from = Math.floor((c * wave.length) / columns);
    const to = Math.max(from + 1, Math.floor(((c + 1) * wave.length) / columns));
    let low = wave[from] ?? 0;
    let high = low;
    for (let i = from; i < to && i < wave.length; ++i) {
      low = Math.min(low, wave[i]);
      high = Math.max(high, wave[i]);
    }
    return { low, high };
  });
}
