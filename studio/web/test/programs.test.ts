// The three programs of chapter 13.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type Part,
  indented,
  names,
  parts,
  programsIn,
  runsOf,
} from '../src/learn/figures/three-programs/programs';
import { parseChapter } from '../src/learn/parse';

const programsOf = (language: string) => {
  const path = `docs/learn/13-your-turn/${language}.md`;
  const text = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
  return programsIn(parseChapter(path, text));
};
const [nothing, glia, torch] = programsOf('en');
const lit = ({ lines, lit: of }: typeof nothing, part: Part): string[] =>
  of[part].map((i) => lines[i].trim());

describe('the programs of the chapter', () => {
  it('are three, and the same in both languages', () => {
    expect(programsOf('en').map(({ name }) => name)).toEqual(names);
    expect(programsOf('ru')).toEqual(programsOf('en'));
  });

  it('have lines for each part, all of them within the program', () => {
    for (const { lines, lit } of [nothing, glia, torch])
      for (const part of parts) {
        expect(lit[part].length).toBeGreaterThan(0);
        for (const i of lit[part]) expect(lines[i]).toBeDefined();
      }
  });

  it('light whole blocks: as many braces open as close', () => {
    for (const part of ['forward', 'cost', 'back'] as const) {
      const text = lit(nothing, part).join('\n');
      expect([part, text.split('{').length]).toEqual([part, text.split('}').length]);
    }
  });

  it('go forward by a sum and a bend, back by slopes, and step against them', () => {
    expect(lit(nothing, 'forward')[3]).toMatch(/^for .* z \+= w\[l\]/);
    expect(lit(nothing, 'forward')[4]).toMatch(/1 \/ \(1 \+ std::exp\(-z\)\)/);
    expect(lit(nothing, 'back').some((line) => line.startsWith('d[l - 1][i] += '))).toBe(true);
    expect(lit(nothing, 'back').some((line) => line.includes('-='))).toBe(false);
    expect(lit(nothing, 'step').every((line) => line.includes('-= 0.1 * d[l][j]'))).toBe(true);
    expect(lit(torch, 'back')).toEqual(['optimizer.zero_grad()', 'cost.backward()']);
    expect(lit(glia, 'back')).toEqual(['trainer.run();']);
  });

  it('light of the network between the two marks what is no exam', () => {
    const from = nothing.lines.findIndex((line) => line.includes('the network begins'));
    const to = nothing.lines.findIndex((line) => line.includes('the network ends'));
    for (const part of ['forward', 'cost', 'back', 'step'] as const)
      for (const i of nothing.lit[part]) expect(i > from && i < to).toBe(true);
    expect(to - from - 1).toBe(25); // as the text says
  });
});

it('lines are told from one, in runs', () => {
  expect(runsOf([8, 9, 10, 27])).toBe('9–11, 28');
  expect(runsOf([5, 4])).toBe('5–6');
});

it('a line is what it says and how far it is indented', () =>
  expect(indented('    x = 1')).toEqual({ indent: 4, code: 'x = 1' }));
