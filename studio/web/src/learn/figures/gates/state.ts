// The sums of the four gates of the unit and the frame that are looked at, from the engine.
import { computed, signal } from '@preact/signals';
import { ask } from '../../../model/engine';
import { latest } from '../../../model/frame';
import {
  direction,
  gateAt,
  hearAgain,
  hearing,
  moment,
  shownUnit,
} from '../../../views/speech/model';
import { followWord, gated } from '../heard-word/word';
import { type Gate, type GateSum, cellOf, gateNames } from './sums';

interface Place {
  direction: number;
  unit: number;
  frame: number;
}
interface Found extends Place {
  of: unknown;
  sums: Record<Gate, GateSum>;
}

/** whose votes are listed */
export const gate = signal<Gate>('forget_gate');
const found = signal<Found | null>(null);

export const place = computed<Place>(() => ({
  direction: direction.value,
  unit: shownUnit.value,
  frame: moment.value,
}));

/** null while it is asked for */
export const shown = computed(() => {
  const [now, at, h] = [found.value, place.value, gated.value];
  if (!now || !h || now.of !== hearing.value) return null;
  if (now.direction !== at.direction || now.unit !== at.unit || now.frame !== at.frame) return null;
  const frameBefore = at.direction === 0 ? at.frame - 1 : at.frame + 1;
  const value = (slot: string, frame = at.frame): number =>
    gateAt(h, at.direction, slot, frame, at.unit);
  const before = value('cell', frameBefore);
  return {
    sums: now.sums,
    before,
    ...cellOf(now.sums, before),
    engine: { cell: value('cell'), said: value('hidden') },
  };
});

const load = latest(async () => {
  const [at, of] = [place.peek(), hearing.peek()];
  if (!gated.peek() || !(await hearAgain())) return;
  const sums = {} as Record<Gate, GateSum>;
  for (const name of gateNames) {
    const { bias, z, bulk } = await ask('gate', { ...at, gate: name });
    const [frame, before] = bulk.map(({ numbers }) => numbers as Float64Array);
    sums[name] = { bias, z, frame, before };
  }
  found.value = { ...at, of, sums };
});

export const follow = (): (() => void) => followWord(place, load);
