// The figure of chapter 10 with the weight pictures.
export const hope = {
  title: 'What we hoped for, and what is there',
  neuron: 'Neuron {n}',
  sketch: 'Sketch',
  score: 'Score with neuron {n}:',
  luck: 'luck {luck}',
  scores: 'Scores of the neurons with the sketch, counted from 0',
  patch: '{share} of its strength is in one patch {where} (framed): there it wants {wants}.',
  light: 'light',
  dark: 'darkness',
  nothing: 'No weights yet.',
  clear: 'Wipe',
  bet: 'My bet',
  example: 'A stroke',
  best: 'Most alike: {n}',
  noBet: 'There is no bet of yours from chapter 1, so this begins with a stroke. Paint your own.',
  unknown: 'Your network does not read pictures of 28 by 28 with its first layer.',
};
