// The figure of chapter 9 about two exams.
import { describe, expect, it } from 'vitest';
import { costOf } from '../src/learn/figures/chain/slope';
import * as exams from '../src/learn/figures/two-exams/exam';
import { run, testNet } from './net';

const { isBetter, marksOf, trialOf, turned } = exams;
const shape = [4, 3];
const net = testNet(shape, 2);
const inputs = [
  [0, 1],
  [1, 0],
  [0.5, 0.5],
  [1, 1],
];
const pixels = Float32Array.from(inputs.flat());
const labels = [0, 1, 2, 1];
const exam = { net, cost: 'squared', pixels, labels };

function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}
const numbers = (seed = 7): Float32Array => {
  const next = random(seed);
  return Float32Array.from({ length: net.count }, () => 4 * next() - 2);
};

describe('the marks of an exam', () => {
  it('are those of each picture by itself', () => {
    const parameters = numbers();
    const marks = marksOf(exam, parameters);
    let cost = 0;
    const each = inputs.map((picture, i) => {
      const wanted = [0, 1, 2].map((n) => (n === labels[i] ? 1 : 0));
      const at = run(shape, [...parameters], picture, wanted);
      const { zAt, aAt } = net.layers[1];
      cost += costOf(at, Float64Array.from(at.activations.slice(zAt, zAt + 3)));
      const lights = at.activations.slice(aAt, aAt + 3);
      return lights.indexOf(Math.max(...lights)) === labels[i];
    });
    expect(marks.each).toEqual(each);
    expect(marks.right).toBe(each.filter(Boolean).length);
    expect(marks.cost).toBeCloseTo(cost / inputs.length, 12);
  });

  it('are better with more right, whatever the cost, or at less cost with as many', () => {
    const of = (right: number, cost: number): exams.Marks => ({ right, cost, each: [] });
    expect(isBetter(of(3, 9), of(2, 1))).toBe(true);
    expect(isBetter(of(2, 0), of(3, 9))).toBe(false);
    expect(isBetter(of(2, 0.9), of(2, 1))).toBe(true);
    expect(isBetter(of(2, 1), of(2, 1))).toBe(false);
  });
});

describe('the program that turns knobs', () => {
  it('leaves what helps and turns back the rest, one knob at a time', () => {
    const parameters = numbers();
    const next = random(3);
    const first = marksOf(exam, parameters);
    let [now, kept, back] = [first, 0, 0];
    for (let i = 0; i < 400; ++i) {
      const before = parameters.slice();
      const found = turned(exam, parameters, now, next);
      const moved = parameters.filter((value, p) => value !== before[p]).length;
      expect(moved).toBe(found ? 1 : 0);
      if (found) [now, kept] = [found, kept + 1];
      else ++back;
    }
    expect(kept).toBeGreaterThan(10);
    expect(back).toBeGreaterThan(10);
    expect(isBetter(now, first)).toBe(true);
    expect(marksOf(exam, parameters)).toEqual(now);
  });
});

it('a trial names every parameter at its place', () => {
  const parameters = numbers();
  const trial = trialOf(net, parameters);
  expect(trial.length).toBe(net.count);
  expect(trial[0]).toEqual({ parameter: 'hidden1.weight', index: 0, value: parameters[0] });
  expect(trial.at(-1)).toEqual({ parameter: 'output.bias', index: 2, value: parameters.at(-1) });
  const places = new Set(trial.map(({ parameter, index }) => `${parameter}/${index}`));
  expect(places.size).toBe(net.count);
});
