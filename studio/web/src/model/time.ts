// Which moment is shown. A drag along the line of time asks for one moment after another; whatever
// is pressed after it ends it, so that nothing of it is asked for later.
import type { Fields } from '../engine/commands';
import { tell } from './engine';
import { on } from './events';
import { latest } from './frame';
import { state, touched } from './learning';
import { dial, firstSteps } from './pace';
import { perSubject } from './subject';

/** where the slider is dragged to, until the engine's state shows it */
export const dragged = perSubject<number | null>(() => null);
let answered: number | null = null; // the engine is there; its next state says so

const jump = latest(async (step: number) => {
  if (dragged.value !== step) return;
  if (await tell('time', { step, exact: true })) answered = step;
  else dragged.value = null;
  touched.value++;
});

function shown(): void {
  if (answered !== null && dragged.value === answered) dragged.value = null;
  answered = null;
}
on('state', shown);
on('hello', shown);

export function dragTo(step: number): void {
  dragged.value = step;
  jump(step);
}

/** Learning goes on from the present, at the pace of the dial. */
export function learn(fields: Fields<'learn'>): ReturnType<typeof tell<'learn'>> {
  dragged.value = null;
  return tell('learn', { pace: dial.value, ...fields });
}

/** Until it is paused; a network that has learnt nothing yet begins slowly. */
export function learnOn(): ReturnType<typeof tell<'learn'>> {
  const first = state.value?.step === 0 && !state.value.taught;
  return learn({ run: true, ...(first ? { accelerate: firstSteps } : {}) });
}

export function reset(seed: 'same' | 'new'): void {
  dragged.value = null;
  void tell('reset', { seed });
}

export function goTo(branch: number): void {
  dragged.value = null;
  void tell('branch', { to: branch });
}

/** The network taught beforehand, or the newborn one, each as it was left. */
export function showTaught(on: boolean): void {
  dragged.value = null;
  void tell('taught', { on });
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
