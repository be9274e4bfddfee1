// The figure of chapter 13 that learns the reader's own pictures.
import type { Forms } from './format';

export const own = {
  title: 'Your own pictures',
  about:
    'Draw or bring pictures, say what they show, and a network learns them: here, beside your ' +
    'other one. They go to this page’s engine and nowhere else; the browser keeps them until ' +
    'you clear.',
  kind: 'What they are',
  kinds: { drawing: 'Drawings', photograph: 'Photographs' },
  seen: {
    drawing:
      'Of a drawing the network gets the strokes, brought to one size and to the middle: 28×28 ' +
      'pixels.',
    photograph: 'Of a photograph the network gets the square in the middle, grey, 28×28 pixels.',
  },
  shapes: { circle: 'circle', square: 'square', triangle: 'triangle' },
  unnamed: 'class {n}',
  byThePage: 'Drawn by the page, with an unsteady hand',
  drawing: 'The page is drawing…',
  field: 'Draw here. By keys: arrows move the pen, space sets it down and lifts it',
  hint: 'draw here',
  addTo: 'Put it into',
  wipe: 'Wipe',
  ask: 'What is it?',
  askFile: 'What is this picture?',
  name: 'Name of class {n}',
  pictures: { one: 'picture', other: 'pictures' } as Forms,
  tests: '{n} for the test',
  files: 'Bring pictures…',
  filesFor: 'Bring pictures of: {name}',
  remove: 'Remove the class {name}',
  picture: '{name}, picture {n}',
  testPicture: '{name}, picture {n}, for the test',
  more: 'and {n} more',
  addClass: 'Another class',
  shapesAgain: 'Shapes by the page',
  clear: 'Clear',
  kept:
    'A dashed rim: every fifth picture of a class (of fewer than five the last) is kept for the ' +
    'test, and the network never learns from it.',
  network: 'The network',
  networks: { perceptron: 'perceptron', cnn: 'CNN' },
  learn: 'Learn',
  save: 'Save the network',
  lack: {
    pictures: 'Each class needs at least two pictures.',
    names: 'Two classes have the same name.',
  },
  ready: 'It will learn from {n} and be tested on {tests}.',
  goesOn: 'It is learning: epoch {n} of {all}.',
  end: 'Of {all} kept for the test, {right} right. With so few, one picture is {one}.',
  broken: 'The training broke off: its numbers became too large.',
  chart: 'solid: what it learns from; dashed: the test',
  exam: 'The test: first its mistakes, then what it is least sure of',
  says: 'says {name}, {share}',
  wrong: 'is {name}',
  right: 'right',
  chosen: 'What the answer hangs on',
  from: 'in “{name}”',
  fresh: 'not in the set',
  answer: 'Which answer is looked into',
  asItIs: 'as it sees it',
  covered: 'covered',
  product: 'slope × pixel',
  coveredHow:
    'Covered: at each place a black square of {n}×{n} pixels hides what is there. Orange: then ' +
    'the share of “{name}” falls, blue: it rises. At most by {most}.',
  productHow:
    'Slope × pixel: the slope of the sum that “{name}” has before the softmax, times the pixel. ' +
    'Orange speaks for it, blue against it.',
  flat: 'Here all slopes are zero: a small change of any pixel changes nothing.',
  takeOut: 'Take it out',
  nothing: 'Choose a picture.',
  untaught: 'Once a network has learned, you see here what its answer hangs on.',
};
