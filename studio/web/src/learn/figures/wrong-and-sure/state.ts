// The sum of the lamp, what is wanted of it, and where the sum comes from.
import { signal } from '@preact/signals';
import { ask } from '../../../model/engine';
import { chooseTest, input, testImage } from '../../../model/input';
import { hello, net } from '../../../model/network';
import { answered } from '../../../parts/CostTable';
import type { Wanted } from './lamp';

export const reach = 8;
/** of the way down */
export const descent = { steps: 100, rate: 0.5 };
/** the test image that costs the network of the textbook most */
const worst = 4497;

export const z = signal(-6);
export const wanted = signal<Wanted>(1);
/** the way down is shown */
export const walks = signal(false);
/** what the last press of "Image 4497" found; 'unknown': its outputs are no sigmoids */
export const found = signal<{ index: number; label: string; answer: string } | 'unknown' | null>(
  null,
);

export function setSum(value: number): void {
  z.value = Math.round(Math.max(-reach, Math.min(reach, value)) * 100) / 100;
  [found.value, walks.value] = [null, false];
}

export function want(value: Wanted): void {
  [wanted.value, walks.value] = [value, false];
}

/** The sum of the right lamp of the image, as the visitor's network has it. */
export async function takeWorst(): Promise<void> {
  const index = testImage(worst);
  await chooseTest(index);
  const end = net.peek()?.layers.at(-1);
  const { label } = input.peek();
  if (!end || label === null || end.activation !== 'sigmoid') {
    found.value = 'unknown';
    return;
  }
  const [votes, cost] = await Promise.all([
    ask('votes', { layer: end.name, neuron: label }),
    ask('cost', {}),
  ]);
  const nameOf = (i: number): string => hello.peek()?.data.classes[i] ?? String(i);
  setSum(votes.z);
  wanted.value = 1;
  found.value = { index, label: nameOf(label), answer: nameOf(answered(cost.outputs)) };
}
