// Binary frames: 64 bytes of header, little-endian, then the numbers, which are viewed where they
// lie.
import type { Channel } from './types';

export const headerBytes = 64;
const magic = 0x4c47;
const channels: Record<number, Channel> = {
  1: 'parameters',
  2: 'activations',
  3: 'gradient',
  4: 'plane',
};

export type Numbers = Float32Array | Uint8Array | Float64Array;

export interface Frame {
  kind: 'tensor' | 'answer';
  channel: Channel | null;
  sequence: number;
  branch: number;
  revision: number;
  edit: number;
  step: number;
  shape: number[];
  numbers: Numbers;
}

export class BadFrame extends Error {}

export function decodeFrame(buffer: ArrayBuffer): Frame {
  if (buffer.byteLength < headerBytes) throw new BadFrame(`frame of ${buffer.byteLength} bytes`);
  const view = new DataView(buffer);
  if (view.getUint16(0, true) !== magic) throw new BadFrame('no GL at its start');
  const version = view.getUint8(2);
  if (version !== 1) throw new BadFrame(`version ${version}`);
  const kind = view.getUint8(3);
  if (kind !== 1 && kind !== 2) throw new BadFrame(`kind ${kind}`);
  const channel = channels[view.getUint16(4, true)] ?? null;
  if (kind === 1 && channel === null) throw new BadFrame('a tensor of no channel');
  const type = view.getUint8(6);
  const rank = view.getUint8(7);
  if (rank > 6) throw new BadFrame(`rank ${rank}`);
  const shape: number[] = [];
  for (let d = 0; d < rank; ++d) shape.push(view.getUint32(32 + 4 * d, true));
  const elements = shape.reduce((product, d) => product * d, 1);
  const size = type === 0 ? 4 : type === 1 ? 1 : type === 2 ? 8 : 0;
  if (size === 0) throw new BadFrame(`type ${type}`);
  const bytes = view.getUint32(56, true);
  if (bytes !== elements * size || headerBytes + bytes > buffer.byteLength)
    throw new BadFrame(`${bytes} bytes for ${shape.join('×')}`);
  return {
    kind: kind === 1 ? 'tensor' : 'answer',
    channel,
    sequence: view.getUint32(8, true),
    branch: view.getUint32(12, true),
    revision: view.getUint32(16, true),
    edit: view.getUint32(20, true),
    step: Number(view.getBigUint64(24, true)),
    shape,
    numbers:
      type === 0
        ? new Float32Array(buffer, headerBytes, elements)
        : type === 1
          ? new Uint8Array(buffer, headerBytes, elements)
          : new Float64Array(buffer, headerBytes, elements),
  };
}
