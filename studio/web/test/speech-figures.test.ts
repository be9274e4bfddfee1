// The figures of chapter 12.
import { describe, expect, it } from 'vitest';
import { madeSound } from '../src/learn/figures/spectrogram/made';
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
