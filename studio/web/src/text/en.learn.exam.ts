// The figures of chapter 9.
export const exam = {
  chart: {
    title: 'One hundred pictures, true and shuffled labels',
    about:
      'Both networks learn the same hundred, the second with the labels shuffled. Solid: their ' +
      'own hundred. Dashed: new pictures.',
    examples: 'What the second network is told of its pictures',
    told: '“{label}”',
    really: 'really {label}',
    next: 'Others',
    noExamples:
      'The hundred are not shown now: your own network is learning from shuffled labels or from ' +
      'fewer pictures.',
    true: 'True labels',
    shuffled: 'Shuffled labels',
    bets: 'Your bet',
    betOn: 'Bet on the shuffled labels: right of a hundred, {what}',
    seen: 'own hundred',
    unseen: 'new ones',
    start: 'Race',
    ask: 'Drag the two marks: how many will the second one get right at the end?',
    goesOn: 'They learn, beside your network and without touching it.',
    off: 'You were {seen} off on its own hundred, and {unseen} on the new ones.',
    yourBet: 'Your bet on the second',
  },
  rate:
    'Here the rate stays as it is; in the trainings that the text tells of it falls to 0. So the ' +
    'numbers differ a little.',
  remedies: {
    title: 'A thousand pictures, with a remedy and without',
    about:
      'Solid: the thousand they learn. Dashed: new pictures. Which remedy lifts the dashed line?',
    which: 'Remedy',
    names: {
      none: 'none',
      decay: 'weight decay',
      dropout: 'dropout',
      augment: 'augmentation',
      early: 'early stopping',
    },
    strength: 'How strong',
    strengths: {
      decay: '{n}',
      dropout: '{percent} silent',
      augment: 'by {shift} px, {turn}°, {percent}',
      shift: 'by {shift} px',
      early: 'after {n} epochs',
    },
    start: 'Race, seed {seed}',
    ask: 'Choose a remedy and start.',
    goesOn: 'Seed {seed}. They learn beside your network, without touching it.',
    end: 'Seed {seed}, of a hundred new ones: {none} without, {with} with.',
    stopped: 'It stopped at epoch {n}.',
    early:
      'What it watches are other pictures than the thousand. In the text a fifth of the thousand ' +
      'is held back for it, and that costs.',
    moved: 'What was seen is judged here without being moved.',
    remedy: 'remedy',
    seen: 'seen',
    seed: 'seed {n}',
    mean: 'mean',
    caption: 'Right of a hundred: what was seen, on average; new ones by seed',
  },
};
