// A word as its samples, and as the network takes it.
import { countFrames, features, logMel } from '../spectrogram/spectrum';

export const waveOf = (word: Int16Array): Float32Array =>
  Float32Array.from(word, (sample) => sample / 32768);

export const framesOf = (word: Int16Array): number =>
  Math.min(features.frames, countFrames(word.length));

const made = new WeakMap<Int16Array, Float64Array>();

/** [frames][bands] with what the network takes after its end: zeros. */
export function spectrogramOf(word: Int16Array): Float64Array {
  let numbers = made.get(word);
  if (!numbers) {
    numbers = new Float64Array(features.frames * features.bands);
    numbers.set(logMel(waveOf(word)));
    made.set(word, numbers);
  }
  return numbers;
}

/** The frame that the most hangs on, and how much. */
export function heaviest(drops: Float32Array): [frame: number, drop: number] {
  const most = Math.max(...drops);
  return [drops.indexOf(most), most];
}
