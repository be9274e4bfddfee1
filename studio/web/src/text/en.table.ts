// What the view of a table and its opening say.
import type { Forms } from './format';

export const table = {
  stage: 'The network of the table. Arrow keys move between neurons',
  nothing: 'Choose a neuron, a line or a column to see it from inside.',
  row: 'One row',
  isRow: 'Row {index} of the test set',
  isHand: 'A row of your own',
  previous: 'The row before',
  next: 'The next row',
  any: 'Another row',
  mistake: 'A mistake',
  usual: 'The usual row',
  usualWhy: 'Every column as it usually is: the middle number, the most frequent word',
  cells: 'What if it were otherwise?',
  band: 'The line under a slider is where the middle half of all rows is.',
  empty: '(empty)',
  answer: 'Answer',
  noneOf: 'none of them',
  classShare: '{name} {share}',
  really: 'In the table it is {label}.',
  error: 'On rows that it has not seen it is off by {value}, on the whole.',
  errorWhy: 'The root of the mean squared error over the test set',
  manyNumbers:
    'Several numbers have one cost together, in the network’s own scale: how far off each is ' +
    'cannot be read from it.',
  manyClasses:
    'Each class is answered for itself: the shares need not add up to 100%, and there is no one ' +
    'accuracy for all.',
  changes: 'What each column changes',
  changesWhy:
    'How far the answer is from what it would be if this column alone were as usual, and all ' +
    'others as they are.',
  ofOutput: 'for {name}',
  votes: 'Votes by column',
  votesWhy: 'Weight × input, summed over the inputs of a column.',
  column: 'Column “{name}”',
  isUsual: 'usually from {first} to {last}, the middle is {middle}',
  seen: 'in the table from {low} to {high}',
  scaled: 'The network sees (x − {offset}) · {scale}',
  scaledTold: 'here that is {value}.',
  wordsTold: 'Each of its {n} words is an input: 1 where it stands, else 0.',
  emptyTold: 'An empty cell is taken for the mean.',
  nodeTold: '{name}: {value}',
  rows: { one: 'row', other: 'rows' } as Forms,
  columns: { one: 'column', other: 'columns' } as Forms,
  open: {
    title: 'What is to be learnt?',
    size: '{rows}, {columns}',
    how: 'The network will answer this column from all the others.',
    howMany: 'The network will answer these columns from all the others.',
    target: 'Column',
    more: 'And these with it?',
    moreHow:
      'Numbers are answered side by side, each by an output of its own. Columns of 0 and 1 are ' +
      'classes, of which a row may have any number.',
    alone: 'A column of words is learnt alone.',
    ofWords: '{n} words',
    ofNumbers: 'numbers',
    first: 'The first rows',
    learn: 'Learn this column',
    learnMany: 'Learn these columns',
    cancel: 'Cancel',
  },
};
