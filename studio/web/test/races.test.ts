// The races of chapter 9.
import { describe, expect, it } from 'vitest';
import type { CurvePoint, RunnerState } from '../src/engine/types';
import { philox, shuffledLabels } from '../src/learn/figures/eye-chart/shuffle';
import { endOf, nowOf } from '../src/learn/figures/races';
import * as remedies from '../src/learn/figures/remedies/results';

const ones = 0xffffffffffffffffn;
const hex = (numbers: bigint[]): string => numbers.map((n) => n.toString(16)).join(' ');

describe('the random numbers', () => {
  it.each([
    [0n, 0n, 0n, '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    [ones, ones, ones, '408f276d 41c83b0e a20bc7c6 6d5451fd'],
  ])('are those that Salmon et al. publish', (key, low, high, expected) =>
    expect(hex(philox(key, low, high))).toBe(expected));
});

describe('shuffled labels', () => {
  const labels = Array.from({ length: 100 }, (_, i) => i % 10);
  it('are as many of each, in another order, which the seed decides', () => {
    const shuffled = shuffledLabels(labels, 1);
    expect(shuffled).not.toEqual(labels);
    expect([...shuffled].sort()).toEqual([...labels].sort());
    expect(shuffledLabels(labels, 1)).toEqual(shuffled);
    expect(shuffledLabels(labels, 2)).not.toEqual(shuffled);
  });
  it('are right one time in ten or so', () => {
    let right = 0;
    for (let seed = 0; seed < 50; ++seed)
      right += shuffledLabels(labels, seed).filter((label, i) => label === labels[i]).length;
    expect(right / 50).toBeGreaterThan(8);
    expect(right / 50).toBeLessThan(12);
  });
});

describe('a runner', () => {
  const at = (epoch: number, seen: number | null): CurvePoint => [1, epoch, 0.1, seen, 0.2, 0.7];
  const runner = (points: CurvePoint[], more: Partial<RunnerState> = {}): RunnerState => ({
    points,
    stopped: false,
    ...more,
  });
  it('is where its last point is', () => {
    expect(nowOf(runner([at(1, 0.4), at(2, 0.5)]))).toEqual({ epoch: 2, seen: 0.5, unseen: 0.7 });
    expect(nowOf(runner([]))).toBeNull();
    expect(nowOf(runner([at(1, null)]))).toBeNull();
    expect(nowOf(undefined)).toBeNull();
  });
  it('has come to the end after all epochs, or when it stopped by itself', () => {
    expect(endOf(runner([at(9, 0.4)]), 10)).toBeNull();
    expect(endOf(runner([at(10, 0.4)]), 10)?.seen).toBe(0.4);
    expect(endOf(runner([at(9, 0.4)], { stopped: true }), 10)?.epoch).toBe(9);
    expect(endOf(runner([at(10, 0.4)], { error: 'diverged' }), 10)).toBeNull();
  });
});

describe('a remedy', () => {
  const choices = remedies.remedies.map((remedy) => ({ remedy, strength: 1 }));

  it('is the only difference between the two, and as strong as in the text', () => {
    const differences = choices.map((choice) => {
      const [none, remedied] = remedies.recipesOf(choice, 3).map(Object.entries);
      return remedied.filter(([name, value], i) => {
        expect(none[i][0]).toBe(name);
        return JSON.stringify(none[i][1]) !== JSON.stringify(value);
      });
    });
    expect(differences).toEqual([
      [['weight_decay', 0.0005]],
      [['dropout', 0.3]],
      [['augment', 'shift=2,rotate=10,scale=0.1']],
      [['patience', 5]],
    ]);
  });

  it('can be weaker and stronger', () => {
    for (const { remedy } of choices) {
      const [weak, usual, strong] = [0, 1, 2].map((strength) =>
        JSON.stringify(remedies.recipesOf({ remedy, strength }, 1)[1]),
      );
      expect(new Set([weak, usual, strong]).size).toBe(3);
    }
  });

  it('is tried with three seeds, and its row is their mean', () => {
    const key = remedies.keyOf({ remedy: 'dropout', strength: 2 });
    let results: remedies.Results = {};
    const end = (unseen: number) => ({ epoch: 100, seen: 1, unseen });
    for (const [seed, unseen] of [[1, 0.8], [2, 0.85], [3, 0.9]]) {
      expect(remedies.nextSeed(results, key)).toBe(seed);
      results = remedies.gathered(results, key, seed, end(unseen));
      results = remedies.gathered(results, 'none', seed, end(0.7));
    }
    expect(remedies.nextSeed(results, key)).toBe(1);
    const [none, dropout, ...more] = remedies.rowsOf(results);
    expect(more).toEqual([]);
    expect([none.key, dropout.key]).toEqual(['none', 'dropout.2']);
    expect(dropout.unseen).toBeCloseTo(0.85, 12);
    expect(remedies.rowsOf(remedies.gathered({}, key, 2, end(0.5)))[0].bySeed).toEqual([
      null,
      end(0.5),
      null,
    ]);
  });
});
