import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Client, EngineError, type Transport } from '../src/engine/engine';
import type { Frame } from '../src/engine/frames';
import { SocketTransport, retryDelay, socketAddress, takeToken } from '../src/engine/socket';
import { on, passOn } from '../src/model/events';
import { atMost, latest } from '../src/model/frame';
import { ownerOf, parameterAt, placeAt } from '../src/model/network';
import { tensors } from '../src/model/tensors';
import { testNet } from './net';

function lines(): Transport & { sent: string[]; up: boolean } {
  return {
    sent: [],
    up: true,
    send(text) {
      if (this.up) this.sent.push(text);
      return this.up;
    },
    start() {},
    close() {},
    onText() {},
    onBytes() {},
    onLink() {},
  };
}

describe('the client', () => {
  it('matches answers to questions, in whatever order they come', async () => {
    const t = lines();
    const client = new Client(t);
    const a = client.ask('reset', { seed: 'same' });
    const b = client.ask('reset', { seed: 'new' });
    t.onText('{"re":2,"seed":8}');
    t.onText('{"re":1,"seed":7}');
    expect([(await a).seed, (await b).seed]).toEqual([7, 8]);
    expect(JSON.parse(t.sent[0])).toEqual({ id: 1, do: 'reset', seed: 'same' });
  });
  it('hands on a refusal', async () => {
    const t = lines();
    const asked = new Client(t).ask('ping', {});
    t.onText('{"re":1,"error":{"code":"invalid_argument","text":"no"}}');
    await expect(asked).rejects.toMatchObject({ code: 'invalid_argument', message: 'no' });
  });
  it('hands on what it says apart from its words', async () => {
    const t = lines();
    const asked = new Client(t).ask('ping', {});
    const facts = { kind: 'setting_range', values: { setting: 'rate', got: '-1' } };
    t.onText(JSON.stringify({ re: 1, error: { code: 'invalid_argument', text: 'no', facts } }));
    await expect(asked).rejects.toMatchObject({ facts });
  });
  it('rejects what was asked when the connection is lost', async () => {
    const t = lines();
    const asked = new Client(t).ask('ping', {});
    t.onLink('lost');
    await expect(asked).rejects.toBeInstanceOf(EngineError);
  });
  it('rejects at once when there is no connection', async () => {
    const t = lines();
    t.up = false;
    await expect(new Client(t).ask('ping', {})).rejects.toMatchObject({ code: 'link' });
  });
  it('tells events from answers', () => {
    const t = lines();
    const client = new Client(t);
    const heard: string[] = [];
    client.onEvent = (e) => heard.push(e.event);
    t.onText('{"event":"stopped","reason":"finished","text":""}');
    expect(heard).toEqual(['stopped']);
  });
});

describe('an event', () => {
  const stop = (text: string) => ({ event: 'stopped', reason: 'finished', text }) as const;
  it('goes to those who listen to its kind, and to all of them', () => {
    const heard: string[] = [];
    on('stopped', ({ text }) => heard.push(`one: ${text}`));
    on('stopped', ({ text }) => heard.push(`two: ${text}`));
    on('branches', () => heard.push('another kind'));
    passOn(stop('a'));
    expect(heard).toEqual(['one: a', 'two: a']);
  });
  it('is heard by who comes late, if it was the last of its kind', () => {
    const heard: string[] = [];
    passOn(stop('a'));
    passOn(stop('b'));
    on('stopped', ({ text }) => heard.push(text));
    expect(heard).toEqual(['b']);
  });
});

class FakeSocket {
  static all: FakeSocket[] = [];
  readyState = 0;
  onopen = (): void => {};
  onclose = (_: { code: number }): void => {};
  onmessage = (): void => {};
  binaryType = '';
  constructor() {
    FakeSocket.all.push(this);
  }
  send(): void {}
  close(): void {
    this.onclose({ code: 1005 });
  }
}

