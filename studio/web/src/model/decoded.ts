// Pictures and recordings of the visitor's. The engine reads a file itself where it can; what is
// too large for it or of another kind, the browser reads.
import { EngineError, type Reply } from '../engine/engine';
import type { CommandName, Fields } from '../engine/commands';
import type { Pixels, Samples } from '../engine/types';
import { ask, refused, tell, trouble } from './engine';
import { asBase64, fileAsBase64, mostBytes } from './files';
import { hello } from './network';

const mostPixels = mostBytes / 3;

/** Asks with the file or with what is decoded of it; a refusal is shown as one of `name`. */
export async function tellFile<K extends CommandName, D>(
  name: K,
  file: Blob,
  decode: (file: Blob) => Promise<D>,
  fields: (content: string | D) => Fields<K>,
): Promise<Reply<K> | null> {
  let why: unknown = new EngineError('too_large', 'the file is too large');
  if (file.size <= mostBytes)
    try {
      const reply = await ask(name, fields(await fileAsBase64(file)));
      trouble.value = null;
      return reply;
    } catch (error) {
      why = error;
      if (!(error instanceof EngineError) || !['unsupported', 'format'].includes(error.code)) {
        refused(name, error);
        return null;
      }
    }
  try {
    return await tell(name, fields(await decode(file)));
  } catch {
    refused(name, why);
    return null;
  }
}

/** Upright, and made smaller where it has too many pixels for one message. */
export async function pixelsOf(file: Blob): Promise<Pixels> {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, Math.sqrt(mostPixels / (picture.width * picture.height)));
  const width = Math.max(1, Math.floor(picture.width * scale));
  const height = Math.max(1, Math.floor(picture.height * scale));
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = 'white'; // what is transparent is paper
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, width, height);
  picture.close();
  const { data } = context.getImageData(0, 0, width, height);
  const rgb = new Uint8Array(3 * width * height);
  for (let from = 0, to = 0; from < data.length; from += 4) {
    rgb[to++] = data[from];
    rgb[to++] = data[from + 1];
    rgb[to++] = data[from + 2];
  }
  return { width, height, rgb: asBase64(rgb) };
}

/** A sound at `rate` samples a second; several channels become their mean. */
export async function waveOf(file: Blob, rate: number): Promise<Float32Array> {
  const context = new OfflineAudioContext(1, 1, rate);
  const sound = await context.decodeAudioData(await file.arrayBuffer());
  const mean = new Float32Array(sound.length);
  for (let c = 0; c < sound.numberOfChannels; ++c) {
    const channel = sound.getChannelData(c);
    for (let i = 0; i < mean.length; ++i) mean[i] += channel[i] / sound.numberOfChannels;
  }
  return mean;
}

/** As a command takes them. */
export function packed(wave: Float32Array, rate: number): Samples {
  const bytes = new Uint8Array(wave.buffer, wave.byteOffset, wave.byteLength);
  if (bytes.length > mostBytes) throw new Error('too long');
  return { rate, samples: asBase64(bytes) };
}

/** As many samples a second as the network hears. */
export async function samplesOf(file: Blob): Promise<Samples> {
  const rate = hello.value?.soundRate ?? 8000;
  return packed(await waveOf(file, rate), rate);
}
