// What the page knows of an engine. A transport carries text and bytes; the client above it matches
// answers to commands, so that a socket and a worker differ in nothing but the carrying.
import { type Frame, decodeFrame } from './frames';
import type { Answer, CommandName, Fields } from './commands';
import type { EngineEvent } from './types';

/**
 * Why a page is not let in: no token, a wrong one, one that no cookie keeps; no place; no thread or
 * memory.
 */
export type Refusal = 'missing' | 'wrong' | 'cookies' | 'full' | 'exhausted';
/** replaced: the visitor has another page; broken: the page's own engine is no more */
export type Link = 'connecting' | 'open' | 'lost' | 'replaced' | 'broken' | Refusal;

export interface Transport {
  start(): void;
  send(text: string): boolean;
  close(): void;
  onText: (text: string) => void;
  onBytes: (bytes: ArrayBuffer) => void;
  onLink: (link: Link) => void;
}

export type Reply<K extends CommandName> = Answer<K> & { bulk: Frame[] };

/** what an error says apart from its words */
export interface Facts {
  kind: string;
  values: Record<string, string>;
}

export class EngineError extends Error {
  constructor(
    readonly code: string,
    text: string,
    readonly facts?: Facts,
  ) {
    super(text);
  }
}

export interface Engine {
  ask<K extends CommandName>(name: K, fields: Fields<K>): Promise<Reply<K>>;
  seen(sequence: number): void;
  onEvent: (event: EngineEvent) => void;
  onTensor: (frame: Frame) => void;
  onLink: (link: Link) => void;
  close(): void;
}

interface Waiting {
  resolve: (value: never) => void;
  reject: (error: Error) => void;
  bulk: Frame[];
}

export class Client implements Engine {
  onEvent: (event: EngineEvent) => void = () => {};
  onTensor: (frame: Frame) => void = () => {};
  onLink: (link: Link) => void = () => {};
  private next = 1;
  private readonly waiting = new Map<number, Waiting>();

  constructor(private readonly transport: Transport) {
    transport.onText = (text) => this.text(text);
    transport.onBytes = (bytes) => this.bytes(bytes);
    transport.onLink = (link) => {
      if (link !== 'open') this.forget();
      this.onLink(link);
    };
  }

  ask<K extends CommandName>(name: K, fields: Fields<K>): Promise<Reply<K>> {
    const id = this.next++;
    return new Promise<Reply<K>>((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (value: never) => void, reject, bulk: [] });
      if (!this.transport.send(JSON.stringify({ id, do: name, ...fields }))) {
        this.waiting.delete(id);
        reject(new EngineError('link', 'no connection'));
      }
    });
  }

  seen(sequence: number): void {
    this.transport.send(JSON.stringify({ do: 'seen', sequence }));
  }

  close(): void {
    this.transport.close();
  }

  private forget(): void {
    const lost = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of lost) reject(new EngineError('link', 'the connection was lost'));
  }

  private text(text: string): void {
    const message = JSON.parse(text) as
      EngineEvent | { re: number; error?: { code: string; text: string; facts?: Facts } };
    if ('event' in message) {
      this.onEvent(message);
      return;
    }
    const asked = this.waiting.get(message.re);
    if (!asked) return;
    this.waiting.delete(message.re);
    const wrong = message.error;
    if (wrong) asked.reject(new EngineError(wrong.code, wrong.text, wrong.facts));
    else asked.resolve({ ...message, bulk: asked.bulk } as never);
  }

  private bytes(bytes: ArrayBuffer): void {
    const frame = decodeFrame(bytes);
    if (frame.kind === 'tensor') this.onTensor(frame);
    else this.waiting.get(frame.sequence)?.bulk.push(frame);
  }
}
