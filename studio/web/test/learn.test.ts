// Chapters: what the form of each part means, and that what is malformed names its file and line.
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Block, outlineOf } from '../src/learn/chapter';
import { figures } from '../src/learn/figures';
import { numberIn } from '../src/learn/number';
import { parseChapter } from '../src/learn/parse';

const head = '# Title\n\n*Chapter 6 · two minutes*\n\n';
const file = 'docs/learn/06-some/en.md';
const blocksOf = (text: string, at = file): Block[] =>
  parseChapter(at, head + text).sections.flatMap(({ blocks }) => blocks);
const answer = '\n\n<details><summary>Answer</summary>\n\nIt is so.\n\n</details>\n';

describe('a chapter', () => {
  it('has a title, a line about it, and sections', () => {
    const chapter = parseChapter(file, `${head}Before.\n\n## One\n\nText.\n\n## Two\n\nText.\n`);
    expect(chapter.title).toBe('Title');
    expect(chapter.about).toEqual(['Chapter 6 · two minutes']);
    expect(chapter.sections.map(({ title }) => title)).toEqual([[], ['One'], ['Two']]);
  });
  it.each<[string, string, Block]>([
    [
      'a figure by its name',
      '![What is to be seen](figures/chain.en.png)',
      { kind: 'figure', name: 'chain', caption: 'What is to be seen' },
    ],
    [
      'a bet',
      '> **Bet.** How many?\n> - 13,002\n> - two ✓',
      {
        kind: 'bet',
        question: ['How many?'],
        options: [
          { parts: ['13,002'], right: false },
          { parts: ['two'], right: true },
        ],
      },
    ],
    [
      'a bet over several lines',
      '> **Спорим?** Сколько\n> их?\n> - мало,\n>   и всё ✓\n> - много',
      {
        kind: 'bet',
        question: ['Сколько их?'],
        options: [
          { parts: ['мало, и всё'], right: true },
          { parts: ['много'], right: false },
        ],
      },
    ],
    ['nothing of a figure that is still to come', '<!-- figure next: What will be seen -->\n\nx', {
      kind: 'paragraph',
      parts: ['x'],
    }],
    ['a formula on its own', '$$\na_0 \\cdot b_1\n$$', { kind: 'formula', text: 'a_0 \\cdot b_1' }],
    ['code as it is', '```sh\nglia info $x_1$\n```', { kind: 'code', text: 'glia info $x_1$' }],
    [
      'what can be opened',
      '<details><summary>More</summary>\n\nText.\n\n</details>',
      { kind: 'details', summary: 'More', blocks: [{ kind: 'paragraph', parts: ['Text.'] }] },
    ],
    [
      'a formula within a sentence',
      'Here $a_1 * b_2 * c$ is.',
      {
        kind: 'paragraph',
        parts: ['Here ', { kind: 'formula', text: 'a_1 * b_2 * c' }, ' is.'],
      },
    ],
    [
      'a number and where it comes from',
      'It has 13,002<!--seed.parameters--> knobs.',
      {
        kind: 'paragraph',
        parts: ['It has 13,002', { kind: 'source', name: 'seed.parameters' }, ' knobs.'],
      },
    ],
  ])('holds %s', (_, text, block) => expect(blocksOf(`${text}\n`)).toEqual([block]));
  it('passes over comments', () => expect(blocksOf('<!-- not for readers -->\n')).toEqual([]));
});

describe('an exercise', () => {
  const taskOf = (text: string, at = file) => {
    const [block, ...more] = blocksOf(text + answer, at);
    expect(more).toEqual([]);
    expect(block.kind === 'exercise' && block.answer).toEqual([
      { kind: 'paragraph', parts: ['It is so.'] },
    ]);
    return block.kind === 'exercise' && { id: block.id, ...block.task };
  };
  it('is a choice', () =>
    expect(taskOf('> **Exercise 6.1.** Which?\n> - a\n> - b ✓')).toEqual({
      id: '6.1',
      kind: 'choice',
      options: [
        { parts: ['a'], right: false },
        { parts: ['b'], right: true },
      ],
    }));
  it('is a number within a tolerance, as the language writes it', () => {
    const number = { id: '6.2', kind: 'number', value: -1234.5, tolerance: 0.5 };
    expect(taskOf('> **Exercise 6.2.** How much?\n> = −1,234.5 ± 0.5')).toEqual(number);
    expect(taskOf('> **Задача 6.2.** Сколько?\n> = −1 234,5 ± 0,5', file.replace('en', 'ru')))
      .toEqual(number);
  });
  it('is open', () =>
    expect(taskOf('> **Exercise 6.3.** Why?\n> *Open.*')).toEqual({ id: '6.3', kind: 'open' }));
});

