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
};
