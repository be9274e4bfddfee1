// The sound itself, with the moment running along.
import type { Signal } from '@preact/signals';
import { moment } from './model';

interface Sound {
  wave: Float32Array;
  heard: number;
  features: { rate: number; hopMs: number };
}

let context: AudioContext | null = null;
let playing: AudioBufferSourceNode | null = null;

/** `at` follows, in frames. */
export function play(h: Sound, at: Signal<number> = moment): void {
  playing?.stop();
  context ??= new AudioContext();
  const buffer = context.createBuffer(1, Math.max(1, h.wave.length), h.features.rate);
  buffer.getChannelData(0).set(h.wave);
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.connect(context.destination);
  const begun = context.currentTime;
  const clock = context;
  const follow = (): void => {
    if (playing !== source) return;
    const frame = Math.floor(((clock.currentTime - begun) * 1000) / h.features.hopMs);
    at.value = Math.min(h.heard - 1, frame);
    if (frame < h.heard) requestAnimationFrame(follow);
  };
  source.onended = () => {
    if (playing === source) playing = null;
  };
  playing = source;
  source.start();
  requestAnimationFrame(follow);
}
