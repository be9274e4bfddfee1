// The figure of chapter 9 about two exams.
export const twoExams = {
  title: 'Two exams',
  about:
    'Here is a network that has hardly begun to learn. You teach it, by exam A alone: turn a ' +
    'knob, and leave it if that helped.',
  cannot:
    'For this the network has to be one of dense layers, with at most 16,384 parameters and ' +
    'activations that the page knows.',
  begin: 'Take a network that has hardly begun',
  coming: 'It learns, beside your network and without touching it…',
  a: 'Exam A: {n} pictures',
  b: 'Exam B: {n} others',
  atFirst: 'at first {share}',
  cost: 'cost {cost}',
  sealed: 'sealed until the end',
  fifty: 'The pictures of exam A. Read right and lit: {right} of {all}.',
  field: 'All knobs as one field. Arrow keys move, plus and minus turn',
  how: 'Drag a point up or down, or choose by arrow keys and press + or −. Exam A answers at once.',
  locked: 'The exam is over: no more turning.',
  climb: 'Let a program do it: {n} turns',
  stop: 'Stop',
  tried: 'A knob at random, turned at random: {n} of {all} turns, {kept} were left so.',
  unseal: 'Unseal B',
  asking: 'Exam B is being marked…',
  fell: 'A: {a} more of a hundred. B: {b} fewer. What was learned was about those fifty.',
  rose: 'A: {a} more of a hundred. B: only {b} more. Most of it was about those fifty.',
  again: 'Start again',
  failed: 'That did not work. Try again.',
  note:
    'Exam A is marked by the page, exam B by the engine. Your own network stays as it is. This ' +
    'beginner is not the one that the text tells of, so the numbers differ a little.',
};
