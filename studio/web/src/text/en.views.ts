// What the views say.
import type { Forms } from './format';

export const views = {
  hand: {
    lead:
      'Every point is one of the {count} parameters. Imagine tuning them all by hand: here you ' +
      'can.',
    field:
      'All parameters as one field. Arrow keys move, plus and minus change the value, Enter ' +
      'selects',
    how: 'Drag a point up or down. The whole test set answers at once.',
    paintHow:
      'Paint on what the neuron looks for: orange says “here there must be light”, blue says ' +
      '“here there must not”.',
    tabField: 'All knobs',
    tabBrush: 'Brush',
    plus: 'Plus',
    minus: 'Minus',
    rubber: 'Rubber',
    size: 'Brush',
    force: 'Pressure',
    neuron: 'Neuron',
    paintField: 'Weight picture for painting. Arrow keys move the brush, Space paints',
    testRight: 'Right',
    game: 'Sixty seconds',
    gameWhy:
      'You have sixty seconds against a single step of gradient descent. Who lowers the test ' +
      'cost more?',
    gameStart: 'Start',
    gameStop: 'Enough',
    gameLeft: '{n} s',
    gameAgain: 'Once more',
    before: 'before',
    byHand: 'you',
    oneStep: 'one step of descent',
    gameWon:
      'You have beaten one step. Now imagine a thousand of them: that is a few seconds of ' +
      'learning.',
    gameLost:
      'In one step all the knobs that had a slope turned at once, each of them downhill. This ' +
      'is why a network is not tuned by hand.',
    gameAstray:
      'This one step, counted on a single batch, even raised the test cost: far down, single ' +
      'steps go astray and only many of them lead on. Play earlier in the learning.',
  },
  descent: {
    lead:
      'The cost over two weights, while the others stand still. It is a slice: the whole ' +
      'landscape has as many dimensions as there are parameters, {count}.',
    surface: 'Cost over two weights. Arrow keys move the ball',
    x: 'across',
    y: 'up',
    random: 'Two others',
    steepest: 'The steepest two',
    roll: 'Roll down',
    onlyTwo: 'Only these two learn',
    all: 'All learn',
    rate: 'Step',
    at: 'At step {step}, on {samples}',
    samples: { one: 'example', other: 'examples' } as Forms,
    ballCost: 'cost under the ball {cost}',
    lowest: 'lowest of this slice {cost}: a minimum of the slice, not of the landscape',
    gap:
      'Learning all {count}, the network has gone down to {all}. On the slice it could not go ' +
      'below {slice}: the way down led through other dimensions.',
    allHow:
      'Press “Learn” and watch: the slice itself changes, because all the other weights move ' +
      'too.',
    twoHow: 'Drag the ball, let it go. It follows the real gradient of these two weights.',
    wider: 'Wider',
    closer: 'Closer',
    apply: 'Put these into the network',
    smallTitle: 'True local minima',
    smallWhy:
      'One neuron with one weight and a sine for its activation, so small that this page ' +
      'computes it itself: this is the whole landscape, no slice. Where the ball comes to rest ' +
      'depends on where it starts.',
    elsewhere: 'From elsewhere',
    scale: 'cost',
  },
  overfit: {
    lead:
      'Two networks learn side by side beside yours. Solid is the cost on what they have seen, ' +
      'dashed on what they have not. The gap is what they learned by heart.',
    start: 'Race',
    stop: 'Stop',
    epochs: 'epochs',
    contenders: ['First', 'Second', 'Third'],
    examples: 'Examples',
    labels: 'Labels',
    remedy: 'Remedy',
    trueLabels: 'true',
    shuffled: 'shuffled',
    noRemedy: 'none',
    decay: 'weight decay',
    dropout: 'dropout',
    augment: 'shifts',
    patience: 'early stopping',
    all: 'all',
    presets: 'Try',
    presetFew: '100 or 60,000',
    presetChart: 'The eye chart',
    presetRemedy: 'A remedy',
    fewWhy:
      'A hundred examples can be learned by heart. Which of the two will do better on digits it ' +
      'has not seen?',
    chartWhy:
      'In the second one the labels are shuffled: there is nothing to understand, only to ' +
      'memorize, as one learns an eye chart. What will it score on the test?',
    remedyWhy: 'The same thousand examples; the second one must keep its weights small.',
    seen: 'on what it saw',
    unseen: 'on the test',
    gap: 'gap',
    cost: 'Cost',
    accuracy: 'Right',
    stoppedAt: 'stopped early, at epoch {n}',
    failed: 'diverged',
    batches: 'Up to 1,000 examples are learned in batches of 10, more in batches of 64.',
    idle: 'Choose a pair and press “Race”. What do you expect?',
    chartLabel: 'Curves of the race',
  },
  sees: {
    lead:
      'We hoped that the first layer would look for strokes and the second put them together ' +
      'into loops and lines. Look.',
    hoped: 'What we hoped for',
    hopedShows: 'Sixteen drawn pictures of weights: strokes in four directions, rings and arcs',
    really: 'What is really there',
    reallyWhy:
      'The weights of this network’s first layer. {n} of {total} neurons hold more than a third ' +
      'of their strength (the sum of squared weights) in one patch; those of the others are ' +
      'scattered over the whole picture. Right answers on the test set: {percent}.',
    confusion: 'What it mistakes for what',
    confusionHow:
      'A row is what it is, a column what the network answered. A cell opens its images.',
    gallery: 'Mistakes',
    galleryCell: '{label}, answered {answer}',
    galleryAll: 'All mistakes',
    item: 'Test image {index}: is {label}, the network says {answer}',
    best: 'What lights up neuron {n}',
    bestWhy: 'The test images at which this neuron is brightest. Do they have a stroke in common?',
    more: 'More',
    ofTotal: '{n} of {total}',
    refresh: 'Look again',
    step: 'at step {step}',
  },
  cnn: {
    lead:
      'A CNN slides small windows over the picture, with the same weights everywhere. Drag the ' +
      'digit: which of the two networks minds?',
    facts: 'This one has {parameters} and reads {percent} of the test images.',
    teachWhy:
      'No CNN has learned here yet. One with {parameters} learns from {images} pictures in ' +
      'about ten seconds, while your own network stays as it is.',
    teach: 'Teach a CNN',
    learning: 'The CNN is learning',
    stop: 'Stop',
    nothing: 'Draw a digit or choose one: it goes into both networks.',
    drag: 'Drag the digit',
    dragLabel: 'The digit. Arrow keys move it, Home brings it back',
    shift: 'right {x}, down {y}',
    back: 'Back',
    answers: 'Outputs of both networks',
    own: 'Your network',
    right: 'right',
    wrong: 'wrong',
    output: '{digit}: your network {own}, the CNN {cnn}',
    shifts: 'By how far it is moved',
    shiftsHow:
      'Move {n} test images by up to {most} pixels each way, and count how many each network ' +
      'reads.',
    shiftsTold:
      'Right of {n} test images, moved by up to {most} pixels; your network at step {step}. The ' +
      'frame is where your digit is; a click moves it.',
    shiftShare: 'right {x}, down {y}: {percent} right',
    measure: 'Count',
    measuring: 'Counting…',
    measureAgain: 'Count again',
    inside: 'Its way through the CNN',
    conv: 'Convolution',
    pool: 'Pooling',
    dense: 'Neurons',
    mapForms: { one: 'map', other: 'maps' } as Forms,
    neuronForms: { one: 'neuron', other: 'neurons' } as Forms,
    filterForms: { one: 'filter', other: 'filters' } as Forms,
    cellsHow: 'Left and right choose one',
    mapTold: 'map {n}, ({x}, {y}): {value}',
    neuronTold: '{n}: {value}',
    mapTitle: 'Map {n}',
    neuronTitle: 'Neuron {n}',
    filterLabel: 'What the filter looks for: orange wants light, blue wants dark.',
    bias: 'bias {b}',
    poolWhy: 'Each point is the brightest of a small square of the map before.',
  },
  speech: {
    lead:
      'An LSTM hears a word frame by frame and remembers. Point at a moment: it is marked in ' +
      'all the pictures.',
    missing:
      'No network that hears is here yet. These commands teach one spoken digits, in a minute ' +
      'or two:',
    missingStart: 'Then start the studio with it:',
    choose: 'Recordings',
    offered: 'Recordings:',
    synthetic: 'Spoken by a machine:',
    file: 'From a file…',
    play: 'Play',
    nothing: 'Choose a recording, or a WAV file with one word.',
    listening: 'Listening…',
    says: 'It hears {answer}',
    facts: 'the word lasts {seconds} s; {parameters}',
    cut: 'Longer than the network can hear: this is its loudest stretch.',
    timeLabel: 'The word through time. Left and right move the moment',
    gatesLabel: 'Gates through time. Left and right move the moment, up and down choose a unit',
    momentTold: 'at {seconds} s: {answer}, {percent}',
    moment: 'This moment in numbers',
    at: 'At {n} s',
    seconds: '{n} s',
    hertz: '{n} kHz',
    wave: 'Sound',
    spectrogram: 'Spectrogram',
    spectrogramWhy: 'high above low; orange is more than the mean',
    said: 'Words',
    saidWhy: 'what it would say if the word ended here',
    direction: 'Direction',
    forwards: 'Forwards',
    backwards: 'Backwards',
    units: 'Units',
    unitForms: { one: 'unit', other: 'units' } as Forms,
    unit: 'Unit {n}',
    rows: 'A row is a unit, slow to forget on top. A click takes one.',
    unitHow: 'Those that forget slowest come first.',
    unitBefore: 'The unit before',
    unitAfter: 'The next unit',
    slots: {
      input_gate: 'input gate: how much of the new goes in',
      cell_candidate: 'candidate: the new',
      forget_gate: 'forget gate: how much of the old stays',
      cell: 'cell: the memory',
      output_gate: 'output gate: how much is told',
      hidden: 'hidden state: what is told to the rest',
    },
    slotNames: {
      input_gate: 'input gate',
      cell_candidate: 'candidate',
      forget_gate: 'forget gate',
      cell: 'cell',
      output_gate: 'output gate',
      hidden: 'hidden state',
    },
    before: 'c₀ is the cell one frame before, on the way of this direction.',
  },
};
