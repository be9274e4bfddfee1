// The engine of a page without a server: in a worker of the page's own. Its files come from beside
// the page, or out of it where it is one file with everything inside.
import { signal } from '@preact/signals';
import type { Link, Transport } from './engine';
import { engine, first, later } from './files';
import type { FromWorker, ToWorker } from './worker';
import EngineWorker from './worker?worker&inline';

/** whether a visitor is let in by a key, which is in no link */
export const needsKey = false;
/** whether all data have come */
export const whole = signal(false);

/** Throws an error that names the file. */
async function fileNamed(name: string): Promise<Response> {
  const inside = document.getElementById(`file:${name}`);
  const address = inside ? `data:application/gzip;base64,${inside.textContent}` : `data/${name}`;
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok || !answer.body) throw new Error(`'${name}' is not there`);
  if (!inside) return answer;
  inside.remove();
  return new Response(answer.body.pipeThrough(new DecompressionStream('gzip')));
}

/** While it comes, and whatever kind of file its host says that it is. */
const compiled = ({ body }: Response): Promise<WebAssembly.Module> =>
  WebAssembly.compileStreaming(
    new Response(body, { headers: { 'content-type': 'application/wasm' } }),
  );

export class WorkerTransport implements Transport {
  onText: (text: string) => void = () => {};
  onBytes: (bytes: ArrayBuffer) => void = () => {};
  onLink: (link: Link) => void = () => {};
  /** when all data are there and unpacked */
  onWhole: () => void = () => {};
  private open = false;
  private shows: () => void = () => {};
  /** when the engine has something to show */
  private readonly shown = new Promise<void>((done) => (this.shows = done));

  constructor(
    private readonly worker: Pick<Worker, 'postMessage' | 'onmessage' | 'onerror' | 'terminate'>,
    private readonly file: (name: string) => Promise<Response> = fileNamed,
  ) {}

  start(): void {
    this.onLink('connecting');
    this.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (typeof data === 'string') this.onText(data);
      else if (data instanceof ArrayBuffer) {
        this.onBytes(data);
        this.shows();
      } else if ('failed' in data) this.failed(data.failed);
      else this.onWhole();
    };
    this.worker.onerror = (event) => this.failed(event.message);
    this.bring().catch((error: Error) => this.failed(error.message));
  }

  send(text: string): boolean {
    if (this.open) this.tell({ say: text });
    return this.open;
  }

  close(): void {
    this.open = false;
    this.worker.terminate();
  }

  /** What it begins with comes first, the rest when nobody waits for it any more. */
  private async bring(): Promise<void> {
    const code = this.file(engine).then(compiled);
    const begin = this.ask(first);
    this.tell({ engine: await code });
    await this.take(begin);
    this.open = true;
    this.tell({ open: true });
    this.onLink('open');
    await this.shown;
    await this.take(this.ask(later));
    this.tell({ whole: true });
  }

  /** All are on their way at once. */
  private ask(names: string[]): { name: string; file: Promise<ArrayBuffer> }[] {
    const bytes = (answer: Response): Promise<ArrayBuffer> => answer.arrayBuffer();
    const files = names.map((name) => ({ name, file: this.file(name).then(bytes) }));
    for (const { file } of files) file.catch(() => {}); // noticed when it is taken
    return files;
  }

  private async take(files: { name: string; file: Promise<ArrayBuffer> }[]): Promise<void> {
    for (const { name, file } of files) {
      const bytes = await file;
      this.tell({ take: name, bytes }, [bytes]);
    }
  }

  private tell(message: ToWorker, moved: Transferable[] = []): void {
    this.worker.postMessage(message, moved);
  }

  private failed(why: string): void {
    console.error(why);
    this.open = false;
    this.onLink('broken');
  }
}

/** From its first visit on a page of a web host opens without the network. */
function keepForOffline(): void {
  if (!location.protocol.startsWith('http') || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register('offline.js').catch(() => {}); // then it needs the network
}

export function openTransport(): Transport {
  const transport = new WorkerTransport(new EngineWorker());
  transport.onWhole = () => {
    whole.value = true;
    keepForOffline(); // which asks for all of it once more
  };
  return transport;
}
