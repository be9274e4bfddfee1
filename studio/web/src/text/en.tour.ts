import type { StationName, StationText } from '../tour/station';

/** In brackets are sentences of the chapter. */
export const stations: Record<StationName, StationText> = {
  draw: {
    text:
      '[The network that this book is about reads {right} of a hundred digits that it has never ' +
      'seen.] [There are {count} numbers, and you can look at each of them.]',
    ask: '[Draw a 3. Any 3: slanted, fat, with a flourish.] Which lamp will be the brightest?',
    answer:
      '[The brightest lamp is the answer.] Here it is “{answer}”, at {value}. Of your {inputs} ' +
      'pixels {ink} are lit; the others are dark, and a dark pixel has no vote.',
  },
  bias: {
    text:
      '[The vote of a pixel is the weight times the activation. The votes are added up.] [One ' +
      'more number is added, the bias: the neuron\'s own inclination, whatever it sees.]',
    ask: 'Drag the bias to the right. What will the neuron do?',
    answer: 'It was at {before}, now it is at {value}: the same picture, another inclination.',
  },
  squeeze: {
    text:
      '[In the last chapter a neuron added up its votes, got {sum}, and squeezed that into ' +
      '{value}. Why not hand on the sum itself? It would be less work.]',
    ask: 'Press “{button}”, and look at the squeeze. Where would it put a sum of 5?',
    answer:
      'σ({sum}) = {value}, and σ(5) = {five}. Every sum, however large, ends up between 0 and ' +
      '1, and near the ends it hardly moves: that is the bend.',
  },
  melted: {
    text:
      'Without a bend [a straight line of a straight line is straight. Whole layers are no ' +
      'better.]',
    ask:
      '[Our network {net} has {count} weights and biases; call them knobs. Take the bends out of ' +
      'its hidden layers. How many knobs are enough to do all that such a network can do?]',
    options: ['[{count}]', '[{one}]', '[{inputs}]'],
    answer:
      '[Multiplied out, there are {outputs} sums of {inputs} weights, and {outputs} biases: ' +
      '{inputs} · {outputs} + {outputs} = {one}.] Without a bend more layers bring nothing.',
  },
  knobs: {
    text:
      '[Picture a desk with thirteen thousand knobs, which you are to turn until the lamps ' +
      'answer right.] Here they are, all {count}.',
    ask: 'Drag a knob up or down. Can you raise the share of right answers?',
    answer:
      'It was {before}, now it is {now}. [Then you start again, since the best place of a knob ' +
      'holds only as long as the others stay where they are.]',
  },
  mute: {
    text: '[How much does one of them matter? Break something, and see.]',
    ask:
      'The network reads {right} digits of a hundred. Press “{button}” for this neuron, one of ' +
      'sixteen. How many will it read then?',
    answer:
      '{before} were right, now it is {now}. [How much a part matters cannot be told by ' +
      'counting parts. It has to be measured.]',
  },
  darkness: {
    text:
      '[For each lamp, take the difference between what is there and what is wanted. Square it. ' +
      'Add up]: that is the cost.',
    ask:
      '[A network that answers everything with darkness costs exactly 1: one lamp that should ' +
      'be lit is not. What does a newborn network cost, whose weights are random?]',
    options: ['[more than 2]', '[about 1]', '[less than 1, as it guesses right now and then]'],
    answer:
      '[It costs {cost}. Since it knows nothing, each of its lamps is about half lit, and about ' +
      '¼ is due for each.] The 3 that is shown costs {sum}, term by term.',
  },
  ball: {
    text:
      '[Under your feet there are two slopes, how steep it is to the east and how steep to the ' +
      'north. Together they are called the gradient. It is an arrow, and it points where it ' +
      'goes up most steeply. We walk against it.]',
    ask: 'Press “{button}”. Where will the ball come to rest?',
    answer:
      'From a cost of {before} it has rolled down to {cost}. [Where it is flat the ball comes ' +
      'to rest.] Drag it elsewhere, and it may end elsewhere.',
  },
  learn: {
    text:
      '[Nobody can imagine {count} dimensions, and nobody needs to. The rule is the same. Each ' +
      'knob has its slope, each is turned against it, all at once.]',
    ask:
      'This network is newborn and reads {right} digits of a hundred. Press “{button}” and wait ' +
      'a little: how many will it read?',
    answer: '{right} after {step} steps. Each of them was downhill, on all knobs at once.',
  },
  passes: {
    text:
      '[The most honest way is one that you know. Move one knob a little, send the picture ' +
      'through the network again, and see by how much the cost has changed.] [One pass takes ' +
      '{weights} multiplications, one for each weight.]',
    ask: '[How many passes through the network does it take to know all {count} slopes at once?]',
    options: ['[{count}]', '[{inputs}, one for each pixel]', '[two]'],
    answer:
      '[Two: one forward and one back. The second is called backpropagation.] That is about ' +
      '{two} multiplications in place of {each}.',
  },
  slowly: {
    text:
      '[There is no magic in it, only multiplication]: light goes forward, layer by layer, then ' +
      'the slope comes back by the same road.',
    ask: 'Press “{button}” and watch one step. Will the cost of this 3 fall?',
    answer: 'It cost {before}, and after the step {after}. One step on one example.',
  },
  tug: {
    text:
      '[A 3 wants lamp 3 brighter, a 7 wants it dimmer, and the connections are the same for ' +
      'both. Whom should it listen to? Descent listens to all at once and takes the mean.]',
    ask: 'Press “{button}”: ten images pull at this one weight. Will they agree?',
    answer:
      '{up} pull up, {down} pull down. The mean is {mean}, and the step follows it, whatever ' +
      'each of them wanted.',
  },
  deep: {
    text:
      '[The slope goes back through the network, and at each layer is multiplied by a weight ' +
      'and by the slope of the sigmoid. And the slope of a sigmoid is nowhere more than a ' +
      'quarter.]',
    ask:
      'A newborn network with six hidden layers: how many times smaller is the slope in its ' +
      'first layer than at its output?',
    options: ['about six times', 'about a hundred times', 'more than a thousand times'],
    answer:
      'At the output the typical slope is {last}, in the first layer {first}: {times} times ' +
      'smaller. [The first layer hardly moves.]',
  },
  chart: {
    text:
      '[On the optician\'s wall hangs a chart of letters. One can read it, and one can know it ' +
      'by heart. As long as there is only that chart, nobody can tell these apart. A new one ' +
      'can.]',
    ask:
      'Two networks, {examples} images each; those of the second have shuffled labels. Press ' +
      '“{button}”: how many of them will it learn by heart?',
    answer:
      'With shuffled labels it knows {seen} of a hundred and reads {unseen} of a hundred new ' +
      'ones; with true labels {honestSeen} and {honestUnseen}. Only what is new tells them ' +
      'apart.',
  },
  patches: {
    text:
      '[A nine is a loop and a stroke, a four is three strokes. Perhaps the first hidden layer ' +
      'looks for strokes, and the second puts them together into loops and lines.]',
    ask:
      '[How many of the sixteen neurons have more than a third of their strength in one ' +
      'connected patch?]',
    options: ['[all sixteen]', '[eleven]', '[none]'],
    answer:
      '[{patchy} of the sixteen hold more than a third of their strength in one patch; none ' +
      'holds more than {heaviest} per cent. The rest is scattered.]',
  },
  noise: {
    text:
      '[The network has ten outputs, and none of them means “this is no digit”. Show it what it ' +
      'has never seen: noise, every pixel at random.]',
    ask: 'Press “{button}”. Will every lamp stay dark?',
    answer:
      'It sees “{answer}” in it, at {value}. [This is not stupid. It is an honest answer to the ' +
      'question that was asked.] Press again, and see what else it sees.',
  },
  shift: {
    text:
      '[The point is this: while the window slides, its weights stay the same. They are shared ' +
      'by all the places.] A second network that is built so stands beside yours; where there ' +
      'is none yet, let it learn first.',
    ask: 'Drag the 3 aside by {far} pixels or more. Which of the two still reads it?',
    answer:
      'Moved by {right} and {down}: the perceptron says “{own}”, the convolutional network ' +
      '“{cnn}”. Drag on: its patience has an end, too.',
  },
  word: {
    text:
      '[The picture lay before the network all at once, but a word comes piece by piece, and ' +
      'when the “ee” sounds the “th” is over. To understand a word takes memory.]',
    ask: 'Choose a word. When will the network know which it is?',
    answer: 'It heard “{answer}”, and has said so since {known} s, of {all} s that it listened to.',
  },
};

export const tour = {
  offer: 'The textbook\'s short way: each chapter at the controls, in ten minutes.',
  start: 'Take the tour',
  later: 'Look round myself',
  next: 'Next',
  skip: 'Skip',
  back: 'Back',
  end: 'Done',
  stop: 'Leave the tour',
  of: '{n} of {total}',
  chapters: 'Chapters',
  there: 'Show me',
  whole: 'Read the whole chapter',
  return: 'Back to the tour',
  learns: 'This network has not learned yet, so the tour pressed “Learn” for two epochs…',
  right: 'Yes.',
  wrong: 'No.',
  stations,
};
