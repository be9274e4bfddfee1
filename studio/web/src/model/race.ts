// Networks that learn side by side, beside the visitor's own. The engine has one race at a time:
// whoever starts another ends the one before, which keeps its curves.
import { effect, signal } from '@preact/signals';
import type { Runner } from '../engine/commands';
import type { RunnerState } from '../engine/types';
import { link, tell } from './engine';
import { on } from './events';

let holder: Race | null = null;
/** told before anybody held it: the page was loaded anew meanwhile */
let orphan: { runners: RunnerState[]; done: boolean } | null = null;

export class Race {
  readonly runners = signal<RunnerState[]>([]);
  readonly running = signal(false);

  /** Takes over the race that goes on already, if it is nobody's. */
  adopt(): void {
    if (holder) return;
    holder = this;
    if (orphan) this.take(orphan);
  }

  take({ runners, done }: { runners: RunnerState[]; done: boolean }): void {
    this.runners.value = runners;
    this.running.value = !done;
  }

  async start(runners: Runner[], epochs: number, slopes = false): Promise<void> {
    if (holder) holder.running.value = false;
    holder = null; // what is still told is of the race before
    this.runners.value = [];
    this.running.value = true;
    const begun = await tell('race', { runners, epochs, slopes });
    if (begun) holder = this;
    else this.running.value = false;
  }

  async stop(): Promise<void> {
    if (holder !== this) return;
    await tell('race', { stop: true });
    this.running.value = false;
  }
}

on('race', (event) => {
  if (holder) holder.take(event);
  else orphan = event;
});
effect(() => {
  if (link.value !== 'open' && holder) holder.running.value = false;
});
