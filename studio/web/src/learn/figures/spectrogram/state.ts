// Which sound is looked at, and where. The page computes its frames; where the engine has heard the
// same sound, its frames are laid beside them.
import { computed, signal } from '@preact/signals';
import type { Fields } from '../../../engine/commands';
import { packed, waveOf } from '../../../model/decoded';
import { tell } from '../../../model/engine';
import * as microphone from '../../../model/microphone';
import { hello } from '../../../model/network';
import { madeSound } from './made';
import { heardLast } from '../../../views/speech/model';
import { changed, features, heardOf, inHop, logMel } from './spectrum';

export interface Sound {
  /** of a recording that is offered its number; 'made' by the page, or the reader's 'own' */
  from: number | 'made' | 'own';
  wave: Float32Array;
  /** as the engine computed them, if it was asked */
  engine: Float32Array | null;
}

const made = (): Sound => ({ from: 'made', wave: madeSound(), engine: null });

export const sound = signal<Sound>(made());
export const frame = signal(0);
/** the recording begins a thousandth of a second later */
export const isLater = signal(false);
/** what went wrong with the microphone or a file */
export const failed = signal<'microphone' | 'file' | null>(null);

export const thousandth = features.rate / 1000;
export const hears = computed(() => hello.value?.offers?.includes('speech') ?? false);
export const offered = computed(() => (hears.value ? (hello.value?.recordings ?? []) : []));

export const numbers = computed(() => logMel(sound.value.wave));
export const frames = computed(() => numbers.value.length / features.bands);
export const laterWave = computed(() => sound.value.wave.subarray(thousandth));
export const laterNumbers = computed(() => logMel(laterWave.value));
export const change = computed(() => ({
  samples: changed(sound.value.wave, laterWave.value),
  frames: changed(numbers.value, laterNumbers.value),
}));

/** The largest difference between the page's frames and the engine's; null if it was not asked. */
export const apart = computed<number | null>(() => {
  const { engine } = sound.value;
  return engine && numbers.value.reduce((most, v, i) => Math.max(most, Math.abs(v - engine[i])), 0);
});

function show(next: Sound): void {
  sound.value = next;
  frame.value = loudestFrame();
}

/** where a look is worth it */
function loudestFrame(): number {
  const { wave } = sound.peek();
  let [best, at] = [0, 0];
  for (let t = 0; t < frames.peek(); ++t) {
    let energy = 0;
    for (let i = t * inHop; i < (t + 2) * inHop && i < wave.length; ++i) energy += wave[i] ** 2;
    if (energy > best) [best, at] = [energy, t];
  }
  return at;
}

async function hear(fields: Fields<'hear'>, from: Sound['from']): Promise<boolean> {
  heardLast.value = null; // the gates that it tells of are those of this one from now on
  const reply = await tell('hear', fields);
  const [wave, engine] = (reply?.bulk ?? []).map((each) => each.numbers);
  if (!reply || !(wave instanceof Float32Array) || !(engine instanceof Float32Array)) return false;
  const alike =
    reply.features.rate === features.rate &&
    reply.features.bands === features.bands &&
    reply.features.frames === features.frames;
  show({ from, wave, engine: alike ? engine : null });
  return true;
}

/** The word of the chapter where it is offered, else what the page can make. */
export function begin(): void {
  if (sound.peek().from !== 'made') return;
  const seven = offered.peek().findIndex(({ label }) => /^(7|seven|семь)$/i.test(label));
  if (seven >= 0) void takeRecording(seven);
  else show(made());
}

export const takeRecording = (which: number): Promise<boolean> =>
  hear({ recording: which }, which);
export const takeMade = (): void => show(made());

export async function takeFile(file: Blob, name: string): Promise<void> {
  failed.value = null;
  try {
    const wave = await waveOf(file, features.rate);
    if (hears.peek() && (await hear({ sound: packed(wave, features.rate), name }, 'own'))) return;
    show({ from: 'own', wave: heardOf(wave), engine: null });
  } catch {
    failed.value = 'file';
  }
}

const longest = 3000;

export async function record(): Promise<void> {
  failed.value = null;
  const sound = await microphone.record(longest);
  if (sound) await takeFile(sound, '');
  else failed.value = 'microphone';
}
