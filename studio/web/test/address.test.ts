// The page's address: what is written comes back, and what anybody writes does no harm.
import { describe, expect, it } from 'vitest';
import { fieldsIn, fieldsOf, hashOf, nameAt, sharedIn } from '../src/model/address';
import type { Shared } from '../src/model/address';
import { addressOf, chapterIn } from '../src/model/room';
import {
  fromBase64url,
  packed,
  packedLines,
  toBase64url,
  unpacked,
  unpackedLines,
} from '../src/model/packed';

const nothing: Shared = {
  language: null,
  theme: null,
  embed: false,
  input: null,
  selected: null,
  panel: null,
  muted: [],
  spot: null,
  link: null,
};

const names = ['network', 'hand', 'plane'] as const;

describe('the address of a view', () => {
  it.each(names)('leads back to %s', (name) => {
    expect(nameAt(hashOf(name, names), names)).toBe(name);
    expect(nameAt(hashOf(name, names, 'lang=ru&link=abc'), names)).toBe(name);
  });
  it('is that of the first where it names nothing', () => {
    for (const hash of ['', '#', '#nothing', '#embed', '#lang=ru', '#&&', '#v=', '#v=nothing'])
      expect(nameAt(hash, names)).toBe('network');
  });
  it('may name it as v', () => {
    expect(nameAt('#v=plane&lang=ru', names)).toBe('plane');
    expect(nameAt('#lang=ru&v=hand', names)).toBe('hand');
  });
  it('keeps the other fields apart', () => {
    expect(fieldsIn('#plane&embed&test=3')).toBe('embed&test=3');
    expect(fieldsIn('#embed')).toBe('embed');
    expect(fieldsIn('#v=plane&lang=ru')).toBe('lang=ru');
    expect(fieldsIn('#plane')).toBe('');
    expect(fieldsIn('')).toBe('');
  });
});

describe('the address of a chapter', () => {
  it.each(['', '6', '13', 'glossary'])('leads back to “%s”', (name) =>
    expect(chapterIn(addressOf(name))).toBe(name),
  );
  it.each(['', 'network', 'learn/', 'learn/0', 'learn/123', 'learn/../x', 'learning'])(
    '“%s” is none',
    (text) => expect(chapterIn(text)).toBeNull(),
  );
  it('keeps the other fields apart', () => {
    expect(fieldsIn('#learn/6&lang=ru')).toBe('lang=ru');
    expect(nameAt('#learn/6', names)).toBe('network');
  });
});

describe('the fields of an address', () => {
  const all: Partial<Shared>[] = [
    {},
    { language: 'ru' },
    { theme: 'light', embed: true },
    { input: { test: 7 } },
    { input: { lines: [[1, 2.5, 30, 4]], label: 3 } },
    { input: { lines: [[1, 2, 3, 4], [0, 280]], label: null } },
    { selected: { kind: 'neuron', layer: 1, neuron: 15 } },
    { selected: { kind: 'weight', place: { parameter: 'hidden1.weight', index: 12_543 } } },
    { selected: { kind: 'pixel', pixel: 783 } },
    { selected: { kind: 'cell', label: 4, answer: 9 } },
    { selected: { kind: 'point' }, spot: { point: 41 } },
    { spot: { x: -3.25, y: 0 } },
    { muted: [[0, 3], [1, 15]] },
    { panel: 'journal', link: 'abc-_9' },
  ];
  it.each(all.map((shared) => [fieldsOf(shared), shared] as const))('%s', (fields, shared) => {
    expect(sharedIn(`#descent&${fields}`)).toEqual({ ...nothing, ...shared });
  });
  it('pass over what makes no sense', () => {
    for (const field of [
      'lang=russian',
      'lang=<b>',
      'theme=blue',
      'test=-1',
      'test=1e3',
      'test=99999999',
      'test=',
      'draw=%%%',
      'draw=_____',
      'sel=neuron',
      'sel=neuron.1',
      'sel=neuron.1.2.3',
      'sel=neuron.-1.2',
      'sel=weight.__proto__.constructor.1',
      'sel=pixel.x',
      'sel=cell.1',
      'mute=1',
      'mute=1.2-3',
      'mute=1.2.3',
      'mute=a.b',
      'at=1_2_3',
      'at=1e9_0',
      'at=999_0',
      'at=NaN_0',
      'panel=constructor',
      'link=',
      '__proto__=1',
      'constructor',
    ])
      expect(sharedIn(`#${field}`), field).toEqual(nothing);
  });
});

describe('base64url', () => {
  it('gives bytes back, of every length', () => {
    for (let length = 0; length < 70; ++length) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 73 + length) % 256);
      const text = toBase64url(bytes);
      expect(text).toMatch(/^[\w-]*$/);
      expect(fromBase64url(text)).toEqual(bytes);
    }
  });
  it.each(['+', 'a/b', 'a', 'a b', 'ü', 'ab=='])('is not %s', (text) => {
    expect(fromBase64url(text)).toBeNull();
  });
});

describe('a lesson', () => {
  it('comes back, and repeats itself cheaply', async () => {
    const eras = Array.from({ length: 200 }, (_, at) => ({ at, recipe: { rate: 0.5 } }));
    const what = { version: 1, name: 'ё', eras };
    const text = await packed(what);
    expect(await unpacked(text)).toEqual(what);
    expect(text.length).toBeLessThan(JSON.stringify(what).length / 4);
  });
  it('is nothing where it was damaged', async () => {
    const whole = await packed({ version: 1 });
    for (const text of ['', '!', 'abc', whole.slice(2), whole.slice(0, -3), await packed([1])])
      expect(await unpacked(text), text).toBeNull();
  });
  it('does not swell without an end', async () => {
    const bomb = await packed({ text: 'x'.repeat(4_000_000) });
    expect(bomb.length).toBeLessThan(20_000);
    expect(await unpacked(bomb)).toBeNull();
  });
});

describe('a drawing', () => {
  const lines = [
    [140, 20.1, 139.9, 33.3, 128, 260],
    [0, 0],
    [280, 280, -3.5, 12],
  ];
  it('comes back to a tenth', () => {
    expect(unpackedLines(packedLines(lines))).toEqual(lines);
  });
  it('is small', () => {
    const ring = Array.from({ length: 60 }, (_, i) => [
      140 + 80 * Math.sin(i / 10),
      140 + 80 * Math.cos(i / 10),
    ]).flat();
    expect(packedLines([ring]).length).toBeLessThan(60 * 5.5);
  });
  it('is nothing where it was damaged', () => {
    const bytes = (...values: number[]): string => toBase64url(Uint8Array.from(values));
    for (const text of [
      '',
      '*',
      bytes(0),
      bytes(5, 1),
      bytes(1, 255, 255, 255, 255, 255, 1),
      bytes(255, 255, 255, 127, 0),
      bytes(...Array.from({ length: 50_000 }, () => 1)),
      packedLines([[1e6, 0]]),
    ])
      expect(unpackedLines(text), text.slice(0, 20)).toBeNull();
  });
});
