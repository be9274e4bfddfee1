// The page without a server brings its engine what it needs, and says what it then hears.
import { describe, expect, it, vi } from 'vitest';
import type { FromWorker, ToWorker } from '../src/engine/worker';

vi.mock('../src/engine/worker?worker&inline', () => ({ default: class {} }));
const { WorkerTransport } = await import('../src/engine/local');

class FakeWorker {
  said: ToWorker[] = [];
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null = null;
  onerror = null;
  terminate = vi.fn();
  postMessage(message: ToWorker): void {
    this.said.push(message);
  }
  says(data: FromWorker): void {
    this.onmessage?.({ data } as MessageEvent<FromWorker>);
  }
}

const named = (said: ToWorker[]): string[] =>
  said.map((m) => ('take' in m ? m.take : Object.keys(m)[0]));

/** An engine that can nothing, which does for the other files too. */
const empty = (): Response => new Response(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));

function transport(file: (name: string) => Promise<Response>) {
  const worker = new FakeWorker();
  const it = new WorkerTransport(worker as unknown as Worker, file);
  const links: string[] = [];
  it.onLink = (link) => links.push(link);
  return { it, worker, links };
}

describe('the page without a server', () => {
  it('opens as soon as the first files are there, and is whole with the last', async () => {
    let letThrough = (): void => {};
    const rest = new Promise<void>((go) => (letThrough = go));
    const asked: string[] = [];
    const { it: its, worker, links } = transport(async (name) => {
      asked.push(name);
      if (/-[1-9]|speech|words/.test(name)) await rest;
      return empty();
    });
    its.start();
    expect(its.send('{}')).toBe(false); // nobody is there yet
    await vi.waitFor(() => expect(links).toEqual(['connecting', 'open']));
    expect(named(worker.said)[0]).toBe('engine');
    expect(named(worker.said).at(-1)).toBe('open');
    expect(named(worker.said)).toContain('train-0.gdp');
    expect(named(worker.said)).not.toContain('train-1.gdp');
    expect(asked).not.toContain('train-1.gdp');
    worker.says(new ArrayBuffer(64)); // something is shown: now the rest is asked for
    await vi.waitFor(() => expect(asked).toContain('train-1.gdp'));
    letThrough();
    await vi.waitFor(() => expect(named(worker.said).at(-1)).toBe('whole'));
    const told = vi.fn();
    its.onWhole = told;
    worker.says({ whole: true }); // all is unpacked, too
    expect(told).toHaveBeenCalledOnce();
    expect(named(worker.said)).toContain('train-3.gdp');
  });

  it('passes on what the engine says', async () => {
    const { it: its, worker } = transport(async () => empty());
    const heard: unknown[] = [];
    its.onText = (text) => heard.push(text);
    its.onBytes = (bytes) => heard.push(bytes.byteLength);
    its.start();
    await vi.waitFor(() => expect(its.send('{"id":1}')).toBe(true));
    expect(worker.said.at(-1)).toEqual({ say: '{"id":1}' });
    worker.says('{"re":1}');
    worker.says(new ArrayBuffer(64));
    expect(heard).toEqual(['{"re":1}', 64]);
  });

  it('says that it is broken when a file lacks or the engine stops', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const lacking = transport(async (name) => {
      if (name === 'test-0.gdp') throw new Error("'test-0.gdp' is not there");
      return empty();
    });
    lacking.it.start();
    await vi.waitFor(() => expect(lacking.links.at(-1)).toBe('broken'));
    expect(error).toHaveBeenCalledWith("'test-0.gdp' is not there");
    const stopped = transport(async () => empty());
    stopped.it.start();
    stopped.worker.says({ failed: 'no memory' });
    expect(stopped.links.at(-1)).toBe('broken');
    expect(stopped.it.send('{}')).toBe(false);
    error.mockRestore();
  });
});
