// The figures of chapter 8.
import type { Forms } from './format';

export const deep = {
  gradient: 'The slope, layer by layer',
  race: 'Two depths in a race',
  which: 'Which of the two is being switched',
  bend: 'Activation',
  start: 'Size of first weights',
  weights: 'weights {size}',
  norm: 'normalization',
  around: 'way around',
  layers: 'Hidden layers of 16',
  bars: 'Slope in each layer, {name}. Left and right choose a layer',
  layer: 'layer {n}',
  output: 'the output',
  outputShort: 'output',
  slope: 'Slope in {layer}: {size}',
  fromLayer: 'from layer {n}',
  fromOutput: 'from the output',
  newborn: 'Newborn.',
  after: 'After {steps}.',
  stepForms: { one: 'step', other: 'steps' } as Forms,
  right: '{share} right',
  broken: '{name} flew apart.',
  learn: 'One hundred steps',
  back: 'Newborn again',
  another: 'Seed {seed}',
  about:
    'Each line is ten times the one below. The number is the typical slope of a layer’s weights ' +
    'over the first {n} pictures; × is what it is multiplied by on its way back. The text has ' +
    'means of twenty seeds. The networks are the figure’s own.',
  startRace: 'Race, seed {seed}',
  ask: 'Choose both and start. Ten epochs.',
  goesOn: 'They learn, beside your network and without touching it.',
  over: 'Seed {seed}. Once more with another?',
  aboutRace:
    'Solid: what they learn. Dashed: new pictures. The rate stays as it is; in the trainings of ' +
    'the text it falls to 0, and the numbers differ a little.',
};
