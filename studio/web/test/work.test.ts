// Whether a link would take something away that nobody could bring back.
import { describe, expect, it } from 'vitest';
import type { Branch, Lesson } from '../src/engine/types';
import { hasWork, isUntouched } from '../src/model/work';

const lesson = (fields: object): Lesson =>
  ({ subject: 'digits', step: 0, parameters: 'a', eras: [{}], ...fields }) as Lesson;
const branch = (step: number, id = 0): Branch =>
  ({ id, name: '', parent: null, forkedAt: 0, step, taught: false }) as Branch;

describe('a network is as it was found', () => {
  it('newborn, or taught beforehand', () => {
    expect(isUntouched(lesson({ eras: [{ data: {} }] }))).toBe(true);
    expect(isUntouched(lesson({ eras: [{ data: {} }, { by: 'taught' }] }))).toBe(true);
  });
  it.each([
    ['has learnt', { step: 1 }],
    ['waits for an edit', { waiting: [['set', 'output.bias', 0, 1]] }],
    ['was edited', { eras: [{ edits: [[0, 'set', 'output.bias', 0, 1]] }] }],
    ['has other settings', { eras: [{ recipe: { rate: 1 } }] }],
    ['has other points', { eras: [{ points: { shape: 'own' } }] }],
    ['was nudged', { eras: [{}, { by: 'nudge' }] }],
  ])('not where it %s', (_, fields) => {
    expect(isUntouched(lesson(fields))).toBe(false);
  });
});

describe('there is something to lose', () => {
  it('not in a fresh tab', () => {
    expect(hasWork(lesson({}), [branch(0), branch(0, 1)], 1, [])).toBe(false);
  });
  it('where a network came out of a file, which no link leads to', () => {
    expect(hasWork(null, [branch(0)], 0, [])).toBe(true);
  });
  it('where another branch has learnt, or this one after the moment that is shown', () => {
    expect(hasWork(lesson({}), [branch(0), branch(9, 1)], 0, [])).toBe(true);
    expect(hasWork(lesson({}), [branch(9)], 0, [])).toBe(true);
  });
  it('not where it is what a link leads to, until it goes on', () => {
    const found = lesson({ step: 9, parameters: 'b' });
    expect(hasWork({ ...found }, [branch(9), branch(0, 1)], 0, [null, found])).toBe(false);
    expect(hasWork({ ...found }, [branch(9), branch(12, 1)], 0, [found])).toBe(true);
    const further = lesson({ step: 10, parameters: 'c' });
    expect(hasWork(further, [branch(10)], 0, [found])).toBe(true);
  });
});
