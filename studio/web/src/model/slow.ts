// A step of learning in slow motion, on the current example alone: light goes forward layer by
// layer, the cost appears, the gradient goes back layer by layer, then the step is taken. The
// numbers are the engine's.
import { effect, signal } from '@preact/signals';
import { ask, greeted, tell } from './engine';
import { input } from './input';
import { running } from './learning';
import { net } from './network';
import { view } from './selection';
import { reducedMotion } from './settings';
import { goLive, learn } from './time';

export type Phase = { kind: 'light' | 'back'; layer: number } | { kind: 'cost' | 'taken' };

export interface Slow {
  phases: Phase[];
  at: number;
  playing: boolean;
  cost: number;
  /** of the example's cost, in the order of the parameters */
  gradient: Float32Array;
  taken: { rate: number; before: number; after: number } | null;
}

export const slow = signal<Slow | null>(null);
/** the visitor asked for it, and the example has no label */
export const unlabelled = signal(false);
export const phase = (): Phase | null => slow.value && slow.value.phases[slow.value.at];

/** all of it, in milliseconds */
const lasts = 6000;

export function phasesOf(layers: number): Phase[] {
  const each = Array.from({ length: layers }, (_, layer) => layer);
  return [
    ...each.map((layer) => ({ kind: 'light', layer }) as const),
    { kind: 'cost' },
    ...each.reverse().map((layer) => ({ kind: 'back', layer }) as const),
    { kind: 'taken' },
  ];
}

let timer: ReturnType<typeof setTimeout> | undefined;

function wait(): void {
  clearTimeout(timer);
  const now = slow.peek();
  if (now?.playing && !now.taken) timer = setTimeout(forward, lasts / now.phases.length);
}

export async function begin(): Promise<void> {
  stop();
  unlabelled.value = input.peek().label === null;
  if (unlabelled.value) return;
  view.value = 'network';
  await learn({ run: false });
  await goLive();
  const found = await ask('gradient', { of: 'example' }).catch(() => null);
  const gradient = found?.bulk[0]?.numbers;
  const layers = net.peek()?.layers.length ?? 0;
  if (!found || !(gradient instanceof Float32Array) || layers === 0) return;
  slow.value = {
    phases: phasesOf(layers),
    at: 0,
    playing: !reducedMotion.peek(),
    cost: found.cost,
    gradient,
    taken: null,
  };
  wait();
}

export function stop(): void {
  clearTimeout(timer);
  slow.value = null;
  unlabelled.value = false;
}

/** On to the next phase; the last one takes the step. */
export async function forward(): Promise<void> {
  const now = slow.peek();
  if (!now || now.taken || now.at + 2 > now.phases.length) return;
  const at = now.at + 1;
  if (now.phases[at].kind !== 'taken') {
    slow.value = { ...now, at };
    wait();
    return;
  }
  clearTimeout(timer);
  const taken = await tell('nudge', {});
  if (slow.peek() !== now) return;
  if (taken) slow.value = { ...now, at, playing: false, taken };
  else stop();
}

/** Back by one phase, as long as the step is not taken. */
export function back(): void {
  const now = slow.peek();
  if (now && !now.taken && now.at > 0) slow.value = { ...now, at: now.at - 1, playing: false };
  wait();
}

export function play(on: boolean): void {
  if (slow.peek()) slow.value = { ...slow.peek()!, playing: on };
  wait();
}

// What it tells of is no longer there.
effect(() => {
  void [greeted.value, input.value, view.value];
  stop();
});
effect(() => {
  if (running.value) stop();
});
