// A sound for whoever has no word: a hiss, a vowel and a hum, as a "seven" has them.
import { features } from './spectrum';

const seconds = { hiss: 0.2, vowel: 0.44, hum: 0.62 };

/** rises and falls within hundredths of a second, so that nothing clicks */
const bell = (t: number, from: number, to: number): number =>
  Math.max(0, Math.min(1, (t - from) / 0.03, (to - t) / 0.03));

const near = (hz: number, top: number, width: number): number =>
  Math.exp(-(((hz - top) / width) ** 2));

function voice(t: number, pitch: number, loud: (hz: number) => number): number {
  let sum = 0;
  for (let hz = pitch; hz < 3800; hz += pitch) sum += loud(hz) * Math.sin(2 * Math.PI * hz * t);
  return sum;
}

export function madeSound(): Float32Array {
  let state = 7;
  const noise = (): number => (state = (state * 48271) % 2147483647) / 1073741823.5 - 1;
  let [last, before] = [0, 0];
  const samples = Float32Array.from(
    { length: Math.round(seconds.hum * features.rate) },
    (_, i) => {
      const t = i / features.rate;
      const now = noise();
      const hiss = now - 2 * last + before; // twice the difference: high
      [before, last] = [last, now];
      const vowel = voice(t, 130, (hz) => near(hz, 560, 160) + 0.6 * near(hz, 1800, 260));
      const hum = voice(t, 115, (hz) => near(hz, 200, 130));
      return (
        0.35 * hiss * bell(t, 0.02, seconds.hiss) +
        vowel * bell(t, seconds.hiss - 0.03, seconds.vowel) +
        hum * bell(t, seconds.vowel - 0.03, seconds.hum)
      );
    },
  );
  const peak = samples.reduce((high, x) => Math.max(high, Math.abs(x)), 0);
  return samples.map((x) => x / peak);
}
