// Connects the page's state to an engine: its network and state into signals, tensors into arrays,
// events to whoever listens.
import { batch, signal } from '@preact/signals';
import type { Engine, Facts, Link } from '../engine/engine';
import { Client, EngineError } from '../engine/engine';
import { SocketTransport, socketAddress, takeToken } from '../engine/socket';
import type { Channel, CommandName, Fields } from '../engine/types';
import type { Reply } from '../engine/engine';
import { on, passOn } from './events';
import { clearCurves, state, stopped } from './learning';
import { describe, hello, net } from './network';
import { note } from './notes';
import { muted, neuronKey } from './selection';
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
  return engine.ask(name, fields);
}

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
    if (error instanceof EngineError && ['link', 'superseded'].includes(error.code)) return null;
    trouble.value = {
      asked: name,
      code: error instanceof EngineError ? error.code : '',
      words: error instanceof Error ? error.message : String(error),
      facts: error instanceof EngineError ? error.facts : undefined,
    };
    return null;
  }
}

export function watch(channel: Channel, on: boolean): void {
  if (on) channels.add(channel);
  else channels.delete(channel);
  void tell('watch', { channels: [...channels] });
}

let gradientReaders = 0;

/** The gradient costs the engine a backward pass, so it comes only while something shows it. */
export function readGradient(): () => void {
  if (gradientReaders++ === 0) watch('gradient', true);
  return () => {
    if (--gradientReaders === 0) watch('gradient', false);
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
  tensors.reset(event.revision, network.count, network.activations);
  clearCurves();
  hello.value = event;
  state.value = event.state;
  stopped.value = null;
  greeted.value++;
  void tell('watch', { channels: [...channels] });
});

on('state', (event) => {
  state.value = event;
  tensors.interval = event.running ? 40 : 0;
  followMutes(event.muted);
  if (event.running) stopped.value = null;
});

export function attach(to: Engine): void {
  engine = to;
  to.onEvent = (event) => batch(() => passOn(event));
  to.onTensor = (frame) => tensors.take(frame);
  to.onLink = (now) => {
    batch(() => {
      link.value = now;
      // Nobody knows what it does now; the buttons and the speed do not say that it goes on.
      if (now !== 'open' && state.value)
        state.value = { ...state.value, running: false, samplesPerSecond: 0 };
    });
  };
  tensors.acknowledge = (sequence) => to.seen(sequence);
}

function visitor(): string {
  try {
    const known = sessionStorage.getItem('glia.visitor');
    if (known) return known;
  } catch {
    // private windows may keep nothing: a session of its own at every connection then
  }
  const made = [...crypto.getRandomValues(new Uint8Array(12))]
    .map((b) => b.toString(16).padStart(2, '0'))
    .join('');
  try {
    sessionStorage.setItem('glia.visitor', made);
  } catch {
    // as above
  }
  return made;
}

export function connect(): void {
  const token = takeToken(new URL(location.href), (address) =>
    history.replaceState(history.state, '', address),
  );
  const transport = new SocketTransport(socketAddress(new URL(location.href), visitor()), {
    token,
  });
  attach(new Client(transport));
  transport.start();
  setInterval(() => {
    if (link.value === 'open' && document.visibilityState === 'visible')
      void ask('ping', {}).catch(() => {});
  }, 20000);
}
