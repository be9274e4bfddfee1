// The slope of a weight, by factors and by a nudge.
import { describe, expect, it } from 'vitest';
import * as slope from '../src/learn/figures/chain/slope';
import { run } from './net';

/** that of chapter 6 */
const chapter = run([1, 1, 1], [1.5, -0.5, -2, 1, 2.5, -1.2], [0.8], [1]);

const wide = (): slope.Moment => {
  let state = 7;
  const random = (): number => ((state = (state * 48271) % 2147483647) / 2147483647) * 4 - 2;
  const parameters = Array.from({ length: 3 * 4 + 4 + 4 * 3 + 3 + 3 * 2 + 2 }, random);
  return run([4, 3, 2], parameters, [0.2, 0.9, 1], [0, 1]);
};

describe('the chain of chapter 6', () => {
  it('has the factors that the text multiplies', () => {
    const factors = slope.factorsOf(chapter, [0, 0, 0, 0], 1);
    expect(factors.map(({ name }) => name)).toEqual(
      ['a0', 'f1', 'w2', 'f2', 'w3', 'f3', '2(a − y)'],
    );
    [0.8, 0.2217, -2, 0.2431, 2.5, 0.2484, -1.079].forEach((value, i) =>
      expect(factors[i].value).toBeCloseTo(value, 4),
    );
    const product = factors.reduce((all, { value }) => all * value, 1);
    expect(product).toBeCloseTo(0.057783, 6);
  });
  it('moves as the text says when its weight is nudged', () => {
    const { before, after } = slope.moved(chapter, [0, 0], 1, 0.001);
    expect(before).toBeCloseTo(0.2910454, 7);
    expect(after).toBeCloseTo(0.2911032, 7);
    expect((after - before) / 0.001).toBeCloseTo(0.057775, 6);
  });
});

describe('a network', () => {
  it.each([1, 2, 3])('has the same slope by factors and by a small nudge, layer %i', (l) => {
    const at = wide();
    for (let from = 0; from < slope.widthOf(at, l - 1); ++from)
      for (let to = 0; to < slope.widthOf(at, l); ++to) {
        const { before, after } = slope.moved(at, [from, to], l, 1e-6);
        expect((after - before) / 1e-6).toBeCloseTo(slope.slopeOf(at, [from, to], l), 5);
      }
  });
  it('has a slope that is the sum over all ways', () => {
    const at = wide();
    let sum = 0;
    for (let k = 0; k < 3; ++k)
      for (let o = 0; o < 2; ++o)
        sum += slope
          .factorsOf(at, [1, 2, k, o], 1)
          .reduce((all, { value }) => all * value, 1);
    expect(sum).toBeCloseTo(slope.slopeOf(at, [1, 2], 1), 12);
    expect(slope.waysFrom(at, 1)).toBe(6);
  });
  it('shares out the slope among the connections of each layer', () => {
    const at = wide();
    const whole = slope.slopeOf(at, [1, 2], 1) / slope.activationAt(at, 0, 1);
    for (const flow of slope.flows(at, 2, 1))
      expect(flow.reduce((sum, part) => sum + part, 0)).toBeCloseTo(whole, 12);
  });
  it('moves along one chain as its factors say, whatever the others do', () => {
    const at = wide();
    const chain = [2, 1, 0, 1];
    const product = slope.factorsOf(at, chain, 1).reduce((all, { value }) => all * value, 1);
    const { before, after } = slope.moved(at, [2, 1], 1, 1e-6, chain);
    expect((after - before) / 1e-6).toBeCloseTo(product, 6);
  });
  it('takes its strongest chain from the output that is most to blame', () => {
    const at = wide();
    const blame = slope.blames(at)[3].map(Math.abs);
    expect(slope.strongest(at).at(-1)).toBe(blame[0] > blame[1] ? 0 : 1);
  });
  it('knows the costs that it spells out, and no others', () => {
    const sigmoids = (cost: string): slope.Moment => ({ ...wide(), cost });
    expect(slope.isKnown(sigmoids('squared'))).toBe(true);
    for (const cost of ['absolute', 'huber', 'focal'])
      expect(slope.isKnown(sigmoids(cost))).toBe(false);
  });
  it.each(['softmax_cross_entropy', 'sigmoid_cross_entropy'])('ends in a − y with %s', (cost) => {
    const at: slope.Moment = { ...wide(), cost };
    if (cost.startsWith('softmax')) {
      const { zAt, aAt } = at.net.layers[2];
      const values = at.activations as number[];
      const all = Math.exp(values[zAt]) + Math.exp(values[zAt + 1]);
      for (const n of [0, 1]) values[aAt + n] = Math.exp(values[zAt + n]) / all;
    }
    const { before, after } = slope.moved(at, [0, 1], 2, 1e-6);
    expect((after - before) / 1e-6).toBeCloseTo(slope.slopeOf(at, [0, 1], 2), 5);
    expect(slope.factorsOf(at, [0, 0, 1, 1], 2).at(-1)!.name).toBe('a − y');
  });
});

it.each([
  [0.06549, 0.06548, 3],
  [1, 1, 9],
  [1, -1, 0],
  [0, 0, 0],
  [0.5, 0.4, 0],
])('%f and %f share %i digits', (a, b, digits) => expect(slope.sharedDigits(a, b)).toBe(digits));
