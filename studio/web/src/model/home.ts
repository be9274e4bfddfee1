// Where the visitor's network is, for whoever goes elsewhere with it and has to bring it back.
import { tell } from './engine';
import { running, state } from './learning';

/** a moment of a branch, and whether it learned there */
export interface Home {
  branch: number;
  step: number;
  live: boolean;
  running: boolean;
}

export function homeNow(): Home | null {
  const shown = state.peek()?.shown;
  if (!shown) return null;
  const { branch, step, live } = shown;
  return { branch, step, live, running: running.peek() };
}

export async function goHome(home: Home): Promise<void> {
  await tell('learn', { run: false });
  await tell('branch', { to: home.branch });
  if (!home.live) await tell('time', { step: home.step, exact: true });
  else if (home.running) await tell('learn', { run: true });
}
