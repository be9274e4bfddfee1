// The sums of gates, and words with a gate shut.
import { describe, expect, it } from 'vitest';
import {
  type Gate,
  type GateSum,
  cellOf,
  gateNames,
  heaviest,
} from '../src/learn/figures/gates/sums';
import { bestOf, changing, sharesOf } from '../src/learn/figures/shut-gate/shut';

const sum = (frame: number[], before: number[], bias = 0): GateSum => ({
  bias,
  z: [...frame, ...before].reduce((a, b) => a + b, bias),
  frame: Float64Array.from(frame),
  before: Float64Array.from(before),
});

describe('the votes of a gate', () => {
  it('come heaviest first, whatever their sign, and the rest together', () => {
    const { votes, rest } = heaviest(sum([0.1, -3, 0.5], [2, -0.2]), 2);
    expect(votes).toEqual([
      { of: 'frame', which: 1, value: -3 },
      { of: 'before', which: 0, value: 2 },
    ]);
    expect(rest).toBeCloseTo(0.4, 12);
  });
});

describe('a cell', () => {
  const z = (of: Record<Gate, number>): Record<Gate, GateSum> =>
    Object.fromEntries(gateNames.map((gate) => [gate, sum([of[gate]], [])])) as never;
  it('keeps, takes in and tells as the chapter has it', () => {
    const sums = z({ forget_gate: 2.6, input_gate: 0, cell_candidate: 0.5, output_gate: -1 });
    const { open, cell, said } = cellOf(sums, 0.8);
    expect(open.forget_gate).toBeCloseTo(0.931, 3);
    expect(cell).toBeCloseTo(0.93086 * 0.8 + 0.5 * Math.tanh(0.5), 4);
    expect(said).toBeCloseTo(0.26894 * Math.tanh(cell), 4);
  });
});

describe('a word with a gate shut', () => {
  it('has the largest share for its answer', () => {
    expect(bestOf([0.1, 0.7, 0.2])).toBe(1);
    expect(bestOf([0.4, 0.4, 0.2])).toBe(0);
  });
  it('has shares moment by moment', () => {
    const said = Float32Array.from([0.25, 0.75, 0.5, 0.5]);
    expect(sharesOf(said, 2, 1)).toEqual([0.75, 0.5]);
  });
  it('changes its answer at some frames', () => {
    expect(changing([7, 7, 1, 7, 3], 7)).toEqual([2, 4]);
    expect(changing([7, 7], 7)).toEqual([]);
  });
});
