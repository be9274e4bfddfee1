// The three sums that the reader moves, and the ten of the visitor's network.
import { computed, signal } from '@preact/signals';
import {
  bring,
  chooseTest,
  drawn,
  input,
  sendAgain,
  strokesChanged,
  testImage,
} from '../../../model/input';
import { net } from '../../../model/network';
import { subject } from '../../../model/subject';
import { pulse, tensors } from '../../../model/tensors';
import { houseLines } from '../house';

export const range = { low: -3, high: 3 };
export const lift = 5;

export const three = signal<readonly number[]>([2, 1, 0]);
export const lifted = signal(false);
export const ten = signal(false);

export const sums = computed(() =>
  three.value.map((sum) => sum + (lifted.value ? lift : 0)),
);

export function setSum(which: number, value: number): void {
  const bare = Math.round((value - (lifted.peek() ? lift : 0)) * 10) / 10;
  three.value = three.value.map((old, i) => (i === which ? bare : old));
}

/** The sums of the outputs; null: there is nothing to see, or the network has other outputs. */
export const outputs = computed(() => {
  void pulse.value;
  const network = net.value;
  const end = network?.layers.at(-1);
  if (!end || subject.value !== 'digits' || input.value.source === 'none') return null;
  return end.width === 10 ? Array.from(tensors.activations.slice(end.zAt, end.zAt + 10)) : null;
});

/** the example that the house stands in place of */
interface Kept {
  lines: number[][];
  label: number | null;
  index: number | null;
}
export const house = signal<Kept | null>(null);

export function showHouse(): void {
  if (house.peek()) return;
  const { label, index } = input.peek();
  house.value = { lines: drawn.peek(), label, index };
  input.value = { source: 'strokes', label: null, index: null, xray: null };
  drawn.value = houseLines();
  strokesChanged(true);
}

/** The visitor's example comes back. */
export function takeHouseAway(): void {
  const kept = house.peek();
  if (!kept) return;
  house.value = null;
  if (kept.lines.length > 0) bring({ lines: kept.lines, label: kept.label });
  else if (kept.index !== null) bring({ test: kept.index });
  else return void chooseTest(testImage(0));
  sendAgain();
}
