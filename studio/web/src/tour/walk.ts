// Going from station to station: each finds the page as its story wants it, and leaves it so.
import { untracked } from '@preact/signals';
import { type Chosen, bring, drawn, erase, input, sendAgain } from '../model/input';
import { selection, view } from '../model/selection';
import { remember, remembered } from './memory';
import { digitsAreHere, giveBack, show } from './network';
import { beginAnew, guess, learns, leftAt, ready, seen, station } from './state';
import type { Station, StationName } from './station';
import { stationNamed, stations } from './stations';

let queue: Promise<unknown> = Promise.resolve();
/** One thing after the other: networks change at each. */
const then = (work: () => Promise<unknown>): void => {
  queue = queue.then(work).catch(() => {});
};

/** the station that the page is ready for, or being made so */
let here: Station | null = null;

function drawnNow(): Chosen | null {
  const { source, label, index } = input.peek();
  if (drawn.peek().length > 0) return { lines: drawn.peek(), label };
  return source === 'test' && index !== null ? { test: index } : null;
}

async function leave(): Promise<void> {
  const was = here;
  here = null;
  ready.value = null;
  learns.value = false;
  await was?.leave?.();
}

async function arrive(name: StationName): Promise<void> {
  if (station.peek() !== name) return;
  const now = stationNamed(name);
  const again = here === now;
  await digitsAreHere();
  if (!again) await leave();
  if (!remembered().home) remember({ input: drawnNow(), selection: selection.peek() });
  await show(now.network);
  if (station.peek() !== name) return;
  here = now;
  if (!again) {
    guess.value = null;
    await now.prepare?.();
  }
  ready.value = name;
}

/** The page is made ready for the station; once more, where the reader was elsewhere meanwhile. */
export const goTo = (name: StationName): void => {
  ready.value = null;
  view.value = stationNamed(name).view;
  then(() => untracked(() => arrive(name)));
};

async function comeHome(): Promise<void> {
  await digitsAreHere(); // the visitor may be at the plane
  if (station.peek() !== null) return;
  await leave();
  await giveBack();
  const { input: was, selection: chosen } = remembered();
  if (chosen) selection.value = chosen;
  if (!was) await erase();
  else {
    bring(was);
    sendAgain();
  }
}

/** Where it was left, or from the beginning. */
export function begin(): void {
  seen();
  const names = stations.peek().map(({ name }) => name);
  station.value = names.find((name) => name === leftAt()) ?? names[0];
}

export function end(): void {
  const last = station.peek() === stations.peek().at(-1)?.name;
  seen();
  station.value = null;
  ready.value = null;
  if (last) beginAnew();
  then(comeHome);
}

/** The station before, or the one after. */
export function step(by: number): void {
  const names = stations.peek().map(({ name }) => name);
  const at = names.indexOf(station.peek() ?? names[0]);
  const next = names[at + by];
  if (next) station.value = next;
  else if (by > 0) end();
}
