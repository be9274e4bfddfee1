import { describe, expect, it } from 'vitest';
import { heaviestPatch } from '../src/views/sees/patches';

describe('the heaviest patch of weights', () => {
  const picture = (rows: string[]): number[] =>
    rows.flatMap((row) => [...row].map((c) => ({ '+': 1, '-': -1, '.': 0.01 })[c] ?? 0));
  it('is all of one stroke', () =>
    expect(heaviestPatch(picture(['..+', '..+', '.++', '...']), 3).share).toBeCloseTo(1, 2));
  it('says where it lies', () =>
    expect(heaviestPatch(picture(['-.+', '..+', '...']), 3).cells.sort()).toEqual([2, 5]));
  it('ends where the sign changes', () =>
    expect(heaviestPatch(picture(['++--..', '......']), 6).share).toBeCloseTo(0.5, 2));
  it('does not go round the edge', () =>
    expect(heaviestPatch(picture(['..+', '+..', '...']), 3).share).toBeCloseTo(0.5, 2));
  it('is small where weights are scattered', () =>
    expect(heaviestPatch(picture(['+.+.', '.+.+', '+.+.']), 4).share).toBeCloseTo(1 / 6, 2));
  it('is nothing without weights', () => expect(heaviestPatch([0, 0, 0, 0], 2).share).toBe(0));
});
