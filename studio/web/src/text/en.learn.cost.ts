// The figures of chapter 4, the cost.

export const cost = {
  lamps: {
    title: 'Who owes how much',
    about:
      'The area of a square is what its lamp owes; the green line is where its light should end. ' +
      'Drag the lamps. The number below says which digit is wanted.',
    lamp: 'Lamp {n}',
    said: '{light}, wanted {wanted}, owes {square}',
    want: '{n} is wanted',
    sum: 'together: the cost of this example',
    most: 'Lamp {n} owes most: {square}.',
    none: 'Nobody owes anything: the cost is 0.',
    right: 'The brightest lamp is {answer}, and that is right.',
    wrong: 'The brightest lamp is {answer}, but {wanted} is wanted.',
    show: { book: 'The 3 of the chapter', mine: 'My digit', newborn: 'A newborn network' },
    book: 'The 3 from the chapter, as it came out.',
    mine: 'What your network says of your example. It follows while the network learns.',
    newborn:
      'A newborn network {shape} on your example. Its weights were thrown just now; press again ' +
      'for others.',
    own: 'As you have set them.',
    noInput: 'There is no example yet. Draw a digit in the studio, or take one there.',
    unknown: 'Your network has other outputs or layers than this figure knows.',
  },
  sure: {
    title: 'Sure and wrong, under two costs',
    about:
      'One lamp. The curves say what its weighted sum costs, the dashed lines how steep that is ' +
      'here, and the arrows how hard descent pushes the sum. Drag the dots or the slider.',
    which: 'What is wanted of the lamp',
    wanted: '{value} is wanted',
    plot: 'Both costs over the weighted sum, with a dot on each',
    sum: 'weighted sum',
    shown: '{z}, the lamp is at {a}',
    squared: 'squared',
    entropy: 'cross-entropy',
    costs: 'cost {cost}',
    slope: 'slope {slope}',
    ratio: 'With cross-entropy the push is {times} times as strong.',
    walk: '{steps} steps down',
    walked: 'After {steps} steps of the bias alone, rate 0.5: sum {z}, the lamp is at {a}.',
    worst: 'Image 4497',
    found:
      'Test image {index} is “{label}”, your network says “{answer}”; this is the sum of lamp ' +
      '“{label}”.',
    unknown: 'The outputs of your network are no sigmoids: this figure does not fit them.',
  },
  softmax: {
    title: 'Three sums share out a 1',
    tenTitle: 'Ten sums share out a 1',
    about: 'Each sum becomes e to its power, and its part of the whole is its share.',
    which: 'lamp',
    sum: 'sum',
    share: 'share',
    sumOf: 'sum of lamp {name}',
    total: 'Together {total}. The strip is 1 long:',
    strip: 'The shares of 1',
    lift: 'Add {n} to all',
    ten: 'Ten: my network',
    house: 'A house',
    nothing: 'There is no example yet, or your network has other outputs than ten.',
    real: 'The outputs of your network: it ends in softmax.',
    asIf:
      'The ten sums of your network, and how softmax would share them out. Your network itself ' +
      'ends in something else: its lamps are each on their own.',
    digitTold: 'The shares make 1 together.',
    houseTold:
      'This is a house, no digit at all. Still the shares make 1 together. Press once more, and ' +
      'your example comes back.',
  },
};
