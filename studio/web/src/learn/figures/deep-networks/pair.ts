// Two deep networks side by side, and what slope reaches their layers: asked of the engine, which
// makes each from its recipe and lets it go again.
import { type ReadonlySignal, type Signal, computed, effect, signal } from '@preact/signals';
import { EngineError } from '../../../engine/engine';
import { ask, greeted } from '../../../model/engine';
import { latest } from '../../../model/frame';
import { subject } from '../../../model/subject';
import { type Deep, changed, recipeOf } from './networks';

export interface Probe {
  /** of the layers from the first to the output */
  sizes: number[];
  accuracy: number | null;
  /** it was so wild that numbers left their range */
  broken: boolean;
}

export const samples = 64;
const broken: Probe = { sizes: [], accuracy: null, broken: true };

const known = new Map<string, Probe>();
let queue: Promise<unknown> = Promise.resolve();

/** One after the other: the engine answers only the newest of several. */
function probed(of: Deep, seed: number, steps: number): Promise<Probe> {
  const recipe = recipeOf(of, seed);
  const key = JSON.stringify([recipe, steps]);
  const look = async (): Promise<Probe> => {
    const before = known.get(key);
    if (before) return before;
    let found = broken;
    try {
      const { layers, accuracy } = await ask('depth', { recipe, steps, samples });
      found = { sizes: layers.map(({ size }) => size), accuracy, broken: false };
    } catch (error) {
      const { code } = error as EngineError;
      if (!(error instanceof EngineError) || ['link', 'superseded'].includes(code)) throw error;
    }
    known.set(key, found);
    return found;
  };
  const next = queue.then(look);
  queue = next.catch(() => {});
  return next;
}

export class Pair {
  readonly deeps: readonly Signal<Deep>[];
  /** the one that the switches are of */
  readonly turned = signal(0);
  readonly probes = signal<readonly (Probe | null)[]>([null, null]);
  /** what is shown is not yet of what was chosen */
  readonly asking = signal(false);
  readonly both = computed(() => this.deeps.map((each) => each.value));

  constructor(first: readonly [Deep, Deep]) {
    this.deeps = first.map((each) => signal(each));
  }

  change(part: Partial<Deep>): void {
    const one = this.deeps[this.turned.peek()];
    one.value = changed(one.peek(), part);
  }

  /** Asks whenever something else is chosen; returns how to end it. */
  follow(seed: ReadonlySignal<number>, steps: ReadonlySignal<number>): () => void {
    const load = latest(async () => {
      if (subject.peek() !== 'digits' || greeted.peek() === 0) return;
      this.asking.value = true;
      try {
        for (const [i, each] of this.both.peek().entries()) {
          const found = await probed(each, seed.peek(), steps.peek());
          this.probes.value = this.probes.peek().map((old, k) => (k === i ? found : old));
        }
      } finally {
        this.asking.value = false;
      }
    });
    return effect(() => {
      void [greeted.value, subject.value, this.both.value, seed.value, steps.value];
      load();
    });
  }
}
