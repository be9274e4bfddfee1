// A sound as a log-mel spectrogram, by the page itself and in the engine's way (glia/features.h):
// Hann's window, |Fourier transform|², triangles in mel, logarithm, some of each band's mean away,
// then one mean and one deviation of all.
export const features = {
  rate: 8000,
  windowMs: 25,
  hopMs: 10,
  bands: 40,
  lowHz: 60,
  highHz: 4000,
  /** of a longer sound the loudest stretch of so many */
  frames: 64,
  /** what is quieter than the loudest of all by more counts as by so much */
  rangeDb: 40,
  bandMean: 0.7,
} as const;

export const inWindow = (features.windowMs * features.rate) / 1000;
export const inHop = (features.hopMs * features.rate) / 1000;

const melOf = (hz: number): number => 2595 * Math.log10(1 + hz / 700);
const hzOf = (mel: number): number => 700 * (10 ** (mel / 2595) - 1);

/** Where a band's triangle begins, has its top and ends, in hertz. */
export function bandOf(band: number): [left: number, centre: number, right: number] {
  const low = melOf(features.lowHz);
  const step = (melOf(features.highHz) - low) / (features.bands + 1);
  return [hzOf(low + step * band), hzOf(low + step * (band + 1)), hzOf(low + step * (band + 2))];
}

/** |Fourier transform|² from 0 to half the rate; as many samples as a power of two. */
export function power(samples: Float64Array): Float64Array {
  const n = samples.length;
  const [re, im] = [samples.slice(), new Float64Array(n)];
  for (let i = 1, j = 0; i < n; ++i) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) [re[i], re[j]] = [re[j], re[i]];
  }
  for (let half = 1; half < n; half *= 2)
    for (let k = 0; k < half; ++k) {
      const [cos, sin] = [Math.cos((Math.PI * k) / half), -Math.sin((Math.PI * k) / half)];
      for (let a = k; a < n; a += 2 * half) {
        const b = a + half;
        const [x, y] = [re[b] * cos - im[b] * sin, re[b] * sin + im[b] * cos];
        [re[b], im[b]] = [re[a] - x, im[a] - y];
        re[a] += x;
        im[a] += y;
      }
    }
  return Float64Array.from({ length: n / 2 + 1 }, (_, i) => re[i] ** 2 + im[i] ** 2);
}

interface Band {
  first: number;
  weights: number[];
}

/** The triangles over the transform's numbers; one so long that each has at least one of them. */
function makeBands(): { size: number; bands: Band[] } {
  for (let size = 2 ** Math.ceil(Math.log2(inWindow)); ; size *= 2) {
    const bin = features.rate / size;
    const bands = Array.from({ length: features.bands }, (_, b): Band => {
      const [left, centre, right] = bandOf(b);
      const first = Math.floor(left / bin) + 1;
      const weights: number[] = [];
      for (let k = first; k * bin < right && k <= size / 2; ++k) {
        const up = (k * bin - left) / (centre - left);
        weights.push(Math.min(up, (right - k * bin) / (right - centre)));
      }
      return { first, weights };
    });
    if (bands.every(({ weights }) => weights.length > 0)) return { size, bands };
  }
}

const { size, bands } = makeBands();
const hann = Float64Array.from(
  { length: inWindow },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / inWindow),
);

export const countFrames = (samples: number): number =>
  samples === 0 ? 0 : Math.max(1, 1 + Math.ceil((samples - inWindow) / inHop));

/** [frames][bands], from quiet to loud: 0 is this sound's mean, 1 its deviation. */
export function logMel(samples: ArrayLike<number>): Float64Array {
  const count = Math.min(features.frames, countFrames(samples.length));
  const found = new Float64Array(count * bands.length);
  const time = new Float64Array(size);
  for (let t = 0; t < count; ++t) {
    for (let i = 0; i < inWindow; ++i) time[i] = hann[i] * (samples[t * inHop + i] ?? 0);
    const powers = power(time);
    bands.forEach(({ first, weights }, b) => {
      found[t * bands.length + b] = weights.reduce((sum, w, k) => sum + w * powers[first + k], 0);
    });
  }
  return levelled(found, count);
}

function levelled(energies: Float64Array, count: number): Float64Array {
  const loudest = energies.reduce((most, e) => Math.max(most, e), 0);
  if (!(loudest > 1e-30)) return energies.fill(0);
  const quietest = loudest * 10 ** (-features.rangeDb / 10);
  const out = energies.map((e) => Math.log(Math.max(e, quietest)));
  for (let b = 0; b < bands.length; ++b) {
    let sum = 0;
    for (let t = 0; t < count; ++t) sum += out[t * bands.length + b];
    for (let t = 0; t < count; ++t)
      out[t * bands.length + b] -= (features.bandMean * sum) / count;
  }
  const mean = out.reduce((sum, v) => sum + v, 0) / out.length;
  const deviation = Math.sqrt(out.reduce((sum, v) => sum + (v - mean) ** 2, 0) / out.length);
  return out.map((v) => (v - mean) / (deviation > 1e-3 ? deviation : 1));
}

/** The loudest stretch of a sound that is too long, without its mean and as loud as can be. */
export function heardOf(samples: Float32Array): Float32Array {
  const mean = samples.reduce((sum, x) => sum + x, 0) / Math.max(1, samples.length);
  const sound = samples.map((x) => x - mean);
  const most = (features.frames - 1) * inHop + inWindow;
  let [best, at, here] = [-1, 0, 0];
  for (let i = 0; i < sound.length; ++i) {
    here += sound[i] ** 2 - (i >= most ? sound[i - most] ** 2 : 0);
    if (here > best && i >= most - 1) [best, at] = [here, i - most + 1];
  }
  const heard = sound.slice(at, at + most);
  const peak = heard.reduce((high, x) => Math.max(high, Math.abs(x)), 0);
  return peak > 0 ? heard.map((x) => x / peak) : heard;
}

/** How far `after` lies from `before`, as a share of what `before` is long; both to the shorter. */
export function changed(before: ArrayLike<number>, after: ArrayLike<number>): number {
  let [difference, all] = [0, 0];
  for (let i = 0; i < Math.min(before.length, after.length); ++i) {
    difference += (after[i] - before[i]) ** 2;
    all += before[i] ** 2;
  }
  return all > 0 ? Math.sqrt(difference / all) : 0;
}
