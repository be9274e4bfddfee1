// The three programs of the chapter, and which of their lines do what.
import type { Block, Chapter } from '../../chapter';

export const parts = ['data', 'forward', 'cost', 'back', 'step', 'exam'] as const;
export type Part = (typeof parts)[number];
export const names = ['nothing', 'glia', 'torch'] as const;
export type Name = (typeof names)[number];

/** that told of it */
export const chaptersOf: Record<Part, number[]> = {
  data: [1],
  forward: [1, 2, 3],
  cost: [4],
  back: [6],
  step: [5],
  exam: [9],
};

/** The first line with a text, or those from `first` to `last` after it; before it: negative. */
type Mark = [text: string, first?: number, last?: number];

const run: Mark = ['trainer.run()'];
const marks: Record<Name, { knownBy: string } & Record<Part, Mark[]>> = {
  nothing: {
    knownBy: 'const int sizes[]',
    data: [['bytes(const std::string& file', 0, 3], ['const auto images', 0, 1], ['a[0][i] =']],
    forward: [['double z = b[l][j]', -2, 4]],
    cost: [['d[3][j] =', -1, 1]],
    back: [['d[3][j] =', -1, 1], ['d[l - 1][i] +=', -5], ['weight -=', 1], ['b[l][j] -=', 1, 2]],
    step: [['weight -='], ['b[l][j] -=']],
    exam: [['int right = 0'], ['int best = 0', 0, 3], ['std::cout << epoch']],
  },
  glia: {
    knownBy: 'glia/glia.h',
    data: [['glia::load_dataset']],
    forward: [['glia::parse_net'], run],
    cost: [run],
    back: [run],
    step: [['glia::Recipe recipe'], run],
    exam: [['trainer.evaluate']],
  },
  torch: {
    knownBy: 'import torch',
    data: [['def read', 0, 2], ['def load', 0, 2], ['load("train")', 0, 1]],
    forward: [['net = nn.Sequential', 0, 1], ['cost = (']],
    cost: [['wanted = '], ['cost = (']],
    back: [['optimizer.zero_grad', 0, 1]],
    step: [['torch.optim.SGD'], ['optimizer.step()']],
    exam: [['right = (', 0, 1]],
  },
};

export interface Program {
  name: Name;
  text: string;
  lines: string[];
  /** of each part the places of its lines */
  lit: Record<Part, number[]>;
}

function placesOf(lines: string[], [text, first = 0, last = Math.max(0, first)]: Mark): number[] {
  const at = lines.findIndex((line) => line.includes(text));
  if (at < 0) throw new Error(`no line with ${text}`);
  return Array.from({ length: last - first + 1 }, (_, i) => at + first + i);
}

function programOf(name: Name, text: string): Program {
  const lines = text.split('\n');
  const lit = Object.fromEntries(
    parts.map((part) => [part, marks[name][part].flatMap((mark) => placesOf(lines, mark))]),
  ) as Record<Part, number[]>;
  return { name, text, lines, lit };
}

const isCode = (block: Block): block is Extract<Block, { kind: 'code' }> => block.kind === 'code';

export function programsIn({ sections }: Chapter): Program[] {
  const codes = sections.flatMap(({ blocks }) => blocks.filter(isCode));
  return names.map((name) => {
    const code = codes.find(({ text }) => text.includes(marks[name].knownBy));
    if (!code) throw new Error(`the chapter has no program with ${marks[name].knownBy}`);
    return programOf(name, code.text);
  });
}

/** "9–11, 28": whole numbers from one, in runs. */
export function runsOf(places: number[]): string {
  const runs: [number, number][] = [];
  for (const place of [...places].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && place <= last[1] + 1) last[1] = Math.max(last[1], place);
    else runs.push([place, place]);
  }
  return runs.map(([a, b]) => (a === b ? `${a + 1}` : `${a + 1}–${b + 1}`)).join(', ');
}

/** Of a line the spaces that it begins with, and the rest. */
export function indented(line: string): { indent: number; code: string } {
  const code = line.trimStart();
  return { indent: line.length - code.length, code };
}
