// The figure of chapter 13 that learns the reader's own pictures and words.
import type { Forms } from './format';

export const own = {
  title: 'Your own pictures and words',
  about:
    'Draw or bring pictures, or speak words, say what they are, and a network learns them: here, ' +
    'beside your other one. They go to this page’s engine and nowhere else; the browser keeps ' +
    'them until you clear.',
  kind: 'What they are',
  kinds: { drawing: 'Drawings', photograph: 'Photographs', word: 'Words' },
  seen: {
    drawing:
      'Of a drawing the network gets the strokes, brought to one size and to the middle: 28×28 ' +
      'pixels.',
    photograph: 'Of a photograph the network gets the square in the middle, grey, 28×28 pixels.',
    word:
      'Of a word the network, an LSTM, gets the spectrogram of chapter 12: the silence around it ' +
      'is cut off, and of what is longer than 64 frames, two thirds of a second, it hears the ' +
      'loudest stretch.',
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
  name: 'Name of class {n}',
  tests: '{n} for the test',
  remove: 'Remove the class {name}',
  more: 'and {n} more',
  addClass: 'Another class',
  shapesAgain: 'Shapes by the page',
  clear: 'Clear',
  network: 'The network',
  networks: { perceptron: 'perceptron', cnn: 'CNN', lstm: 'LSTM' },
  learn: 'Learn',
  save: 'Save the network',
  sameNames: 'Two classes have the same name.',
  ready: 'It will learn from {n} and be tested on {tests}.',
  goesOn: 'It is learning: epoch {n} of {all}.',
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
  untaught: 'Once a network has learned, you see here what its answer hangs on.',
  of: {
    picture: {
      forms: { one: 'picture', other: 'pictures' } as Forms,
      files: 'Bring pictures…',
      filesFor: 'Bring pictures of: {name}',
      one: '{name}, picture {n}',
      test: '{name}, picture {n}, for the test',
      askFile: 'What is this picture?',
      few: 'Each class needs at least two pictures.',
      kept:
        'A dashed rim: every fifth picture of a class (of fewer than five the last) is kept for ' +
        'the test, and the network never learns from it. Backspace takes out the one in focus.',
      end: 'Of {all} kept for the test, {right} right. With so few, one picture is {one}.',
      takeOut: 'Take it out',
      nothing: 'Choose a picture.',
    },
    word: {
      forms: { one: 'recording', other: 'recordings' } as Forms,
      files: 'Bring recordings…',
      filesFor: 'Bring recordings of: {name}',
      one: '{name}, recording {n}',
      test: '{name}, recording {n}, for the test',
      askFile: 'What is this recording?',
      few: 'Each class needs at least three recordings.',
      kept:
        'A click plays a recording, Backspace takes out the one in focus. A dashed rim: every ' +
        'fifth of a class (of fewer than five the last) is kept for the test, and the network ' +
        'never learns from it.',
      end: 'Of {all} kept for the test, {right} right. With so few, one recording is {one}.',
      takeOut: 'Take it out',
      nothing: 'Choose a recording.',
    },
  },
  say: 'Record a word into',
  sayAsk: 'Say a word and ask',
  stop: 'Stop',
  sayHow: 'Press and say it once: two seconds are recorded.',
  play: 'Play it',
  oneVoice:
    'If one voice spoke all this into one microphone, the test tells how well the network hears ' +
    'that voice there, and no more. Have somebody else say a word and ask.',
  silenced: 'silenced',
  silencedHow:
    'Silenced: around each moment {n} frames become 0, the mean of the whole word, neither loud ' +
    'nor quiet. Orange: then the share of “{name}” falls, blue: it rises. It falls most, by ' +
    '{most}, around {t} s.',
  saidUntil: 'what it would say if the word ended there; from the top: {names}',
  time: 'Time of the word. Arrow keys left and right move',
  told: 'If it ended at {t} s: {name}, {share}',
  table: {
    about:
      'Neither pictures nor sound but a table? A file with the names of the columns on top and a ' +
      'line for each example is learned in the studio, in its view Table. The browser’s Back ' +
      'brings you here again.',
    open: 'Open a table (CSV)…',
  },
};
