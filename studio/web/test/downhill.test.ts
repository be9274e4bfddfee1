// The figures of chapter 5.
import { describe, expect, it } from 'vitest';
import * as pit from '../src/learn/figures/ball-on-a-curve/pit';

const rounded = (way: number[]): number[] => way.map((w) => Math.round(1000 * w) / 1000);

describe('a ball in w²', () => {
  const { square } = pit.pits;
  const from4 = (rate: number, steps = 3): number[] => pit.wayFrom(square, 4, rate, steps);

  it('goes where the chapter says', () => {
    expect(rounded(from4(0.1))).toEqual([4, 3.2, 2.56, 2.048]);
    expect(rounded(from4(0.5, 1))).toEqual([4, 0]);
    expect(rounded(from4(1))).toEqual([4, -4, 4, -4]);
    expect(rounded(from4(1.1))).toEqual([4, -4.8, 5.76, -6.912]);
  });

  it.each([0.01, 0.1, 0.5, 0.99, 1, 1.01, 1.2])('has the fate that is told of rate %s', (rate) => {
    const end = Math.abs(from4(rate, 2000).at(-1)!);
    const fate = end < 1e-3 ? 'rests' : end > 1000 ? 'off' : 'forever';
    expect(pit.fateOf(rate)).toBe(fate);
    expect(pit.stepped(square, 3, rate)).toBeCloseTo(3 * pit.factorOf(rate), 12);
  });
});

describe('a ball on the neuron with a sine', () => {
  const { sine } = pit.pits;
  const end = (w: number): number => pit.wayFrom(sine, w, 0.1, 3000).at(-1)!;

  it('comes to rest in different pits from different places, one of which is the deepest', () => {
    expect(pit.rests(sine, end(2))).toBe(true);
    expect(end(2)).toBeCloseTo(3, 3);
    expect(pit.rests(sine, end(sine.start))).toBe(true);
    expect(sine.cost(end(sine.start))).toBeGreaterThan(0.1);
  });
});
