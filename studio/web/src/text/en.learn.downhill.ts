// The figures of chapter 5.
export const downhill = {
  curve: {
    title: { square: 'A ball in the pit w²', sine: 'One neuron, several pits' },
    which: 'Which pit',
    pits: { square: 'w²', sine: 'a neuron with a sine' },
    about: {
      square: 'Dashed: the slope that the ball feels. The arrow: where its next step leads.',
      sine:
        'Its activation is a sine in place of the sigmoid. Drag the ball elsewhere: which pit it ' +
        'ends in depends on where it begins.',
    },
    plot:
      'A ball in a pit. Left and right put it, up and down change the rate, Space makes a step, ' +
      'Enter lets it run.',
    stands: 'w = {w}, rate {rate}.',
    places: 'w:',
    here: 'Here the cost is {cost}, the slope {slope}.',
    rule: 'Next: {w} − {rate} · {slope} = {next}',
    rests: 'It lies still: here the slope is 0, as nearly as one can see.',
    off: 'It has flown off the picture, to {w}.',
    rate: 'rate',
    rateIs: 'rate {rate}',
    bet: 'Rate {rate}, from {w}. What becomes of the ball?',
    fates: {
      rests: 'comes to rest at the bottom',
      forever: 'jumps to and fro forever',
      off: 'flies off, farther and farther',
    },
    right: 'Yes.',
    wrong: 'No.',
    why: {
      rests: 'With rate {rate} each step multiplies w by {factor}: it comes to the bottom.',
      forever: 'With rate {rate} each step multiplies w by {factor}: it only changes sides.',
      off: 'With rate {rate} each step multiplies w by {factor}: farther every time.',
    },
    step: 'One step',
    run: 'Let it run',
    pause: 'Pause',
    back: 'Back to the start',
    others: 'The same pit with other rates',
  },
  surface: {
    title: 'Two weights of your network',
    about:
      'The cost over two weights, on {samples}: the lower, the closer to the colour of the page. ' +
      'The cross is lowest. Put the ball anywhere and let it go.',
    aboutAll: 'Now all {count} learn. The other weights move too, and so the slice changes.',
    under: 'Cost under the ball: {cost}',
    slopes: 'Slope across {across}, up {up}. The gradient is {length} long.',
    moves: 'Step {step}. The ball is your network, on a branch of its own.',
    legend: {
      slope: 'the two slopes (orange +, blue −)',
      gradient: 'their sum, the gradient',
      against: 'where the ball goes',
    },
    rate: 'rate',
    roll: 'Let it roll',
    allLearn: 'All learn',
    giveBack: 'Enough: give my network back',
    branch: 'textbook',
  },
};
