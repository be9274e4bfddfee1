// The newborn network and the one taught beforehand, both at once and as they began, whichever of
// them is shown: the line between two moments brings the parameters of both.
import { effect, signal } from '@preact/signals';
import { ask, greeted } from '../../model/engine';
import { latest } from '../../model/frame';
import { branches, state } from '../../model/learning';
import { hello, net } from '../../model/network';
import { subject } from '../../model/subject';
import { pulse, tensors } from '../../model/tensors';
import { idOf } from './elsewhere';

export interface Both {
  newborn: Float32Array | null;
  taught: Float32Array | null;
}

export const both = signal<Both>({ newborn: null, taught: null });
/** the beginning of the newborn one is forgotten */
export const forgotten = signal(false);

let kept = '';

const load = latest(async () => {
  const [network, now] = [net.peek(), state.peek()];
  const [newborn, taught] = [idOf('newborn'), idOf('taught')];
  if (!network || !now || subject.peek() !== 'digits' || newborn === null) return;
  const key = [hello.peek()?.revision, network.revision, newborn, taught].join('/');
  const { step, branch } = now.shown;
  const alone = taught === null && step === 0 && branch === newborn;
  if (key === kept) return;
  if (alone) {
    if (tensors.parameters.length !== network.count) return;
    both.value = { newborn: tensors.parameters.slice(), taught: null };
    return;
  }
  try {
    const there = taught === null ? { branch, step } : { branch: taught, step: 0 };
    const from = { branch: newborn, step: 0 };
    const reply = await ask('line', { from, to: there, points: 2, samples: 1 });
    const ends = reply.bulk[0]?.numbers;
    if (!(ends instanceof Float32Array) || ends.length !== 2 * network.count) return;
    if (net.peek() !== network) return;
    kept = key;
    forgotten.value = false;
    both.value = {
      newborn: ends.slice(0, network.count),
      taught: taught === null ? null : ends.slice(network.count),
    };
  } catch {
    forgotten.value = true;
  }
});

/** Follows the visitor's networks for as long as somebody looks. */
export const followBoth = (): (() => void) =>
  effect(() => {
    void [greeted.value, branches.value, net.value, both.value.newborn ? 0 : pulse.value];
    load();
  });
