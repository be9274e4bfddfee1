// The numbers of the network as the engine last sent them: typed arrays outside of reactive state.
// `pulse` ticks at reading speed for whatever shows them as text.
import { signal } from '@preact/signals';
import type { Frame } from '../engine/frames';
import type { Channel } from '../engine/types';
import { atMost, repaint } from './frame';

type Listener = () => void;

export const pulse = signal(0);
/** for what is only read aloud */
export const slowPulse = signal(0);
const beatOften = atMost(70, () => pulse.value++);
const beatSlowly = atMost(500, () => slowPulse.value++);
const beat = (): void => {
  beatOften();
  beatSlowly();
};

class Tensors {
  parameters: Float32Array<ArrayBufferLike> = new Float32Array(0);
  activations: Float32Array<ArrayBufferLike> = new Float32Array(0);
  gradient: Float32Array<ArrayBufferLike> | null = null;
  /** of the plane: pictures of its inputs, neurons and outputs */
  plane: Float32Array<ArrayBufferLike> | null = null;
  step = 0;
  revision = -1;
  /** least time between two drawings; while learning the eye needs no more than 25 a second */
  interval = 0;
  private delivered = -Infinity;
  private timer: ReturnType<typeof setTimeout> | undefined;
  acknowledge: (sequence: number) => void = () => {};
  /** values set on the page that the engine has not confirmed yet */
  readonly overlay = new Map<number, number>();
  private readonly listeners: Record<Channel, Set<Listener>> = {
    parameters: new Set(),
    activations: new Set(),
    gradient: new Set(),
    plane: new Set(),
  };
  private sizes: Record<Channel, number> = { parameters: 0, activations: 0, gradient: 0, plane: 0 };
  private readonly unseen: number[] = [];
  private readonly due = new Set<Channel>();

  private readonly deliver = (): void => {
    this.delivered = performance.now();
    for (const channel of this.due) for (const listener of this.listeners[channel]) listener();
    this.due.clear();
    this.giveBack();
  };

  /** What is not acknowledged the engine takes for not seen, and sends no more. */
  private giveBack(): void {
    for (const sequence of this.unseen.splice(0)) this.acknowledge(sequence);
  }

  on(channel: Channel, listener: Listener): () => void {
    this.listeners[channel].add(listener);
    return () => this.listeners[channel].delete(listener);
  }

  take(frame: Frame): void {
    this.unseen.push(frame.sequence);
    if (
      frame.channel &&
      frame.numbers instanceof Float32Array &&
      frame.revision === this.revision &&
      frame.numbers.length === this.sizes[frame.channel]
    ) {
      this[frame.channel] = frame.numbers;
      this.step = frame.step;
      if (frame.channel === 'parameters')
        for (const [position, value] of this.overlay) frame.numbers[position] = value;
      this.due.add(frame.channel);
    }
    this.soon();
  }

  private soon(): void {
    const wait = this.delivered + this.interval - performance.now();
    clearTimeout(this.timer);
    if (wait > 2) this.timer = setTimeout(() => this.soon(), wait);
    else {
      repaint(this.deliver);
      beat();
    }
  }

  /** A change made on the page, shown before the engine confirms it. */
  touch(channel: Channel): void {
    this.due.add(channel);
    repaint(this.deliver);
    beat();
  }

  reset(revision: number, sizes: Record<Channel, number>): void {
    this.revision = revision;
    this.sizes = sizes;
    this.parameters = new Float32Array(sizes.parameters);
    this.activations = new Float32Array(sizes.activations);
    this.gradient = null;
    this.plane = null;
    this.overlay.clear();
    this.giveBack();
  }
}

export const tensors = new Tensors();