describe('what is malformed', () => {
  it.each([
    ['a bet without a right answer', '> **Bet.** How?\n> - a\n> - b', /one right answer/],
    ['a bet with two', '> **Bet.** How?\n> - a ✓\n> - b ✓', /one right answer .*not 2/],
    ['a bet with one answer', '> **Bet.** How?\n> - a ✓', /two answers/],
    ['a bet that asks nothing', '> **Bet.**\n> - a ✓\n> - b', /nothing is asked/],
    ['a bet by another form', '> **Bet:** How?\n> - a ✓\n> - b', /expected "\*\*Bet/],
    ['an exercise of another chapter', `> **Exercise 7.1.** Why?\n> *Open.*${answer}`, /chapter 6/],
    ['two in one', `> **Exercise 6.1.** W?\n> - a ✓\n> - b\n> *Open.*${answer}`, /or/],
    ['a tolerance that is missing', `> **Exercise 6.1.** How much?\n> = 0.5${answer}`, /TOLERANCE/],
    ['a number that is none', `> **Exercise 6.1.** How much?\n> = x ± 1${answer}`, /no number/],
    ['an exercise without an answer', '> **Exercise 6.1.** Why?\n> *Open.*', /no <details>/],
    ['HTML', '<div>x</div>', /HTML/],
    ['HTML in a sentence', 'A <b>bold</b> word.', /HTML/],
    ['a picture from elsewhere', '![x](https://example.org/x.png)', /figures\/NAME/],
    ['a figure in another language', '![x](figures/chain.ru.png)', /figures\/NAME\.en/],
    ['a figure without words', '![](figures/chain.en.png)', /what is to be seen/],
    ['a link that runs', '[x](javascript:alert)', /no such links/],
  ])('%s is refused', (_, text, why) => {
    const parse = () => parseChapter(file, `${head}A line.\n\n${text}\n`);
    expect(parse).toThrow(why);
    expect(parse).toThrow(/^docs\/learn\/06-some\/en\.md:\d+: /);
  });
  it('is named with its line', () =>
    expect(() => parseChapter(file, `${head}A.\n\nB.\n\n> **Bet.** How?\n> - a\n`)).toThrow(
      `${file}:9: `,
    ));
});

describe('a number that the reader writes', () => {
  it.each([
    ['0.0655', 'en', 0.0655],
    ['0,0655', 'ru', 0.0655],
    ['0,0655', 'en', 0.0655],
    ['13,002', 'en', 13002],
    ['13 002', 'ru', 13002],
    ['−2.1', 'en', -2.1],
    [' 1e-3 ', 'en', 0.001],
    ['about two', 'en', null],
    ['', 'en', null],
  ])('“%s” in %s', (text, language, value) => expect(numberIn(text, language)).toBe(value));
});

const docs = new URL('../../../docs/learn/', import.meta.url);
const folders = readdirSync(docs, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'numbers')
  .map(({ name }) => name);

const chapterOf = (folder: string, language: string) => {
  const path = `docs/learn/${folder}/${language}.md`;
  return parseChapter(path, readFileSync(new URL(`${folder}/${language}.md`, docs), 'utf8'));
};

describe.each(folders)('%s', (folder) => {
  it('is built alike in Russian and in English', () =>
    expect(outlineOf(chapterOf(folder, 'ru'))).toEqual(outlineOf(chapterOf(folder, 'en'))));
  const number = /^\d\d/.exec(folder)?.[0];
  it.runIf(number)('knows where its numbers come from', () => {
    const names = outlineOf(chapterOf(folder, 'en')).filter((line) => line.startsWith('number '));
    if (names.length === 0) return;
    const known = readFileSync(new URL(`numbers/${number}.toml`, docs), 'utf8');
    for (const name of names) expect(known).toContain(`[${name.slice('number '.length)}]`);
  });
  it.runIf(number)('asks three exercises or more, one of them open', () => {
    const asked = outlineOf(chapterOf(folder, 'en')).filter((line) => line.startsWith('exercise'));
    expect(asked.length).toBeGreaterThanOrEqual(3);
    expect(asked.some((line) => line.endsWith(' open'))).toBe(true);
  });
});

it('each live figure is in a chapter, or will be once the others of that chapter are there', () => {
  const texts = folders.map((folder) => readFileSync(new URL(`${folder}/en.md`, docs), 'utf8'));
  const outlines = folders.flatMap((folder) => outlineOf(chapterOf(folder, 'en')));
  for (const name of Object.keys(figures))
    if (!texts.some((text) => text.includes(`<!-- figure ${name}: `)))
      expect(outlines).toContain(`figure ${name}`);
});
