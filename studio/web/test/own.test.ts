// The reader's own pictures of chapter 13.
import { describe, expect, it } from 'vitest';
import { answersOf, byInterest, isRight, largest } from '../src/learn/figures/own-data/exam';
import * as sets from '../src/learn/figures/own-data/sets';
import { drawnShape, randomFrom } from '../src/learn/figures/own-data/shapes';

const picture = (n: number): Uint8Array => new Uint8Array(sets.pixels).fill(n);
const pictures = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => picture(i));
const classOf = (name: string, count: number): sets.OwnClass => ({
  name,
  shape: null,
  pictures: pictures(count),
});

describe('a set', () => {
  const set = [classOf('cat', 3), classOf('dog', 11)];

  it('keeps every fifth picture for the test, of few the last', () => {
    const tests = (count: number): number[] =>
      pictures(count).flatMap((_, i) => (sets.isTest(i, count) ? [i] : []));
    expect(tests(2)).toEqual([1]);
    expect(tests(4)).toEqual([3]);
    expect(tests(5)).toEqual([4]);
    expect(tests(11)).toEqual([4, 9]);
    for (let count = 2; count < 40; ++count)
      expect(sets.testsOf(count)).toBe(tests(count).length);
    expect(sets.learnedOf(set)).toBe(2 + 9);
  });

  it('is changed without changing what was there', () => {
    const before = sets.written(set);
    expect(sets.renamed(set, 0, 'x'.repeat(50))[0].name).toHaveLength(sets.longestName);
    expect(sets.withPictures(set, 1, pictures(300))[1].pictures).toHaveLength(sets.mostPictures);
    expect(sets.withoutPicture(set, 0, set[0].pictures[1])[0].pictures).toHaveLength(2);
    expect(sets.withClass(set)).toHaveLength(3);
    expect(sets.withoutClass(set, 0)).toBe(set);
    expect(sets.withoutClass(sets.withClass(set), 0)[0].name).toBe('dog');
    expect(sets.written(set)).toBe(before);
  });

  it('has no more than ten classes', () => {
    let many: sets.OwnSet = set;
    for (let i = 0; i < 20; ++i) many = sets.withClass(many);
    expect(many).toHaveLength(10);
  });

  it('says what it lacks', () => {
    expect(sets.lackOf(set, ['cat', 'dog'])).toBeNull();
    expect(sets.lackOf(set, ['cat', 'cat'])).toBe('names');
    expect(sets.lackOf(sets.withClass(set), ['cat', 'dog', ''])).toBe('pictures');
  });

  it('comes back as it was kept, and from nonsense not at all', () => {
    expect(sets.readSet(sets.written(set))).toEqual(set);
    for (const kept of [null, '', '[]', '[1,2]', '{"a":1}', '[{"name":"a"},{"name":"b"}]'])
      expect(sets.readSet(kept)).toBeNull();
  });
});

describe('shapes of the page', () => {
  it('lie on the pad, are closed or nearly, and the same for a seed', () => {
    for (const shape of sets.shapes) {
      const random = randomFrom(7);
      const lines = Array.from({ length: 30 }, () => drawnShape(shape, 280, random));
      for (const line of lines) {
        expect(Math.min(...line)).toBeGreaterThan(0);
        expect(Math.max(...line)).toBeLessThan(280);
        const [x, y] = line;
        expect(Math.hypot(line.at(-2)! - x, line.at(-1)! - y)).toBeLessThan(80);
      }
      expect(lines[1]).not.toEqual(lines[0]);
      expect(drawnShape(shape, 280, randomFrom(7))).toEqual(lines[0]);
    }
  });
});

describe('the test', () => {
  const set = [classOf('a', 5), classOf('b', 10)];
  const tests: [number, number][] = [
    [0, 4],
    [1, 4],
    [1, 9],
  ];

  it('is told with what is said and how sure', () => {
    const answers = answersOf(set, tests, [0.75, 0.25, 0.5, 0.5, 0.125, 0.875]);
    expect(answers.map(isRight)).toEqual([true, false, true]);
    expect(answers[2]).toEqual({
      picture: set[1].pictures[9],
      label: 1,
      said: 1,
      shares: [0.125, 0.875],
    });
  });

  it('begins with the surest mistakes and goes on with the least sure', () => {
    const answers = answersOf(set, tests, [0.75, 0.25, 0.5, 0.5, 0.375, 0.625]);
    expect(byInterest(answers).map(({ shares, said }) => shares[said])).toEqual([0.5, 0.625, 0.75]);
    const worse = answersOf(set, tests, [0.25, 0.75, 0.875, 0.125, 0.375, 0.625]);
    expect(byInterest(worse).map(({ shares, said }) => shares[said])).toEqual([0.875, 0.75, 0.625]);
  });

  it('finds the largest magnitude of a map', () => {
    expect(largest(Float32Array.of(0.5, -2, 1))).toBe(2);
    expect(largest(new Float32Array(4))).toBe(0);
  });
});
