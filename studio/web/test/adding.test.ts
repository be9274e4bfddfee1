// The weighted sum of a neuron, vote by vote.
import { describe, expect, it } from 'vitest';
import * as adding from '../src/learn/figures/sum-of-784/adding';

/** that of chapter 1, with three inputs */
const toy = { contributions: [0.8, -0.3, 0], bias: 0.2, rounding: 0, z: 0.8 - 0.3 + 0.2 };

describe('the toy neuron of chapter 1', () => {
  it('adds up to 0.7', () => expect(adding.whole(toy)).toBeCloseTo(0.7, 12));
  it('runs from zero through each vote', () =>
    expect([...adding.runningSums(toy)]).toEqual([0, 0.8, 0.8 - 0.3, 0.8 - 0.3]));
  it('has two that vote: a dark pixel does not', () =>
    expect(adding.split(toy, 3)).toEqual({ inFavour: 0.8, against: -0.3, voters: 2 }));
  it('has heard only the first after one', () =>
    expect(adding.split(toy, 1)).toEqual({ inFavour: 0.8, against: 0, voters: 1 }));
  it('meets the engine', () => expect(adding.meets(toy)).toBe(true));
});

describe('single precision', () => {
  const weights = [0.1, 0.7, -0.45].map(Math.fround);
  const light = [1, 0.3, 0.9].map(Math.fround);
  const contributions = weights.map((w, i) => w * light[i]);
  const z = weights.reduce((sum, w, i) => Math.fround(sum + Math.fround(w * light[i])), 0);
  const exact = contributions.reduce((sum, vote) => sum + vote, 0);
  it('rounds something off', () => expect(z).not.toBe(exact));
  it('is met with what was rounded off, not without', () => {
    const ballot = { contributions, bias: 0, rounding: z - exact, z };
    expect(adding.meets(ballot)).toBe(true);
    expect(adding.meets({ ...ballot, rounding: 0 })).toBe(false);
  });
});

describe('playing', () => {
  const after = (seconds: number, glides = true): number =>
    adding.addedAfter(seconds, 0, 784, 28, glides);
  it('begins where it was stopped', () =>
    expect(adding.addedAfter(0, 300, 784, 28, true)).toBe(300));
  it('is over when all are added', () => expect(after(adding.duration)).toBe(784));
  it('never adds more than there are', () => expect(after(100)).toBe(784));
  it('goes row by row for whom nothing may glide', () => {
    expect(after(adding.duration / 2)).toBe(392);
    expect(after(adding.duration / 2 + 0.1, false)).toBe(392);
    expect(after(adding.duration, false)).toBe(784);
  });
});
