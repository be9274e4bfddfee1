// The figures of chapter 2.
import { describe, expect, it } from 'vitest';
import * as two from '../src/learn/figures/two-bends/bends';
import { testNet } from './net';

describe('two bends', () => {
  it('have the activations of the table in the chapter', () => {
    const table = [-4, -2, -1, 0, 1, 2, 4].map((z) => two.bentBy('sigmoid', z).toFixed(3));
    expect(table).toEqual(['0.018', '0.119', '0.269', '0.500', '0.731', '0.881', '0.982']);
    expect([-3, -2.5, 0, 7].map((z) => two.bentBy('relu', z))).toEqual([0, 0, 0, 7]);
  });

  it('have the slopes that the chapter has', () => {
    expect(two.slopeOf('sigmoid', 0)).toBe(0.25);
    expect(two.slopeOf('sigmoid', 6)).toBeCloseTo(0.002, 3);
    expect([-3, -1e-9, 0, 1e-9, 6].map((z) => two.slopeOf('relu', z))).toEqual([0, 0, 0, 1, 1]);
  });

  it.each(two.bends)('have the slope that a nudge finds: %s', (bend) => {
    for (const z of [-5.5, -2, -0.3, 0.4, 2, 6]) {
      const [up, down] = [two.bentBy(bend, z + 1e-4), two.bentBy(bend, z - 1e-4)];
      expect(two.slopeOf(bend, z)).toBeCloseTo((up - down) / 2e-4, 6);
    }
  });

  it.each(two.bends)('are touched by their tangents, which are all as long: %s', (bend) => {
    const [z1, a1, z2, a2] = two.tangentAt(bend, 1.25, 1.5);
    expect(Math.hypot(z2 - z1, a2 - a1)).toBeCloseTo(3, 12);
    expect((z1 + z2) / 2).toBeCloseTo(1.25, 12);
    expect((a1 + a2) / 2).toBeCloseTo(two.bentBy(bend, 1.25), 12);
    expect((a2 - a1) / (z2 - z1)).toBeCloseTo(two.slopeOf(bend, 1.25), 12);
  });

  it('show the last ten neurons of the first hidden layer', () => {
    const net = testNet([16, 16, 10]);
    const values = new Float64Array(net.activations);
    values.set([-0.2634, 3], net.layers[0].zAt + 13);
    values.set([0.4345, 0.9526], net.layers[0].aAt + 13);
    const { bend, dots } = two.dotsOf(net, values)!;
    expect(bend).toBe('sigmoid');
    expect(dots.map(({ neuron }) => neuron)).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    expect(dots[7]).toMatchObject({ z: -0.2634, a: 0.4345 });
    expect(dots[7].slope).toBeCloseTo(0.4345 * 0.5655, 12);
    expect(two.dotsOf(testNet([4, 10]), values)!.dots).toHaveLength(4);
  });

  it('show none of a network that does not bend, or has no hidden layer', () => {
    const net = testNet([16, 10]);
    net.layers[0].activation = 'identity';
    expect(two.dotsOf(net, [])).toBeNull();
    expect(two.dotsOf(testNet([10]), [])).toBeNull();
  });
});
