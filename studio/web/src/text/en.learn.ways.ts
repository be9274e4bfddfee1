// Figures of chapter 7 about batches and methods, and of chapter 3 about time.
export const noise = {
  title: 'How true is the slope of a batch?',
  about:
    'Orange: the slope over all images. Blue: the slope of one batch; pale: those of others.',
  mine: 'Yours now',
  arrows:
    'The true slope is {length} long, that of this batch of {size} is {of} long and ends ' +
    '{distance} from it.',
  true: 'true slope {length}, over {samples} images',
  batch: 'this batch {length}',
  apart: 'apart {distance}',
  noise: 'A batch of {size}: noise {mean}, the mean of twenty.',
  longer: 'It is {times} times as long as the true slope.',
  shorter: 'The true slope is {times} times as long.',
  size: 'examples in a batch',
  another: 'Another batch',
  busy: 'Measuring…',
  plot:
    'Noise against the size of the batch, both on scales that multiply, with the line of one ' +
    'over the root and the length of the true slope.',
  axis: 'To the right: examples in a batch. Dots: noise. Orange: true slope. Grey: 1/√n.',
  rare:
    'Few examples are still hard. A small batch seldom meets one of them: its noise is mostly ' +
    'small, and now and then huge.',
  plane:
    'Each batch goes astray in a direction of its own among all the weights. Here all are turned ' +
    'into one plane; lengths and angles are true.',
};

export const ways = {
  title: 'One place, three ways down',
  which: 'What goes down',
  tabs: { ravine: 'The ravine', networks: 'Three networks' },
  names: { plain: 'plain descent', momentum: 'momentum', adam: 'Adam' },
  method: 'method',
  rate: 'rate',
  rateOf: '{name}: rate',
  ravine:
    'The ravine u² + 100v² from above; v, its steep side, is drawn larger. All three set out ' +
    'from the ring. Change the steps and the rates.',
  map: 'The ways of the three after {n} steps',
  steps: 'steps',
  after: 'cost after {n} steps',
  arrives: 'steps to a millionth',
  never: 'never',
  off: 'flew off',
  networks:
    'Three networks with the same weights at first, beside your own. Solid: the images they ' +
    'learn from; dashed: test images.',
  seed: 'random beginning',
  start: 'Let them learn',
  ask: 'All three begin with the same weights and read the same images.',
  goesOn: 'They learn, beside your network and without touching it.',
  same: 'Before the first step all three cost the same, to the last digit.',
  first: 'first cost',
  now: 'cost now',
  right: 'right',
};

export const speed = {
  title: 'A loop and a kernel',
  about:
    'A network 784-{hidden}-{hidden}-10 reads pictures in two ways, here and now. The bars are ' +
    'the time for one picture.',
  bundle: 'pictures at once',
  width: 'neurons in a layer',
  loop: 'plain loop',
  kernel: 'kernel',
  micro: '{n} µs',
  times: 'The kernel is {n} times as fast.',
  second: 'In a second it would read {n} pictures.',
  work: 'Both do the same {n} multiplications for a picture.',
  difference: 'Their answers differ by {n} at most: they add in another order.',
  equal: 'Their answers are the same to the last bit.',
  measure: 'Measure again',
  busy: 'Measuring…',
  ask: 'Press “Measure again”.',
  native: 'Measured on the machine where the studio runs: {simd}, threads: {n}.',
  browser: 'Measured in this browser, as WebAssembly: {simd}, threads: {n}.',
};