describe('the socket', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    FakeSocket.all = [];
  });
  afterEach(() => void vi.useRealTimers());

  const asked: string[] = [];
  const transport = (code = '', token = ''): SocketTransport =>
    new SocketTransport('ws://x/socket?visitor=v', {
      open: () => new FakeSocket() as unknown as WebSocket,
      token,
      why: (address) => {
        asked.push(address);
        return Promise.resolve(code);
      },
      random: () => 0.5,
    });

  it('comes back when it is lost, and says so', () => {
    const t = transport();
    const seen: string[] = [];
    t.onLink = (l) => seen.push(l);
    t.start();
    FakeSocket.all[0].onopen();
    FakeSocket.all[0].onclose({ code: 1006 });
    vi.advanceTimersByTime(300);
    FakeSocket.all[1].onopen();
    expect(seen).toEqual(['connecting', 'open', 'lost', 'connecting', 'open']);
  });
  it.each([
    ['', 'lost', 2],
    ['nonsense', 'lost', 2],
    ['full', 'full', 2],
    ['exhausted', 'exhausted', 2],
    ['token_missing', 'missing', 1],
    ['token_wrong', 'wrong', 1],
    ['cookie_missing', 'cookies', 1],
  ])('says why it was not let in: "%s" is %s', async (code, why, tries) => {
    const t = transport(code);
    const seen: string[] = [];
    t.onLink = (l) => seen.push(l);
    t.start();
    FakeSocket.all[0].onclose({ code: 1006 });
    await vi.advanceTimersByTimeAsync(300);
    expect(seen[1]).toBe(why);
    expect(FakeSocket.all.length).toBe(tries);
  });
  it('asks why with the token that the address had', async () => {
    const t = transport('', 'abc');
    t.start();
    FakeSocket.all[0].onclose({ code: 1006 });
    await vi.advanceTimersByTimeAsync(300);
    expect(asked.at(-1)).toBe('http://x/socket?visitor=v&token=abc');
  });
  it('leaves the visitor to the page that came later', () => {
    const t = transport();
    const seen: string[] = [];
    t.onLink = (l) => seen.push(l);
    t.start();
    FakeSocket.all[0].onopen();
    FakeSocket.all[0].onclose({ code: 4001 });
    vi.advanceTimersByTime(60000);
    expect(seen).toEqual(['connecting', 'open', 'replaced']);
    expect(FakeSocket.all.length).toBe(1);
  });
  it('waits longer each time, but never longer than some seconds', () => {
    expect([0, 1, 2, 3, 10, 40].map((a) => retryDelay(a, 0.5))).toEqual([
      250, 500, 1000, 2000, 5000, 5000,
    ]);
  });
  it('does not come back when it was closed on purpose', () => {
    const t = transport();
    t.start();
    t.close();
    vi.advanceTimersByTime(60000);
    expect(FakeSocket.all.length).toBe(1);
  });
});

describe('the address of the socket', () => {
  it('is where the page is, without the token', () => {
    expect(socketAddress(new URL('http://127.0.0.1:8123/?token=abc#x'), 'v1')).toBe(
      'ws://127.0.0.1:8123/socket?visitor=v1',
    );
    expect(socketAddress(new URL('https://h/studio/?token=abc'), 'v')).toBe(
      'wss://h/studio/socket?visitor=v',
    );
  });
  it('takes the token out of the address, and nothing else', () => {
    const left: string[] = [];
    const take = (address: string): string => takeToken(new URL(address), (a) => left.push(a));
    expect(take('http://h:1/?token=abc&x=1#y')).toBe('abc');
    expect(take('http://h:1/?token=')).toBe('');
    expect(take('http://h:1/?x=1')).toBe('');
    expect(left).toEqual(['http://h:1/?x=1#y', 'http://h:1/']);
  });
});

describe('asking while an answer is under way', () => {
  it('keeps only the last', async () => {
    const done: number[] = [];
    let release = (): void => {};
    const ask = latest(async (n: number) => {
      await new Promise<void>((r) => (release = r));
      done.push(n);
    });
    ask(1);
    ask(2);
    ask(3);
    release();
    await new Promise((r) => setTimeout(r));
    release();
    await new Promise((r) => setTimeout(r));
    expect(done).toEqual([1, 3]);
  });
  it('at most once in a while, and the last for sure', () => {
    vi.useFakeTimers();
    const calls: number[] = [];
    const call = atMost(100, (n: number) => void calls.push(n));
    [1, 2, 3].forEach((n) => call(n));
    vi.advanceTimersByTime(200);
    expect(calls).toEqual([1, 3]);
    vi.useRealTimers();
  });
});

describe('tensors', () => {
  const sizes = (n: number) => ({ parameters: n, activations: n, gradient: n, plane: n });
  it('are all acknowledged, also those of a network that is replaced before they are shown', () => {
    const acknowledged: number[] = [];
    tensors.acknowledge = (sequence) => void acknowledged.push(sequence);
    tensors.reset(1, sizes(2));
    const frame = {
      channel: 'parameters',
      numbers: new Float32Array(2),
      revision: 1,
      step: 0,
    } as Partial<Frame> as Frame;
    tensors.take({ ...frame, sequence: 5 });
    tensors.take({ ...frame, sequence: 6 });
    tensors.reset(2, sizes(3));
    expect(acknowledged).toEqual([5, 6]);
  });
});

describe('places of parameters', () => {
  const net = testNet([16, 16, 10]);
  it('go there and back', () => {
    for (const position of [0, 783, 12543, 12544, 12560, 12999, 13001])
      expect(parameterAt(net, placeAt(net, position))).toBe(position);
    expect(net.count).toBe(13002);
  });
  it('know their neuron', () => {
    expect(ownerOf(net, { parameter: 'hidden2.weight', index: 35 })).toMatchObject({
      neuron: 2,
      input: 3,
    });
    expect(ownerOf(net, { parameter: 'output.bias', index: 9 })).toMatchObject({
      neuron: 9,
      input: null,
    });
  });
});
