// How fast it learns: the dial, kept for this tab, and a new network's first learning, which begins
// slowly.
import { computed, signal } from '@preact/signals';
import { tell } from './engine';
import { running, state } from './learning';

/** steps a second; null is full speed */
export type Pace = number | null;

/** what the dial can be set to */
export const paces: Pace[] = [
  ...[1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1000, 2000, 3000, 5000, 10000],
  null,
];

/** 10 % of MNIST's test right become 90 % in about eight seconds */
export const firstSteps = { from: 2, by: 0.7 };

const key = 'glia.pace';

function recalled(): Pace {
  try {
    const kept = Number(sessionStorage.getItem(key));
    return paces.includes(kept) ? kept : null;
  } catch {
    return null;
  }
}

export const dial = signal<Pace>(recalled());
export const accelerating = computed(() => state.value?.accelerating ?? false);
/** as it is now, which while it accelerates is not yet that of the dial */
export const pace = computed<Pace>(() =>
  accelerating.value ? (state.value?.pace ?? null) : dial.value,
);

export function setPace(to: Pace): void {
  dial.value = to;
  try {
    sessionStorage.setItem(key, String(to ?? ''));
  } catch {
    // a browser that keeps nothing begins at full speed
  }
  if (running.value) void tell('learn', { pace: to });
}

/** The place on the dial that is nearest to a pace. */
export function placeOf(of: Pace): number {
  let nearest = paces.length - 1;
  if (of === null) return nearest;
  const far = (place: number): number => Math.abs(Math.log((paces[place] ?? Infinity) / of));
  for (let place = 0; place < paces.length; ++place)
    if (far(place) < far(nearest)) nearest = place;
  return nearest;
}
