import type { Forms } from './format';

/** The worksheet that is printed. */
export const sheet = {
  print: 'Print a worksheet…',
  title: 'A neural network, by hand',
  name: 'Name',
  class: 'Class',
  goesIn: 'What goes in',
  place: 'The place that is looked at is the cross: x = {x}, y = {y}.',
  network: 'The network',
  networkNote:
    'The darker, the brighter it glows. The ring marks the neuron of 3 and 4. Dashed lines vote ' +
    'against.',
  step: 'Step {step}.',
  weights: 'Its weights',
  weightsNote: 'Full discs are positive, empty ones negative; the larger, the stronger.',
  count: 'Count it through',
  from: 'from',
  neuron: 'neuron {n}',
  others: { one: 'other input, added up', other: 'other inputs, added up' } as Forms,
  bias: 'bias b',
  cost: 'What does this example cost?',
  output: 'output',
  isNow: 'is',
  wanted: 'wanted',
  squared: '(is − wanted)²',
  term: 'cost',
  otherOutputs: { one: 'other output', other: 'other outputs together' } as Forms,
  sum: 'Sum',
};
