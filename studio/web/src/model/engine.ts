// Connects the page's state to an engine: its network and state into signals, tensors into arrays,
// events to whoever listens.
import { batch, effect, signal } from '@preact/signals';
import type { Engine, Facts, Link } from '../engine/engine';
import { Client, EngineError } from '../engine/engine';
import type { CommandName, Fields } from '../engine/commands';
import type { Channel, Subject } from '../engine/types';
import type { Reply } from '../engine/engine';
import type { ViewName } from '../views';
import { openTransport } from '#transport';
import { on, passOn } from './events';
import { clearCurves, state, stopped } from './learning';
import { describe, hello, net, offers, sizesOf } from './network';
import { note } from './notes';
import { muted, neuronKey, view } from './selection';
import { showSubject, subject, turning } from './subject';
import { tensors } from './tensors';

export const link = signal<Link>('connecting');
/** why something did not come to be: `code` of what was asked, and what the engine says of it */
export interface Trouble {
  asked: string;
  code: string;
  words: string;
  facts?: Facts;
}
export const trouble = signal<Trouble | null>(null);
/** counts the times that a session greeted us: views send what they want anew */
export const greeted = signal(0);

let engine: Engine | null = null;
const channels = new Set<Channel>(['parameters', 'activations']);

export function ask<K extends CommandName>(name: K, fields: Fields<K>): Promise<Reply<K>> {
  if (!engine) return Promise.reject(new EngineError('link', 'no engine'));
  if (turning.peek() && name !== 'ping')
    return Promise.reject(new EngineError('link', 'another network is coming'));
  return engine.ask(name, fields);
}

export const troubleOf = (asked: string, error: unknown): Trouble => ({
  asked,
  code: error instanceof EngineError ? error.code : '',
  words: error instanceof Error ? error.message : String(error),
  facts: error instanceof EngineError ? error.facts : undefined,
});

/** Asks and shows a refusal to the visitor instead of throwing it. */
export async function tell<K extends CommandName>(
  name: K,
  fields: Fields<K>,
): Promise<Reply<K> | null> {
  try {
    const reply = await ask(name, fields);
    trouble.value = null;
    note(name, reply as { notes?: string[] });
    return reply;
  } catch (error) {
    refused(name, error);
    return null;
  }
}

export function refused(asked: string, error: unknown): void {
  if (error instanceof EngineError && ['link', 'superseded'].includes(error.code)) return;
  trouble.value = troubleOf(asked, error);
}

/** Only the plane has pictures of itself. */
function watch(): void {
  const those = [...channels].filter((name) => name !== 'plane' || subject.peek() === 'plane');
  void tell('watch', { channels: those });
}

/** How many read what costs the engine much: it comes only while something shows it. */
const readers = { gradient: 0, plane: 0 };

export function read(channel: keyof typeof readers): () => void {
  if (readers[channel]++ === 0) {
    channels.add(channel);
    watch();
  }
  return () => {
    if (--readers[channel] > 0) return;
    channels.delete(channel);
    watch();
  };
}

function followMutes(told: { layer: string; neuron: number }[] | undefined): void {
  const layers = net.peek()?.layers ?? [];
  const now = new Set(
    (told ?? []).map((m) =>
      neuronKey(
        layers.findIndex((l) => l.name === m.layer),
        m.neuron,
      ),
    ),
  );
  const before = muted.peek();
  if (now.size !== before.size || [...now].some((key) => !before.has(key))) muted.value = now;
}

on('hello', (event) => {
  const network = describe(event);
  showSubject(event.subject ?? 'digits');
  tensors.reset(event.revision, sizesOf(event, network));
  clearCurves();
  hello.value = event;
  offers.value = event.offers ?? [];
  state.value = event.state;
  stopped.value = null;
  greeted.value++;
  watch();
});

on('state', (event) => {
  state.value = event;
  const slow = event.pace !== null && event.pace <= 60;
  tensors.interval = event.running && !slow ? 40 : 0;
  followMutes(event.muted);
  if (event.running) stopped.value = null;
});

async function turnTo(of: Subject): Promise<void> {
  const asked = tell('subject', { of });
  turning.value = true;
  if (!(await asked)) turning.value = false;
}

/** Asks for the network that the open view is about, whenever another one is shown. */
export function followView(subjectOf: (name: ViewName) => Subject): void {
  effect(() => {
    const of = subjectOf(view.value);
    if (greeted.value > 0 && subject.value !== of && !turning.peek()) void turnTo(of);
  });
}

export function attach(to: Engine): void {
  engine = to;
  to.onEvent = (event) => batch(() => passOn(event));
  to.onTensor = (frame) => tensors.take(frame);
  to.onLink = (now) => {
    batch(() => {
      link.value = now;
      turning.value = false;
      // Nobody knows what it does now; the buttons and the speed do not say that it goes on.
      if (now !== 'open' && state.value)
        state.value = { ...state.value, running: false, samplesPerSecond: 0 };
    });
  };
  tensors.acknowledge = (sequence) => to.seen(sequence);
}

export function connect(): void {
  const transport = openTransport();
  attach(new Client(transport));
  transport.start();
  setInterval(() => {
    if (link.value === 'open' && document.visibilityState === 'visible')
      void ask('ping', {}).catch(() => {});
  }, 20000);
}
