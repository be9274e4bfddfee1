// The figures of chapter 4.
import { describe, expect, it } from 'vitest';
import * as lamps from '../src/learn/figures/cost-of-a-three/lamps';
import * as shares from '../src/learn/figures/softmax-three/shares';
import * as lamp from '../src/learn/figures/wrong-and-sure/lamp';
import { testNet } from './net';

/** even between 0 and 1, the same each time */
const dice = (state: number) => (): number =>
  (state = (state * 48271) % 2147483647) / 2147483647;

describe('the cost of a 3', () => {
  const three = lamps.lampsOf(lamps.book.outputs, lamps.book.wanted);

  it('has the terms and the sum that the chapter has', () => {
    expect(three.map(({ square }) => square.toFixed(4)).slice(0, 5)).toEqual(
      ['0.1849', '0.0784', '0.0361', '0.0144', '0.0000'],
    );
    expect(lamps.costOf(three)).toBeCloseTo(0.3138, 12);
  });

  it('names the lamp that owes most, though the answer is right', () => {
    expect(lamps.worstOf(three)).toBe(0);
    expect(lamps.worstOf(lamps.lampsOf(lamps.book.outputs, 8))).toBe(8);
  });

  it('is zero only if each lamp is as it should be, and then nobody owes most', () => {
    const right = lamps.lampsOf([0, 0, 1], 2);
    expect(lamps.costOf(right)).toBe(0);
    expect(lamps.worstOf(right)).toBeNull();
  });
});

describe('a newborn network', () => {
  const pixels = Float32Array.from({ length: 784 }, (_, i) => (i % 8 === 0 ? 1 : 0));

  it('costs about ten quarters, whatever is wanted', () => {
    const random = dice(3);
    const costs = Array.from({ length: 200 }, (_, i) =>
      lamps.costOf(lamps.lampsOf(lamps.newborn(testNet([16, 16, 10]), pixels, random)!, i % 10)),
    );
    const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
    expect(mean).toBeGreaterThan(2.3);
    expect(mean).toBeLessThan(3);
  });

  it('throws weights as widely spread as the engine does', () => {
    const random = dice(5);
    const thrown = Array.from({ length: 20000 }, () => lamps.normal(random));
    const variance = thrown.reduce((sum, v) => sum + v * v, 0) / thrown.length;
    expect(variance).toBeCloseTo(1, 1);
  });

  it('is not invented where a layer is not known', () => {
    const net = testNet([4, 2], 3);
    net.layers[0].activation = 'something';
    expect(lamps.newborn(net, [1, 1, 1], dice(1))).toBeNull();
  });
});

describe('a lamp that is sure and wrong', () => {
  it('has the costs and slopes that the chapter has', () => {
    expect(lamp.costAt('squared', -6, 1)).toBeCloseTo(0.99506, 5);
    expect(lamp.costAt('squared', -5.99, 1)).toBeCloseTo(0.99501, 5);
    expect(lamp.costAt('entropy', -6, 1)).toBeCloseTo(6.0025, 4);
    expect(lamp.costAt('entropy', -5.99, 1)).toBeCloseTo(5.9925, 4);
    expect(lamp.slopeAt('squared', -6, 1)).toBeCloseTo(-0.005, 3);
    expect(lamp.slopeAt('entropy', -6, 1)).toBeCloseTo(-1, 2);
  });

  it.each(lamp.costs)('has the slope that a nudge finds: %s', (cost) => {
    for (const wanted of [0, 1] as const)
      for (const z of [-7, -1, 0, 0.5, 6]) {
        const around = [z + 1e-5, z - 1e-5].map((at) => lamp.costAt(cost, at, wanted));
        expect(lamp.slopeAt(cost, z, wanted)).toBeCloseTo((around[0] - around[1]) / 2e-5, 7);
      }
  });

  it('costs as much under a mirrored wish, and has no infinity far away', () => {
    for (const cost of lamp.costs) {
      expect(lamp.costAt(cost, 3, 0)).toBeCloseTo(lamp.costAt(cost, -3, 1), 12);
      expect(lamp.costAt(cost, -2000, 1)).toBeLessThanOrEqual(2000);
    }
  });

  it('is stuck with squares and gets free with cross-entropy', () => {
    const end = (cost: lamp.Cost) => lamp.wayFrom(cost, -6, 1, { steps: 100, rate: 0.5 }).at(-1)!;
    expect(end('squared')).toBeLessThan(-5);
    expect(end('entropy')).toBeGreaterThan(2);
  });
});

describe('softmax', () => {
  const of = (sums: number[]) => shares.sharesOf(sums).map(({ share }) => share);

  it('has the powers and shares that the chapter has', () => {
    const three = shares.sharesOf([2, 1, 0]);
    expect(three.map(({ share }) => share.toFixed(3))).toEqual(['0.665', '0.245', '0.090']);
    expect(three.map(({ power }) => power.toFixed(2))).toEqual(['7.39', '2.72', '1.00']);
    expect(shares.totalOf(three)).toBeCloseTo(11.11, 2);
  });

  it('does not mind what is added to all, however much', () => {
    of([2, 1, 0]).forEach((share, i) => {
      expect(of([7, 6, 5])[i]).toBeCloseTo(share, 12);
      expect(of([2002, 2001, 2000])[i]).toBeCloseTo(share, 12);
    });
  });

  it('shares out 1, and one that rises takes from the others', () => {
    const [before, after] = [of([1, -2, 0.5]), of([1.5, -2, 0.5])];
    expect(after.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(after[0]).toBeGreaterThan(before[0]);
    expect(after[1]).toBeLessThan(before[1]);
    expect(after[2]).toBeLessThan(before[2]);
  });
});
