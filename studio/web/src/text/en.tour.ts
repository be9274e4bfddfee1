const stops = [
  {
    title: 'A neuron is a number',
    text:
      'Forget the brain for a while: a neuron here is a thing that holds one number, its ' +
      'activation. The larger the number, the brighter it glows. These sixteen all look at the ' +
      'same picture.',
    ask: 'Choose another neuron. Will it be as bright?',
    answer:
      'This one is at {value}, the one before was at {before}. The picture is the same, but ' +
      'each asks it something else.',
  },
  {
    title: 'Layers',
    text:
      'The 784 pixels are the first layer, the ten answers are the last. What lies between is ' +
      'called hidden, because nobody tells these neurons what to be.',
    ask: 'Draw a digit. Which output will light up?',
    answer:
      'The brightest is “{answer}”: {value}. As long as the network has not learned, that is ' +
      'nearly chance.',
  },
  {
    title: 'Weights and a bias',
    text:
      'Each connection has a weight: how much this input matters, for (orange) or against ' +
      '(blue). The bias says how easily the neuron lights up at all.',
    ask: 'Drag the bias to the right. What will the neuron do?',
    answer:
      'It was {before}, now it is {value}: the larger the bias, the more easily the neuron ' +
      'lights up.',
  },
  {
    title: 'Sigmoid and ReLU',
    text:
      'The sum of votes may be any number. The sigmoid squeezes it between 0 and 1; ReLU cuts ' +
      'off what is below zero and leaves the rest as it is.',
    ask: 'Open the formula. Where does the sigmoid put a sum of 5?',
    answer:
      'σ(5) = {value}: the neuron is almost at its brightest. ReLU would leave the 5 as it is.',
  },
  {
    title: 'All at once: a matrix',
    text:
      'Sixteen neurons with 784 weights each are one matrix with sixteen rows. One ' +
      'multiplication computes the whole layer; each row is one of these pictures.',
    ask: 'Which of the pictures agrees best with the digit?',
    answer: 'The sum of this neuron is {sum}. The largest now is that of neuron {best}: {most}.',
  },
  {
    title: '13,002 by hand',
    text:
      'That is how many numbers there are to be set. Here they all are, and each of them can be ' +
      'dragged while ten thousand test images answer.',
    ask: 'Can you raise the share of right answers? Try, then see what one step of descent does.',
    answer:
      'It was {before}, now it is {now}. And so for each of the 13,002, all of which depend on ' +
      'one another.',
  },
  {
    title: 'The cost of a 3',
    text:
      'How wrong is it? For a 3 the outputs should be 0 everywhere but 1 at the three. Square ' +
      'each difference, add them up: this is the cost of one example.',
    ask: 'Choose another test image. When would the cost be zero?',
    answer:
      'This image costs {sum}. The cost would be zero if each output were exactly what is ' +
      'wanted.',
  },
  {
    title: 'Going downhill',
    text:
      'To learn is to make the cost small. The gradient says which way is up for every weight; ' +
      'the step goes the other way, and the steeper it is the longer the step.',
    ask: 'Put the ball somewhere and let it roll. Will it always arrive at the same place?',
    answer:
      'The ball has rolled down to a cost of {cost}. Let it go from elsewhere: it may end ' +
      'elsewhere, as it sees only the slope under itself.',
  },
  {
    title: 'Learning by heart',
    text:
      'Whoever learns an eye chart by heart passes the test without seeing a letter. Networks ' +
      'can do that too, so they are examined with images that they have never seen.',
    ask:
      'One of these two has shuffled labels. Which one will have the smaller cost on the images ' +
      'it has seen?',
    answer:
      'On images it has seen: true labels {honest}, shuffled ones {shuffled}. On new ones ' +
      '{honestTest} and {shuffledTest} are right: nonsense can be learned by heart, too.',
  },
  {
    title: 'What it really sees',
    text:
      'Lines and loops are how we explain it to ourselves. The network was asked for one thing ' +
      'only: to make the cost small. These are the weights that did; below them it is counted ' +
      'how many of them look like a patch or a stroke at all.',
    ask: 'Look through the mistakes. Would you have read them right?',
    answer:
      '{wrong} of the answers on the test set are wrong. Some of these digits a person would ' +
      'hardly read either, others easily.',
  },
];

export const tour = {
  offer: 'Ten stops, five minutes: what a neural network is.',
  start: 'Take the tour',
  later: 'Look around myself',
  next: 'Next',
  back: 'Back',
  end: 'Done',
  stop: 'End the tour',
  of: '{n} of {total}',
  learns: 'This network has not learned yet, so the tour pressed “Learn” for two epochs…',
  learnt: 'Two epochs are over: {percent} of the test set are right.',
  stops,
};
