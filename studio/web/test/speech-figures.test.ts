// The figures of chapter 12.
import { describe, expect, it } from 'vitest';
import { madeSound } from '../src/learn/figures/spectrogram/made';
import * as memory from '../src/learn/figures/unrolled/memory';
import * as spectrum from '../src/learn/figures/spectrogram/spectrum';

const { features } = spectrum;

const tone = (hz: number, length = 4000): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.sin((2 * Math.PI * hz * i) / features.rate));

describe('a spectrogram', () => {
  it('has its power as the sum of the transform says', () => {
    const samples = Float64Array.from({ length: 16 }, (_, i) => ((i * 5) % 7) - 3);
    const found = spectrum.power(samples);
    for (let k = 0; k <= 8; ++k) {
      let [re, im] = [0, 0];
      samples.forEach((x, i) => {
        re += x * Math.cos((2 * Math.PI * k * i) / 16);
        im -= x * Math.sin((2 * Math.PI * k * i) / 16);
      });
      expect(found[k]).toBeCloseTo(re * re + im * im, 9);
    }
  });

  it.each([200, 800, 2500])('shows a tone of %i hertz in the band that has it', (hz) => {
    const row = spectrum.logMel(tone(hz)).subarray(10 * features.bands, 11 * features.bands);
    const [left, , right] = spectrum.bandOf(row.indexOf(Math.max(...row)));
    expect(left).toBeLessThan(hz);
    expect(right).toBeGreaterThan(hz);
  });

  it('has mean 0 and deviation 1, and a frame each hundredth of a second', () => {
    const found = spectrum.logMel(madeSound());
    const mean = found.reduce((sum, v) => sum + v, 0) / found.length;
    const square = found.reduce((sum, v) => sum + v * v, 0) / found.length;
    expect(mean).toBeCloseTo(0, 9);
    expect(square).toBeCloseTo(1, 9);
    expect(found.length).toBe(features.bands * spectrum.countFrames(madeSound().length));
    expect(spectrum.countFrames(200)).toBe(1);
    expect(spectrum.countFrames(201)).toBe(2);
    expect(spectrum.countFrames(280)).toBe(2);
  });

  it('is empty of silence', () => {
    expect(spectrum.logMel(new Float32Array(800)).every((v) => v === 0)).toBe(true);
  });

  it('hardly minds a thousandth of a second, which is another number for each sample', () => {
    const wave = madeSound();
    const later = wave.subarray(features.rate / 1000);
    expect(spectrum.changed(wave, later)).toBeGreaterThan(0.8);
    const frames = spectrum.changed(spectrum.logMel(wave), spectrum.logMel(later));
    expect(frames).toBeLessThan(0.3);
    expect(frames).toBeGreaterThan(0);
  });
});

it('of a long sound the loudest stretch is heard', () => {
  const sound = new Float32Array(24000);
  sound.set(tone(500, 4000), 15000);
  const heard = spectrum.heardOf(sound);
  expect(heard.length).toBe(63 * 80 + 200);
  const loud = heard.reduce((n, x) => n + (Math.abs(x) > 0.2 ? 1 : 0), 0);
  expect(loud).toBeGreaterThan(3300);
});

describe('a memory of one number', () => {
  const x = memory.oneThenSilence(11);

  it('halves as the table of the chapter does', () => {
    expect(memory.run(memory.half, x).h.slice(0, 5)).toEqual([1, 0.5, 0.25, 0.125, 0.0625]);
    expect(memory.leftOfFirst(memory.half, x)[10]).toBe(1 / 1024);
    expect(memory.slopesBack(memory.half, x)[0]).toBe(1 / 1024);
  });

  it('settles near a half where w is 1.1 and tanh holds it, and its slope fades still', () => {
    const long = memory.oneThenSilence(200);
    expect(memory.run(memory.above, long).h.at(-1)).toBeCloseTo(0.503, 3);
    expect(memory.slopesBack(memory.above, long)[0]).toBeLessThan(1e-12);
  });

  it.each([memory.half, memory.above, { u: -0.7, w: -1.3, b: 0.4, bends: true }])(
    'has the slope that a nudge finds',
    (unit) => {
      const inputs = [0.3, -0.8, 0.5, 1, -0.2];
      const { h } = memory.run(unit, inputs);
      const nudge = 1e-5;
      // Whoever starts after frame 1 with another h ends with another h.
      const from = (start: number): number => {
        let before = start;
        for (const now of inputs.slice(2)) {
          const z = unit.u * now + unit.w * before + unit.b;
          before = unit.bends ? Math.tanh(z) : z;
        }
        return before;
      };
      const slope = (from(h[1] + nudge) - from(h[1] - nudge)) / (2 * nudge);
      expect(memory.slopesBack(unit, inputs)[1]).toBeCloseTo(slope, 6);
    },
  );

  it('has nothing left of a first frame in which nothing came', () => {
    expect(memory.leftOfFirst(memory.above, [0, 1, 0.5])).toEqual([0, 0, 0]);
  });
});
