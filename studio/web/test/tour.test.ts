// The tour is the short way through the textbook: in its order, and in its words where it quotes
// them.
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { languages } from '../src/text/languages';
import { tour } from '../src/text/tour';
import { type Network } from '../src/tour/network';
import { spoken } from '../src/tour/spoken';
import type { StationText } from '../src/tour/station';
import { all, chapters, stations } from '../src/tour/stations';

const learn = new URL('../../../docs/learn/', import.meta.url);
const folders = readdirSync(learn);

/** Its words without marks; a number that the chapter has from a query stands in angle brackets. */
function chapterText(chapter: number, language: string): string {
  const number = String(chapter).padStart(2, '0');
  const folder = folders.find((name) => name.startsWith(`${number}-`));
  return readFileSync(new URL(`${folder}/${language}.md`, learn), 'utf8')
    .replace(/([−\d][\d.,\s]*?)<!--[a-z][\w.-]*-->/g, '⟨$1⟩')
    .replace(/^> ?(- )?/gm, '')
    .replace(/\*+/g, '')
    .replace(/\s+/g, ' ');
}

const quotationsIn = ({ text, ask, answer, options = [] }: StationText): string[] =>
  [text, ask, answer, ...options].flatMap((words) =>
    [...words.matchAll(/\[([^\]]*)\]/g)].map(([, quoted]) => quoted),
  );

/** What the quotation is in the chapter: where it has a number, the chapter has one. */
const patternOf = (quotation: string): RegExp =>
  new RegExp(
    quotation
      .split(/\{\w+\}/)
      .map((part) => part.replace(/\s+/g, ' ').replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('⟨?[−\\d][−\\d.,\\s-]*⟩?'),
  );

describe.each(languages)('the tour in the language %s', (language) => {
  const texts = tour[language].stations;
  it.each(all)('quotes chapter $chapter at $name', ({ name, chapter }) => {
    const whole = chapterText(chapter, language);
    const quotations = quotationsIn(texts[name]);
    expect(quotations.length).toBeGreaterThan(0);
    const strange = quotations.filter((quotation) => !patternOf(quotation).test(whole));
    expect(strange).toEqual([]);
  });
  it.each(all)('asks and answers at $name', ({ name, right }) => {
    const { ask, answer, options } = texts[name];
    expect(ask).toContain('?');
    expect(answer).toMatch(/\{\w+\}/);
    expect(options !== undefined).toBe(right !== undefined);
  });
});

describe('a quotation', () => {
  it('is held against the chapter', () => {
    const whole = chapterText(4, 'en');
    expect(whole).toMatch(patternOf('It costs {cost}. Since it knows nothing'));
    expect(whole).not.toMatch(patternOf('It costs 2.35. Since it knows nothing'));
    expect(whole).not.toMatch(patternOf('It costs {cost}. As it knows nothing'));
  });
  it('is spoken without its marks', () => {
    expect(spoken('[It costs {cost}.] So.', { cost: '2,35' })).toBe('It costs 2,35. So.');
    expect(spoken('[It costs {cost}.] So.', null)).toBe('It costs …. So.');
  });
});

describe('the stations', () => {
  it('go through the chapters in order, none left out', () => {
    const order = all.map(({ chapter }) => chapter);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect([...new Set(order)]).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    for (const chapter of order)
      expect(order.filter((each) => each === chapter).length).toBeLessThan(4);
  });
  it('begin at the first one of each chapter', () => {
    const firsts = chapters.value.map(({ chapter }) => chapter);
    expect(firsts).toEqual([...new Set(stations.value.map(({ chapter }) => chapter))]);
    expect(chapters.value[0]).toBe(stations.value[0]);
  });
  it('show only what this studio has', () => {
    const names = stations.value.map(({ name }) => name);
    expect(names).not.toContain('shift');
    expect(names).not.toContain('word');
  });
  it('have not learned before the reader has let the network learn', () => {
    const networks: Network[] = all.map(({ network }) => network);
    const names = all.map(({ name }) => name);
    expect(networks.indexOf('learning')).toBe(names.indexOf('learn'));
  });
});
