// The reader's own pictures and words of chapter 13.
import { describe, expect, it } from 'vitest';
import { answersOf, byInterest, isRight, largest } from '../src/learn/figures/own-data/exam';
import * as sets from '../src/learn/figures/own-data/sets';
import { drawnShape, randomFrom } from '../src/learn/figures/own-data/shapes';
import { framesOf, heaviest, spectrogramOf } from '../src/learn/figures/own-data/word';
import { features, logMel } from '../src/learn/figures/spectrogram/spectrum';

const picture = (n: number): Uint8Array => new Uint8Array(sets.pixels).fill(n);
const pictures = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => picture(i));
const classOf = (name: string, count: number): sets.OwnClass => ({
  name,
  shape: null,
  examples: pictures(count),
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
    expect(sets.withExamples(set, 1, pictures(300), 200)[1].examples).toHaveLength(200);
    expect(sets.withoutExample(set, 0, set[0].examples[1])[0].examples).toHaveLength(2);
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
    expect(sets.lackOf('drawing', set, ['cat', 'dog'])).toBeNull();
    expect(sets.lackOf('drawing', set, ['cat', 'cat'])).toBe('names');
    expect(sets.lackOf('drawing', sets.withClass(set), ['cat', 'dog', ''])).toBe('few');
    const two = [classOf('cat', 2), classOf('dog', 2)];
    expect(sets.lackOf('photograph', two, ['cat', 'dog'])).toBeNull();
    expect(sets.lackOf('word', two, ['cat', 'dog'])).toBe('few');
  });

  it('comes back as it was kept, and from nonsense not at all', () => {
    expect(sets.readSet(sets.written(set))).toEqual(set);
    for (const kept of [null, '', '[]', '[1,2]', '{"a":1}', '[{"name":"a"},{"name":"b"}]'])
      expect(sets.readSet(kept)).toBeNull();
  });
});

describe('a word', () => {
  const word = Int16Array.from({ length: 2000 }, (_, i) => 30000 * Math.sin(i / 5 + (i / 90) ** 2));
  const set: sets.OwnSet = [
    { name: 'да', shape: null, examples: [word, word.slice(3)] },
    { name: 'нет', shape: null, examples: [word.slice(5)] },
  ];

  it('comes back as it was kept, as the engine takes it', () => {
    expect(sets.readSet(sets.written(set))).toEqual(set);
    const { words, pictures: none } = sets.packed(set[0].examples);
    expect(words).toHaveLength(2);
    expect(none).toBeUndefined();
    expect(sets.readSet('[{"name":"a","words":[7]},{"name":"b","words":[]}]')).toBeNull();
    expect(sets.readSet('[{"name":"a","words":["AA=="]},{"name":"b","words":[]}]')).toBeNull();
  });

  it('is drawn as the network takes it, zeros after its end', () => {
    const [frames, numbers] = [framesOf(word), spectrogramOf(word)];
    expect(frames).toBe(24);
    expect(numbers).toHaveLength(features.frames * features.bands);
    expect(numbers.subarray(frames * features.bands).every((v) => v === 0)).toBe(true);
    const own = logMel(Float32Array.from(word, (v) => v / 32768));
    expect(numbers.slice(0, own.length)).toEqual(own);
    expect(framesOf(new Int16Array(9000))).toBe(features.frames);
  });

  it('hangs the most on the moment where the most is lost', () => {
    expect(heaviest(Float32Array.of(0.25, -0.5, 0.75, 0))).toEqual([2, 0.75]);
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
      example: set[1].examples[9],
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
