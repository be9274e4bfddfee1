// What an address can hold: bytes as base64url, objects as deflated JSON, drawings as the ways
// between their points. Addresses come from anybody: what does not fit is null.

/** of a link's text once it is unpacked; the engine takes no message of more than 4 MiB */
const mostText = 3_000_000;
const mostPoints = 10_000;
/** of the drawing's coordinates in one of its units */
const parts = 10;

export function toBase64url(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]*$/.test(text)) return null;
  try {
    const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  way: ReadableWritablePair<Uint8Array<ArrayBuffer>, BufferSource>,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(way).getReader();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > mostText) {
      await reader.cancel();
      throw new Error('too long');
    }
    pieces.push(value);
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

export async function packed(what: object): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(what));
  return toBase64url(await through(bytes, new CompressionStream('deflate-raw')));
}

export async function unpacked(text: string): Promise<object | null> {
  const bytes = fromBase64url(text);
  if (!bytes?.length) return null;
  try {
    const plain = await through(bytes, new DecompressionStream('deflate-raw'));
    const what: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain));
    return typeof what === 'object' && !Array.isArray(what) ? what : null;
  } catch {
    return null;
  }
}

/** Lines of x, y, x, y, …: how many points, then each as the way from the one before it. */
export function packedLines(lines: number[][]): string {
  const bytes: number[] = [];
  const add = (whole: number): void => {
    for (; whole > 127; whole = Math.floor(whole / 128)) bytes.push((whole % 128) + 128);
    bytes.push(whole);
  };
  const last = [0, 0];
  for (const line of lines) {
    add(line.length / 2);
    line.forEach((value, i) => {
      const here = Math.round(value * parts);
      const way = here - last[i % 2];
      add(way < 0 ? -2 * way - 1 : 2 * way);
      last[i % 2] = here;
    });
  }
  return toBase64url(Uint8Array.from(bytes));
}

export function unpackedLines(text: string): number[][] | null {
  const bytes = fromBase64url(text);
  if (!bytes?.length || bytes.length > 4 * mostPoints) return null;
  let at = 0;
  const take = (): number => {
    let whole = 0;
    for (let unit = 1; at < bytes.length && unit < 2 ** 28; unit *= 128) {
      const byte = bytes[at++];
      whole += (byte % 128) * unit;
      if (byte < 128) return whole;
    }
    return NaN;
  };
  const lines: number[][] = [];
  const last = [0, 0];
  while (at < bytes.length) {
    const count = take();
    if (!(count >= 1 && count <= mostPoints)) return null;
    const line: number[] = [];
    for (let i = 0; i < 2 * count; ++i) {
      const way = take();
      last[i % 2] += way % 2 === 1 ? -(way + 1) / 2 : way / 2;
      if (!(Math.abs(last[i % 2]) < 10_000)) return null;
      line.push(last[i % 2] / parts);
    }
    lines.push(line);
  }
  return lines;
}
