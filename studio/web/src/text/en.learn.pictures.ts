// The figures of chapter 10 that show the network pictures.
export const shown = {
  outputs: 'The outputs',
  light: 'at {a}',
  apart: 'The text tells of a network taught apart from yours, so its numbers differ.',
  unknown: 'This figure needs your network that reads digits, pictures of 28 by 28.',
};

export const nonsense = {
  title: 'What it sees where no digit is',
  about:
    'Below each picture the outputs of your network and the brightest of them; none means “no ' +
    'digit”.',
  noise: 'Noise',
  house: 'A house',
  mine: 'Your drawing',
  grown: 'From grey',
  otherNoise: 'Other noise',
  growInto: 'Grow into a',
  oneStep: 'One step',
  moreSteps: '{n} steps',
  stop: 'Stop',
  back: 'Back to grey',
  told: 'After {n} steps of 0.05 for each pixel the output “{digit}” is at {a}.',
};

export const fool = {
  title: 'As small a change, by coin and along the slope',
  way: 'Which pixels are changed',
  ways: { all: 'All, a little', few: 'Few, all the way' },
  was: 'As it is',
  chance: 'By coin',
  slope: 'Along the slope',
  anyPixels: 'Any pixels',
  bestPixels: 'Best pixels',
  legend: 'Beside this, what was changed: orange made lighter, blue darker.',
  difference: 'The change: {lighter} pixels lighter, {darker} darker',
  size: 'Change of each pixel',
  toss: 'Toss again',
  onePixel: 'One pixel more',
  again: 'Begin again',
  changed: 'changed: {n}',
  holds: 'On the right the output “{label}” goes from {before} to {after}. It holds out.',
  falls:
    'On the right the output “{label}” goes from {before} to {after}: now it says {answer}.',
  guessed: 'The network takes your drawing for a {label}.',
  others: 'Take another:',
  othersTold: 'Others from the test set, and what it says to each, changed along its slope:',
  offers: 'Which digit is changed',
  mine: 'Mine',
  offer: 'Test image {index}, a {label}',
  offerTold: 'Test image {index}, a {label}: along its slope it is answered {answer}',
  nothing: 'There is no example yet. Take one below, or draw one in the studio.',
};

export const stroke = {
  title: 'A stroke, turned and slid',
  about:
    'The page works these activations out from the weights and biases of your network: the ' +
    'weights under the stroke, the bias, the bend.',
  picture: 'Drag the stroke',
  field:
    'A stroke on black, its middle in column {x}, row {y}, turned by {angle}°. Arrow keys move ' +
    'it, Page Up and Page Down turn it',
  told: 'Neuron {n} is at',
  turnLeft: 'Turn to the left',
  turnRight: 'Turn to the right',
  brightest: 'Brightest',
  maps: 'At {angle}°, everywhere',
  map: 'Neuron {n}: at this angle from {least} to {most}, brightest with the stroke {where}',
  neuron: 'Neuron {n}',
  curves: 'Neuron {n}, from its brightest stroke on',
  turned: 'Turned where it lies: from {least} to {most}.',
  slid: 'Slid over all {n} places: from {least} to {most}.',
  key: 'sideways; dashed: up and down',
  length: 'Length',
  width: 'Width',
  unknown: 'The first layer of your network does not read pictures of 28 by 28.',
};
