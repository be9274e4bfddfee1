// The figures of chapter 3.
export const matrix = {
  knob: {
    title: 'One knob, its row and its column',
    which: 'Which matrix',
    about:
      'Row {row} is neuron {row}, which listens. Column {column} is neuron {column}, which is ' +
      'heard. Choose a cell and drag it up or down.',
    aboutFirst:
      'Row {row} is neuron {row}, column {column} is pixel {column}. Above is all of the matrix, ' +
      'below one row of the picture.',
    matrix:
      'The matrix. Arrow keys choose a weight, plus and minus turn it, Backspace puts it back.',
    chosen: 'Weight [{row}, {column}]: {w}',
    whole: 'All of the matrix, {rows} by {columns}',
    knob: 'weight [{row}, {column}]',
    was: 'as it was',
    now: 'turned',
    layer: 'Layer {n}',
    answers: 'The answers',
    moves: '{n} of {all} move',
    turn: 'Turn the knob and see what moves. Your network stays as it is.',
    nothing: 'Nothing moves: what this weight hears is dark.',
    answer: 'Answer “{name}” moves most: {by}.',
    test: 'Right on the test set: {was} before, {now} with the knob turned.',
    back: 'Back',
    unknown: 'This network has a layer that the figure does not know.',
  },
};
