// The worker of a page without a server: the studio's core as WebAssembly, called with what the
// page says and between that as often as there is something to do.
import makeEngine, { type EngineModule } from 'glia-engine';

export type ToWorker =
  | { engine: WebAssembly.Module }
  | { take: string; bytes: ArrayBuffer }
  | { open: true }
  | { whole: true }
  | { say: string };
export type FromWorker = string | ArrayBuffer | { failed: string } | { whole: true };

/** seconds of work between two looks at what the page has said */
const slice = 0.006;

const scope = self as unknown as {
  postMessage(message: FromWorker, moved?: Transferable[]): void;
  onmessage: (event: MessageEvent<ToWorker>) => void;
};
let engine: Promise<EngineModule> | null = null;
let opened = false;
let later: ReturnType<typeof setTimeout> | undefined;

// A message to itself comes after those of the page, without a timer's rest.
const { port1, port2 } = new MessageChannel();
let called = false;
port1.onmessage = () => {
  called = false;
  void work();
};
function atOnce(): void {
  if (called) return;
  called = true;
  port2.postMessage(null);
}

function start(code: WebAssembly.Module): Promise<EngineModule> {
  const failed = (why: string): void => scope.postMessage({ failed: why });
  return makeEngine({
    instantiateWasm: (imports, done) => {
      WebAssembly.instantiate(code, imports).then(done, (error: unknown) => failed(String(error)));
      return {};
    },
    text: (text) => scope.postMessage(text),
    bytes: (bytes) => scope.postMessage(bytes, [bytes]),
    whole: () => scope.postMessage({ whole: true }),
    failed,
  });
}

/** Lends `bytes` to the engine while `use` runs. */
function lend<T>(it: EngineModule, bytes: Uint8Array, use: (at: number) => T): T {
  const at = it._malloc(bytes.length + 1);
  it.HEAPU8.set(bytes, at);
  it.HEAPU8[at + bytes.length] = 0;
  try {
    return use(at);
  } finally {
    it._free(at);
  }
}

async function work(): Promise<void> {
  const it = await engine;
  if (!it || !opened) return;
  clearTimeout(later);
  const rest = it._glia_work(slice);
  if (rest === 0) atOnce();
  else if (rest > 0) later = setTimeout(atOnce, 1000 * rest);
}

const encoder = new TextEncoder();

async function handle(message: ToWorker): Promise<void> {
  if ('engine' in message) {
    engine = start(message.engine);
    return;
  }
  const it = await engine;
  if (!it) return;
  if ('take' in message)
    lend(it, encoder.encode(message.take), (name) =>
      lend(it, new Uint8Array(message.bytes), (at) =>
        it._glia_take(name, at, message.bytes.byteLength),
      ),
    );
  else if ('open' in message) opened = !!it._glia_open();
  else if ('whole' in message) it._glia_whole();
  else {
    const text = encoder.encode(message.say);
    lend(it, text, (at) => it._glia_handle(at, text.length));
  }
  atOnce();
}

scope.onmessage = ({ data }) => {
  handle(data).catch((error: unknown) => scope.postMessage({ failed: String(error) }));
};
