// Chapter 10: how much a sketch is like the weights of a neuron.
import { describe, expect, it } from 'vitest';
import {
  exampleStroke,
  middleOf,
  mostAlike,
  outline,
  scoreOf,
  scoresOf,
} from '../src/learn/figures/hope-and-reality/likeness';
import { hopedCount, hopedWeights } from '../src/views/sees/hoped';

describe('a score', () => {
  it('is that of the chapter and of its exercise', () => {
    expect(scoreOf([1, 1, 0, 0], [3, 1, -1, -3])).toBeCloseTo(0.894, 3);
    expect(scoreOf([1, 0, 1, 0], [3, 1, -1, -3])).toBeCloseTo(0.447, 3);
  });
  it('is 1 for the same, −1 for its inside out, however hard one pressed', () => {
    const sketch = exampleStroke();
    expect(scoreOf(sketch, sketch.map((s) => 0.2 * s + 7))).toBeCloseTo(1, 5);
    expect(scoreOf(sketch, sketch.map((s) => -3 * s))).toBeCloseTo(-1, 5);
  });
  it('is none where there is nothing to compare', () => {
    expect(scoreOf([0, 0], [1, 2])).toBeNull();
    expect(scoreOf([1, 2], [3, 3])).toBeNull();
  });
});

describe('the neuron that is most like a sketch', () => {
  it('is found among those whose weights follow one another', () => {
    const weights = new Float32Array(5 + hopedCount * 784);
    for (let n = 0; n < hopedCount; ++n) weights.set(hopedWeights(n), 5 + n * 784);
    for (const n of [0, 7, 15])
      expect(mostAlike(scoresOf(hopedWeights(n), weights, 5, hopedCount))).toBe(n);
  });
  it('is the highest, not the farthest from zero', () =>
    expect(mostAlike([0.1, -0.9, null, 0.3])).toBe(3));
  it('is none of an empty sketch', () => expect(mostAlike([null, null])).toBeNull());
});

describe('a patch', () => {
  const cells = [0, 1, 28];
  it('is somewhere', () => {
    const { x, y } = middleOf([28 * 20 + 4, 28 * 20 + 5]);
    expect([x * 28, y * 28]).toEqual([expect.closeTo(5), expect.closeTo(20.5)]);
  });
  it('is framed without lines inside', () => {
    expect(outline(cells)).toHaveLength(8);
    expect(outline(cells)).not.toContainEqual([1, 0, 1, 1]);
  });
  it('does not go on beyond the right edge', () => expect(outline([27, 28])).toHaveLength(8));
});
