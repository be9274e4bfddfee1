// Where the reader is on the tour. Whoever leaves it and comes back goes on there.
import { effect, signal } from '@preact/signals';
import { keep, recall } from '../model/settings';
import type { StationName } from './station';

const key = 'glia.tour.now';

function onTour(): StationName | null {
  try {
    return (sessionStorage.getItem(key) || null) as StationName | null;
  } catch {
    return null;
  }
}

/** the station where the reader is; null when nobody is being led */
export const station = signal<StationName | null>(onTour());
/** the station that the page has been made ready for */
export const ready = signal<StationName | null>(null);
export const offered = signal(recall('tour') === null);
/** the network learns because the tour needs it to */
export const learns = signal(false);
/** which option was chosen */
export const guess = signal<number | null>(null);

const place = 'tour.station';

/** Where to go on; null: from the beginning. */
export const leftAt = (): string | null => recall(place) || null;

export const seen = (): void => {
  offered.value = false;
  keep('tour', 'seen');
};
export const beginAnew = (): void => keep(place, '');

effect(() => {
  const now = station.value;
  if (now) keep(place, now);
  try {
    sessionStorage.setItem(key, now ?? '');
  } catch {
    // a browser that keeps nothing still leads on
  }
});
