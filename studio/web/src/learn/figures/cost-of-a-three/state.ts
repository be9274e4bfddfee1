// Whose lamps the figure shows: those of the chapter, of the visitor's network, of a newborn one,
// or as the reader has set them. The visitor's network stays as it is.
import { effect, signal } from '@preact/signals';
import { ask } from '../../../model/engine';
import { latest } from '../../../model/frame';
import { input } from '../../../model/input';
import { net } from '../../../model/network';
import { subject } from '../../../model/subject';
import { pulse, tensors } from '../../../model/tensors';
import { book, newborn } from './lamps';

export type Whose = 'book' | 'mine' | 'newborn' | 'own' | 'noInput' | 'unknown';

export const outputs = signal<readonly number[]>(book.outputs);
export const digit = signal(book.wanted);
export const whose = signal<Whose>('book');

const ten = (): boolean =>
  subject.peek() === 'digits' && net.peek()?.layers.at(-1)?.width === book.outputs.length;

const read = latest(async () => {
  const answer = await ask('cost', {});
  if (whose.peek() !== 'mine' || answer.outputs.length !== book.outputs.length) return;
  outputs.value = answer.outputs;
  if (answer.label !== null) digit.value = answer.label;
});

/** The visitor's lamps are followed for as long as somebody looks. */
export const follow = (): (() => void) =>
  effect(() => {
    void [pulse.value, input.value];
    if (whose.value === 'mine') read();
  });

function canAsk(): boolean {
  if (input.peek().source === 'none') whose.value = 'noInput';
  else if (!ten()) whose.value = 'unknown';
  else return true;
  return false;
}

export function showBook(): void {
  [outputs.value, digit.value, whose.value] = [book.outputs, book.wanted, 'book'];
}

export function showMine(): void {
  if (canAsk()) whose.value = 'mine';
}

export function showNewborn(): void {
  if (!canAsk()) return;
  const network = net.peek()!;
  const answer = newborn(network, tensors.activations.slice(0, network.inputs), Math.random);
  whose.value = answer ? 'newborn' : 'unknown';
  if (answer) outputs.value = answer;
  if (answer && input.peek().label !== null) digit.value = input.peek().label!;
}

export function setLamp(which: number, light: number): void {
  const value = Math.round(Math.max(0, Math.min(1, light)) * 100) / 100;
  outputs.value = outputs.value.map((old, i) => (i === which ? value : old));
  whose.value = 'own';
}

export function want(which: number): void {
  digit.value = which;
  whose.value = 'own';
}
