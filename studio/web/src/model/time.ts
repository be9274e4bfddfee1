// Which moment is shown. A drag along the line of time asks for one moment after another; whatever
// is pressed after it ends it, so that nothing of it is asked for later.
import { signal } from '@preact/signals';
import type { Fields } from '../engine/types';
import { tell } from './engine';
import { latest } from './frame';
import { touched } from './learning';

/** where the slider is dragged to, until the engine has shown it */
export const dragged = signal<number | null>(null);

const jump = latest(async (step: number) => {
  if (dragged.value !== step) return;
  const shown = await tell('time', { step, exact: true });
  if (!shown || dragged.value === step) dragged.value = null;
  touched.value++;
});

export function dragTo(step: number): void {
  dragged.value = step;
  jump(step);
}

/** Learning goes on from the present. */
export function learn(fields: Fields<'learn'>): ReturnType<typeof tell<'learn'>> {
  dragged.value = null;
  return tell('learn', fields);
}

export function reset(seed: 'same' | 'new'): void {
  dragged.value = null;
  void tell('reset', { seed });
}

export function goTo(branch: number): void {
  dragged.value = null;
  void tell('branch', { to: branch });
}

export function forkAt(step: number): void {
  dragged.value = null;
  void tell('fork', { step });
}

export async function goLive(): Promise<void> {
  dragged.value = null;
  await tell('time', { live: true });
  touched.value++;
}
