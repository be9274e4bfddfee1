// The figure of chapter 13.
export const programs = {
  title: 'The same network, three times',
  which: 'What the lines do',
  parts: {
    data: 'data',
    forward: 'forward',
    cost: 'cost',
    back: 'back',
    step: 'step',
    exam: 'exam',
  },
  told: {
    data: 'Bytes of a file become 784 numbers from 0 to 1, and a label.',
    forward: 'Add up and bend, layer by layer. In Glia run() does it.',
    cost:
      'From nothing takes only its slope, 2(a − wanted). PyTorch writes the cost out; in Glia ' +
      'the squared one is the usual.',
    back: 'The slope goes from the outputs back. In PyTorch it is one word.',
    step: 'Each weight goes against its slope: after one example, or after 64 together.',
    exam: 'How many are right that were not learned from. From nothing counts the others, too.',
  },
  chapter: 'Chapter',
  chapters: 'Chapters',
  names: { nothing: 'From nothing', glia: 'Glia', torch: 'PyTorch' },
  program: 'Program',
  lit: 'lit: {lines}',
  copy: 'Copy',
  copied: 'Copied',
  copyOf: 'Copy: {name}',
};
