// A chapter of the textbook as parts: what parse.ts makes of docs/learn/NN-name/LANGUAGE.md.

export type Inline =
  | string
  | { kind: 'em' | 'strong'; parts: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; to: string; parts: Inline[] }
  | { kind: 'formula'; text: string }
  /** the query that the number before it comes from; nothing is shown of it */
  | { kind: 'source'; name: string }
  | { kind: 'break' };

export interface Option {
  parts: Inline[];
  right: boolean;
}

export type Task =
  | { kind: 'choice'; options: Option[] }
  | { kind: 'number'; value: number; tolerance: number }
  | { kind: 'open' };

export type Block =
  | { kind: 'paragraph'; parts: Inline[] }
  | { kind: 'heading'; parts: Inline[] }
  | { kind: 'formula'; text: string }
  | { kind: 'list'; ordered: boolean; items: Block[][] }
  | { kind: 'code'; text: string }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'figure'; name: string; caption: string }
  | { kind: 'bet'; question: Inline[]; options: Option[] }
  | { kind: 'exercise'; id: string; question: Inline[]; task: Task; answer: Block[] }
  | { kind: 'details'; summary: string; blocks: Block[] };

export interface Section {
  /** none before the first */
  title: Inline[];
  blocks: Block[];
}

export interface Chapter {
  title: string;
  /** "Chapter 6 · twelve minutes" */
  about: Inline[];
  sections: Section[];
}

export const figuresOf = (chapter: Chapter): { name: string; caption: string }[] =>
  chapter.sections.flatMap(({ blocks }) => blocks.filter((block) => block.kind === 'figure'));

function sourcesIn(what: unknown): string[] {
  if (typeof what !== 'object' || what === null) return [];
  if ('kind' in what && what.kind === 'source' && 'name' in what) return [String(what.name)];
  return Object.values(what).flatMap(sourcesIn);
}

const rightOf = (options: Option[]): string =>
  options.map(({ right }) => (right ? '✓' : '-')).join('');

function outlined(block: Block): string[] {
  switch (block.kind) {
    case 'figure':
      return [`figure ${block.name}`];
    case 'bet':
      return [`bet ${rightOf(block.options)}`];
    case 'exercise': {
      const { task } = block;
      const what = {
        choice: () => (task.kind === 'choice' ? rightOf(task.options) : ''),
        number: () => (task.kind === 'number' ? `${task.value} ± ${task.tolerance}` : ''),
        open: () => '',
      }[task.kind]();
      return [`exercise ${block.id} ${task.kind} ${what}`.trim()];
    }
    default:
      return [];
  }
}

/** What has to be alike in all languages: sections, figures, bets, exercises, names of numbers. */
export const outlineOf = (chapter: Chapter): string[] =>
  chapter.sections.flatMap((section, i) => [
    `section ${i}`,
    ...section.blocks.flatMap(outlined),
    ...[...new Set(sourcesIn(section))].sort().map((name) => `number ${name}`),
  ]);
