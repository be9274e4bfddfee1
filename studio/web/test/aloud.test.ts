import { beforeEach, describe, expect, it } from 'vitest';
import { type Told, news } from '../src/aloud/news';
import { extremesInWords, fieldAt, fromTo, mixUps, whereStrongest } from '../src/aloud/pictures';
import { language } from '../src/model/settings';

const quiet: Told = {
  of: 'digits',
  running: false,
  step: '100',
  past: false,
  learning: 'Step 100, cost 0.50',
  answer: 'Answer: 7',
  brightest: '',
  branches: 1,
  forkedAt: '0',
};

beforeEach(() => (language.value = 'en'));

describe('what is said', () => {
  it('begins with the answer', () => expect(news(null, quiet)).toEqual(['Answer: 7']));
  it('is nothing where nothing has changed', () => expect(news(quiet, { ...quiet })).toEqual([]));
  it('is only what has changed', () => {
    expect(news(quiet, { ...quiet, answer: 'Answer: 1' })).toEqual(['Answer: 1']);
    expect(news(quiet, { ...quiet, brightest: 'Brightest: 3' })).toEqual(['Brightest: 3']);
  });
  it('while learning is how it learns, not each light', () => {
    const running = { ...quiet, running: true };
    const later = { ...running, step: '200', learning: 'Step 200', answer: 'Answer: 9' };
    expect(news(quiet, running)).toEqual(['Learning']);
    expect(news(running, later)).toEqual(['Step 200']);
    expect(news(later, { ...later, running: false, answer: 'Answer: 8' })).toEqual([
      'Paused',
      'Answer: 8',
    ]);
  });
  it('tells of a step that is taken alone', () =>
    expect(news(quiet, { ...quiet, step: '101', learning: 'Step 101' })).toEqual(['Step 101']));
  it('tells of branches and of the past', () => {
    expect(news(quiet, { ...quiet, past: true })).toEqual(['A past step is shown']);
    expect(news(quiet, { ...quiet, branches: 2, forkedAt: '50' })).toEqual([
      'A branch was made at step 50',
    ]);
  });
  it('compares nothing with another network', () =>
    expect(news(quiet, { ...quiet, of: 'plane', running: true, answer: '' })).toEqual([]));
});

describe('what a picture shows', () => {
  it('is where it is strongest', () => {
    const picture = new Float32Array(81);
    picture[0] = 2; // upper left
    picture[80] = -3; // lower right
    expect(whereStrongest(picture, 0, 9, 9)).toBe(
      'positive most of all at the upper left, negative most of all at the lower right',
    );
    expect(whereStrongest(new Float32Array(9), 0, 3, 3)).toBe('');
    expect(fieldAt(0.5, 0.99)).toBe('at the bottom');
  });
  it('is the largest and the smallest of a row', () =>
    expect(extremesInWords([9, 0.5, -2, 1.5], 1, 3)).toBe(
      'The largest is 1.50 from 3, the smallest −2.00 from 2',
    ));
  it('is from where to where a curve goes', () => {
    expect(fromTo([null, 2.5, null, 0.125], 'cost')).toBe('from 2.500 to 0.125');
    expect(fromTo([2.5], 'cost')).toBe('');
  });
  it('is the largest mix-ups', () => {
    const matrix = [
      [90, 1, 0],
      [7, 80, 3],
      [0, 9, 70],
    ];
    expect(mixUps(matrix, ['a', 'b', 'c'], 2)).toBe(
      'Most often mixed up: is c, answered b: 9; is b, answered a: 7',
    );
    expect(mixUps([[1]], ['a'])).toBe('Nothing is mixed up');
  });
});
