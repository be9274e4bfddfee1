// A figure that has to change the network goes away on a branch of its own, from which the
// visitor's network comes back as it was.
import { signal } from '@preact/signals';
import { tell } from '../../model/engine';
import { running, state } from '../../model/learning';

/** where the network was, and whether it learned there */
interface Home {
  branch: number;
  step: number;
  live: boolean;
  running: boolean;
}
let home: Home | null = null;
export const isAway = signal(false);

/** A new branch from that moment is the present; false: it could not be. */
export async function goAway(
  { branch, step }: { branch: number; step: number },
  name: string,
): Promise<boolean> {
  const shown = state.peek()?.shown;
  if (!shown) return false;
  const was = home ?? { ...shown, running: running.peek() };
  if (!(await tell('fork', { branch, step, name }))) return false;
  home = was;
  isAway.value = true;
  return true;
}

export async function comeHome(): Promise<void> {
  const was = home;
  home = null;
  isAway.value = false;
  if (!was) return;
  await tell('learn', { run: false });
  await tell('branch', { to: was.branch });
  if (!was.live) await tell('time', { step: was.step, exact: true });
  else if (was.running) await tell('learn', { run: true });
}
