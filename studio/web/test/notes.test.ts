import { expect, it } from 'vitest';
import { note, putAway, remarks } from '../src/model/notes';

const one = 'a softmax of one output is always 1';
const other = 'targets go from 0 to 1';

it('a remark stays while the recipe is what it is, and goes with it', () => {
  note('recipe', { notes: [one, other] });
  note('learn', {});
  expect(remarks.value).toEqual([one, other]);
  note('reset', { notes: [one] });
  expect(remarks.value).toEqual([one]);
  note('open', {});
  expect(remarks.value).toEqual([]);
});

it('a remark that was put away is not made again before it was gone', () => {
  note('recipe', { notes: [one, other] });
  putAway(one);
  note('recipe', { notes: [one, other] });
  expect(remarks.value).toEqual([other]);
  note('recipe', {});
  note('recipe', { notes: [one] });
  expect(remarks.value).toEqual([one]);
  note('branch', {});
  expect(remarks.value).toEqual([]);
});
