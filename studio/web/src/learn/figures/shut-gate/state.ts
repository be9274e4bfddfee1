// Which gate is shut, of which units and when, and what the engine hears then.
import { computed, signal } from '@preact/signals';
import { ask } from '../../../model/engine';
import { latest } from '../../../model/frame';
import { hearAgain, hearing, moment, unit } from '../../../views/speech/model';
import { followWord, gated } from '../heard-word/word';
import { bestOf, changing } from './shut';

export const gates = ['forget_gate', 'input_gate', 'output_gate'] as const;
export type Shutter = (typeof gates)[number];

export const gate = signal<Shutter>('forget_gate');
export const always = signal(false);

const what = computed(() => ({
  gate: gate.value,
  value: 0,
  ...(unit.value === null ? {} : { units: [unit.value] }),
}));
const hold = computed(() =>
  always.value ? what.value : { ...what.value, first: moment.value, last: moment.value },
);

interface Heard {
  of: unknown;
  outputs: number[];
  said: Float32Array;
  gates: Float32Array;
}
const held = signal<(Heard & { hold: string }) | null>(null);
const tries = signal<{ of: unknown; what: string; answers: number[] } | null>(null);
export const trying = signal(false);

/** the word with the gate shut: that of a moment ago while the next is asked for */
export const shut = computed(() => {
  const [h, now] = [gated.value, held.value];
  return h && now?.of === hearing.value ? { ...h, said: now.said, gates: now.gates, now } : null;
});
export const fresh = computed(() => held.value?.hold === JSON.stringify(hold.value));

export const before = computed(() => bestOf(hearing.value?.outputs ?? []));
export const after = computed(() => bestOf(shut.value?.now.outputs ?? []));

/** the frames that change the answer; null: they were not tried with these */
export const changes = computed(() => {
  const now = tries.value;
  const isOfThis = now?.of === hearing.value && now?.what === JSON.stringify(what.value);
  return now && isOfThis ? changing(now.answers, before.value) : null;
});

const load = latest(async () => {
  const [of, asked] = [hearing.peek(), hold.peek()];
  if (!gated.peek() || !(await hearAgain())) return;
  const { outputs, bulk } = await ask('held', { holds: [asked] });
  const [said, seen] = bulk.map(({ numbers }) => numbers as Float32Array);
  held.value = { of, outputs, said, gates: seen, hold: JSON.stringify(asked) };
});

export async function tryAll(): Promise<void> {
  const [of, asked] = [hearing.peek(), what.peek()];
  trying.value = true;
  try {
    if (!(await hearAgain())) return;
    const { answers } = await ask('hold_each', asked);
    tries.value = { of, what: JSON.stringify(asked), answers };
  } catch {
    // the connection is lost, which is told elsewhere
  } finally {
    trying.value = false;
  }
}

export const follow = (): (() => void) => followWord(hold, load);
