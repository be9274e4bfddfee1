// The figures of chapter 2.
export const bend = {
  two: {
    title: 'One sum, two bends',
    about:
      'Drag the sum. The dashed line is the tangent: the steeper it is, the farther the ' +
      'activation moves with the sum. Up and across have the same scale.',
    plot: 'Activation over the sum: {names}, each with a dot and its tangent',
    steepest: 'slope ¼, no steeper',
    sum: 'weighted sum',
    bend: 'bend',
    activation: 'activation',
    slope: 'slope',
    corner: 'At 0 ReLU has a corner and no slope of its own; the engine takes 0.',
    silent: 'Below zero ReLU is silent: slope 0, it hears nothing. The sigmoid still has a slope.',
    sure: 'The sigmoid is sure, and hardly listens. ReLU listens as much as anywhere above zero.',
    listens: 'Above zero ReLU has a slope of exactly 1, the sigmoid of a quarter at most.',
    mine:
      'The rings: ten neurons of your network’s first hidden layer, on your example. Below, each ' +
      'one’s number and its slope.',
    neuron: 'Neuron {n}: sum {z}, activation {a}, slope {slope}',
    beyond: 'Neuron {n}: sum {z}, beyond the rim; activation {a}, slope {slope}',
    nothing: 'There is no example yet, or the first hidden layer of your network does not bend.',
  },
  lines: {
    label:
      'The weights. Arrow keys left and right choose a line, up and down make its weight larger ' +
      'or smaller',
    said: 'from {from} to {to}: weight {value}',
    how: 'Drag a line up or down: that is its weight. Dots are biases.',
  },
  melt: {
    title: 'Three layers, and the one they melt into',
    about:
      'Both planes ask the same: is it orange or blue here? The white line is the boundary, the ' +
      'dashed one is that of the single layer.',
    three: 'Three layers, 25 knobs',
    one: 'One layer, 3 knobs',
    plane: 'The plane with the answer, boundary and points. {name}',
    right: '{n} of {all} points right',
    same: 'Without a bend both draw the same straight line, whatever you drag.',
    leaves: 'With a bend the boundary leaves the line.',
    apart: 'The two sums differ by at most {apart}.',
    which: 'The same 25 knobs; the hidden layers bend by',
    none: 'no bend',
    neuron: 'neuron {n} of layer {layer}',
    answer: 'the answer',
    learn: { circle: 'Learn the circle', blobs: 'Learn two clouds', xor: 'Learn XOR' },
    over: 'From the beginning',
    product: 'The matrices, last layer first, multiply to one:',
    productOnly: 'The product leaves the bends out, so it is no longer this network:',
    line: 'With the biases that makes the line',
    own: 'This page computes it itself; your network is not touched. Each Learn has new weights.',
  },
  xor: {
    title: 'XOR by hand: two neurons, nine knobs',
    aloneTitle: 'XOR with one neuron: five knobs',
    about:
      'The orange clouds want an answer above zero, the blue ones below. Drag lines or type ' +
      'numbers; the white boundary follows.',
    plane: 'The plane with the answer, its boundary and four clouds of points',
    neurons: ['first', 'second'],
    answer: 'answer',
    bias: 'bias',
    point: 'point',
    wanted: 'wanted',
    right: '{n} of {all} points right, {clouds} of 4 clouds.',
    three: 'One neuron draws one line: more than three clouds it cannot get.',
    blank: 'Try it yourself',
    show: 'Show one',
    takeAway: 'Take a neuron away',
    own: 'Both neurons bend with ReLU. This page computes it itself; your network is not touched.',
  },
};
