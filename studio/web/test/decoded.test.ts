// A file of the visitor's: whole where the engine reads it, else what the browser makes of it.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Engine, EngineError } from '../src/engine/engine';
import { attach, trouble } from '../src/model/engine';
import { tellFile } from '../src/model/decoded';
import { mostBytes } from '../src/model/files';

const asked: unknown[] = [];
let refuses: (fields: Record<string, unknown>) => EngineError | null;

beforeEach(() => {
  asked.length = 0;
  trouble.value = null;
  attach({
    ask: (name: string, fields: Record<string, unknown>) => {
      asked.push(fields.sound);
      const error = refuses(fields);
      return error ? Promise.reject(error) : Promise.resolve({ name });
    },
  } as unknown as Engine);
});

const samples = { rate: 8000, samples: 'AAAA' };
const hear = (file: Blob, decode = vi.fn(() => Promise.resolve(samples))) =>
  tellFile('hear', file, decode, (sound: string | typeof samples) => ({ sound })).then((reply) => ({
    reply,
    decode,
  }));
const small = new Blob(['abc']);
const unknown = (code: string) => (fields: Record<string, unknown>) =>
  typeof fields.sound === 'string' ? new EngineError(code, 'no such file') : null;

describe('a file', () => {
  it('goes to the engine as it is', async () => {
    refuses = () => null;
    const { reply, decode } = await hear(small);
    expect(reply).not.toBeNull();
    expect(asked).toEqual([btoa('abc')]);
    expect(decode).not.toHaveBeenCalled();
  });

  it.each(['unsupported', 'format'])('that is refused as %s is decoded here', async (code) => {
    refuses = unknown(code);
    const { reply } = await hear(small);
    expect(reply).not.toBeNull();
    expect(asked).toEqual([btoa('abc'), samples]);
    expect(trouble.value).toBeNull();
  });

  it('that is refused for another reason is not', async () => {
    refuses = unknown('invalid_argument');
    const { reply, decode } = await hear(small);
    expect(reply).toBeNull();
    expect(decode).not.toHaveBeenCalled();
    expect(trouble.value?.code).toBe('invalid_argument');
  });

  it('that is too large for a message is decoded at once', async () => {
    refuses = () => null;
    await hear(new Blob([new Uint8Array(mostBytes + 1)]));
    expect(asked).toEqual([samples]);
  });

  it('that nobody reads leaves what the engine said of it', async () => {
    refuses = unknown('format');
    const { reply } = await hear(
      small,
      vi.fn(() => Promise.reject(new Error('EncodingError'))),
    );
    expect(reply).toBeNull();
    expect(trouble.value).toMatchObject({ asked: 'hear', code: 'format', words: 'no such file' });
  });

  it('that is too large and that nobody reads is said to be so', async () => {
    refuses = () => null;
    await hear(
      new Blob([new Uint8Array(mostBytes + 1)]),
      vi.fn(() => Promise.reject(new Error('EncodingError'))),
    );
    expect(asked).toEqual([]);
    expect(trouble.value?.code).toBe('too_large');
  });
});
