import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BadFrame, decodeFrame, headerBytes } from '../src/engine/frames';

function frame(change: (view: DataView) => void = () => {}): ArrayBuffer {
  const buffer = new ArrayBuffer(headerBytes + 24);
  const view = new DataView(buffer);
  view.setUint16(0, 0x4c47, true);
  view.setUint8(2, 1);
  view.setUint8(3, 1);
  view.setUint16(4, 2, true);
  view.setUint8(6, 0);
  view.setUint8(7, 2);
  view.setUint32(8, 77, true);
  view.setUint32(12, 3, true);
  view.setUint32(16, 5, true);
  view.setUint32(20, 9, true);
  view.setBigUint64(24, 2n ** 33n, true);
  view.setUint32(32, 2, true);
  view.setUint32(36, 3, true);
  view.setUint32(56, 24, true);
  for (let i = 0; i < 6; ++i) view.setFloat32(headerBytes + 4 * i, i / 2, true);
  change(view);
  return buffer;
}

describe('a frame', () => {
  it('is read field by field', () => {
    const f = decodeFrame(frame());
    expect(f).toMatchObject({
      kind: 'tensor',
      channel: 'activations',
      sequence: 77,
      branch: 3,
      revision: 5,
      edit: 9,
      step: 2 ** 33,
      shape: [2, 3],
    });
    expect([...f.numbers]).toEqual([0, 0.5, 1, 1.5, 2, 2.5]);
  });

  it('is viewed where it lies, not copied', () => {
    const buffer = frame();
    expect(decodeFrame(buffer).numbers.buffer).toBe(buffer);
  });

  const broken: [string, (view: DataView) => void][] = [
    ['another magic', (v) => v.setUint16(0, 1, true)],
    ['another version', (v) => v.setUint8(2, 2)],
    ['an unknown kind', (v) => v.setUint8(3, 3)],
    ['a tensor of no channel', (v) => v.setUint16(4, 0, true)],
    ['an unknown type', (v) => v.setUint8(6, 9)],
    ['a rank beyond the header', (v) => v.setUint8(7, 7)],
    ['a length that is not that of its shape', (v) => v.setUint32(56, 20, true)],
    ['a shape beyond its end', (v) => (v.setUint32(36, 4, true), v.setUint32(56, 32, true))],
  ];
  it.each(broken)('with %s is refused', (_, change) => {
    expect(() => decodeFrame(frame(change))).toThrow(BadFrame);
  });

  it('that is cut off is refused', () => {
    expect(() => decodeFrame(frame().slice(0, 60))).toThrow(BadFrame);
  });
});

interface Sample {
  name: string;
  hex: string;
  dtype: string;
  kind: number;
  dims: number[];
  sequence: number;
  branch: number;
  revision: number;
  edits: number;
  step: number;
  values: number[];
}

const fixture = new URL('../../../tests/studio/frames.json', import.meta.url);

describe.skipIf(!existsSync(fixture))('the frames that the engine wrote', () => {
  const samples = existsSync(fixture)
    ? (JSON.parse(readFileSync(fixture, 'utf8')) as Sample[])
    : [];
  it.each(samples.map((s) => [s.name, s] as const))('%s', (_, s) => {
    const bytes = Uint8Array.from(s.hex.match(/../g) ?? [], (h) => parseInt(h, 16));
    const f = decodeFrame(bytes.buffer);
    expect(f.kind).toBe(s.kind === 1 ? 'tensor' : 'answer');
    expect(f.channel).toBe(s.kind === 1 ? s.name : null);
    expect(f).toMatchObject({
      sequence: s.sequence,
      branch: s.branch,
      revision: s.revision,
      edit: s.edits,
      step: s.step,
    });
    expect(f.shape).toEqual(s.dims);
    expect(f.numbers.length).toBe(s.values.length);
    s.values.forEach((v, i) => expect(f.numbers[i]).toBeCloseTo(v, 5));
  });
  it('are of every type of number, and one is of the plane', () => {
    expect(new Set(samples.map(({ dtype }) => dtype))).toEqual(new Set(['f32', 'u8', 'f64']));
    expect(samples.map(({ name }) => name)).toContain('plane');
  });
});
