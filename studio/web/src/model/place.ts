// The place of the plane whose numbers go through its network, and the point that was chosen there.
import { signal } from '@preact/signals';
import { tell } from './engine';
import { latest } from './frame';

export const place = signal<{ x: number; y: number; label: number | null }>({
  x: 2,
  y: 2,
  label: null,
});
/** the index of the point that was chosen; null where it is a place without one */
export const chosenPoint = signal<number | null>(null);
/** the index of the point that an address wants to be chosen, until the points are here */
export const wantedPoint = signal<number | null>(null);

export const sendPlace = latest(async () => {
  const { x, y, label } = place.peek();
  await tell('input', { point: [x, y], ...(label === null ? {} : { label }) });
});

export function lookAt(x: number, y: number, label: number | null = null): void {
  place.value = { x, y, label };
  sendPlace();
}
