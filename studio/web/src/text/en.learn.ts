// What the textbook says around its chapters.
import { bend } from './en.learn.bend';
import { cost } from './en.learn.cost';
import { deep } from './en.learn.deep';
import { downhill } from './en.learn.downhill';
import { exam } from './en.learn.exam';
import { twoExams } from './en.learn.exams';
import { gates } from './en.learn.gates';
import { hope } from './en.learn.hope';
import { images } from './en.learn.images';
import { matrix } from './en.learn.matrix';
import { neuron } from './en.learn.neuron';
import { fool, nonsense, shown, stroke } from './en.learn.pictures';
import { own } from './en.learn.own';
import { programs } from './en.learn.programs';
import { road } from './en.learn.road';
import { speech } from './en.learn.speech';
import { tug } from './en.learn.tug';
import { noise, speed, ways } from './en.learn.ways';
import type { Forms } from './format';

export const learn = {
  studio: 'Studio',
  title: 'Textbook',
  about:
    'What a neural network is and how it learns, from one neuron to speech. Each chapter bets, ' +
    'tries it on a real network and says honestly what came of it. The formula comes last.',
  rooms: 'Studio or textbook',
  chapters: 'Chapters',
  read: 'read',
  previous: 'Previous chapter',
  next: 'Next chapter',
  glossary: 'Glossary',
  teacher: 'For teachers',
  print: 'Print',
  missing: 'There is no such chapter yet.',
  none: 'The chapters are still being written.',
  figure: 'Figure',
  right: 'Yes.',
  wrongBet: 'No. Read on to see why.',
  wrong: 'Not quite. Try again.',
  check: 'Check',
  yourAnswer: 'Your answer',
  noNumber: 'Write a number, like {example}.',
  table: 'A table',
  formula: 'Formula',
  answer: 'Answer',
  betLead: 'Bet.',
  exercise: 'Exercise {id}',
  open: 'An open question: no program can check this one. Think first, then compare.',
  loading: 'Opening…',
  waiting: 'The figure waits for the network…',
  bend,
  cost,
  deep,
  downhill,
  road,
  matrix,
  images,
  speech,
  exam,
  fool,
  twoExams,
  gates,
  hope,
  nonsense,
  own,
  programs,
  shown,
  stroke,
  tug,
  noise,
  ways,
  speed,
  ...neuron,
  chain: {
    title: 'One chain of your network',
    about: 'the numbers are its own; click any weight',
    whole: 'All ways from this weight',
    wholeAbout: 'the lighter a line, the less of the slope goes along it',
    forward: 'light goes forward',
    back: 'the slope goes back and is multiplied on its way',
    pixel: 'pixel {n}',
    neuron: 'neuron {n}',
    output: 'answer “{n}”',
    weight: 'Weight {from} → {to}:',
    another: 'Take the next one',
    factors: 'Factors from the weight to the cost',
    product: 'by factors',
    productHow: '∂C/∂w along this chain',
    sum: 'sum over the ways',
    sumHow: '∂C/∂w over {ways}',
    ways: { one: 'way', other: 'ways' } as Forms,
    slopes: 'the slope of each weight into this neuron: choose a pixel',
    engine: 'the engine',
    engineHow: '∂C/∂w, one pass back',
    nudged: 'nudged by 0.001 and counted again',
    nudgedHow: '({after} − {before}) / 0.001',
    agree: 'they agree in {digits}; the rest is the length of the step',
    digits: { one: 'digit', other: 'digits' } as Forms,
    apart: 'they part: the step is too long for so bent a place',
    zero: 'there is next to no slope: this weight is not to blame for anything here',
    all: 'The whole network',
    example: 'Another example',
    strongest: 'The strongest chain',
    batch: 'Over {n} training digits the engine finds {slope}, and nudged by ±{step} {nudged}.',
    label: 'It is a {label}, and the network says {answer}. C = {cost}',
    noLabel: 'Which digit is it? Without that there is no cost.',
    noInput: 'Nothing is drawn. Take an example.',
    unknown: 'This network has a layer that the figure does not know how to walk back through.',
    show: 'Show it slowly',
    stepCost: 'Start at the cost. The first factor: {name} = {gear}.',
    stepGear: 'Times {name} = {gear}: so far {sum}.',
    stepDone: 'Times {name} = {gear}: this is the slope, {sum}.',
  },
};
