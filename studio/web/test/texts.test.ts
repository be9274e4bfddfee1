import { describe, expect, it } from 'vitest';
import { brief, count, fixed, percent, plural, signed } from '../src/text/format';
import { languages } from '../src/text/languages';
import ru from '../src/text/ru';

type Tree = { [key: string]: unknown };

/** All that is said in a language, by the names of the files without it. */
const files = import.meta.glob<Tree>('../src/text/??{,.*}.ts', { eager: true });
const saidIn = (language: string): Tree =>
  Object.fromEntries(
    Object.entries(files)
      .map(([path, said]) => [path.split('/').at(-1)!, said] as const)
      .filter(([name]) => name.startsWith(`${language}.`))
      .map(([name, said]) => [name.slice(3), said]),
  );
const en = saidIn('en');

const isForms = (v: unknown): boolean =>
  typeof v === 'object' && v !== null && 'one' in v && 'other' in v;

function keys(tree: unknown, path = ''): string[] {
  if (typeof tree !== 'object' || tree === null || isForms(tree)) return [path];
  return Object.entries(tree as Tree).flatMap(([key, value]) => keys(value, `${path}/${key}`));
}
function texts(tree: unknown): string[] {
  if (typeof tree === 'string') return [tree];
  return typeof tree === 'object' && tree !== null
    ? Object.values(tree as Tree).flatMap(texts)
    : [];
}
const braces = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
function leaf(tree: unknown, path: string): unknown {
  return path
    .split('/')
    .slice(1)
    .reduce<unknown>((at, key) => (at as Tree)[key], tree);
}

describe.each(languages)('the texts of the language %s', (language) => {
  const its = saidIn(language);
  it('have the keys of the English ones', () => expect(keys(its)).toEqual(keys(en)));
  it('leave none empty', () => expect(texts(its).filter((s) => s.trim() === '')).toEqual([]));
  it('fill the same places', () => {
    for (const path of keys(en)) {
      const [a, b] = [leaf(en, path), leaf(its, path)];
      if (typeof a === 'string' && typeof b === 'string')
        expect([path, braces(b)]).toEqual([path, braces(a)]);
    }
  });
  it('have every plural', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();
    for (const path of keys(its)) {
      const v = leaf(its, path);
      if (isForms(v)) expect([path, Object.keys(v as Tree).sort()]).toEqual([path, forms]);
    }
  });
});

describe('the texts', () => {
  it('are there in Russian and English', () =>
    expect(languages).toEqual(expect.arrayContaining(['ru', 'en'])));
  it('have Russian in Russian', () => {
    const terms = /\{\w+\}|\.safetensors|softmax|tanh|Enter|Backspace|LSTM|Home|PyTorch/g;
    const latin = texts(saidIn('ru')).filter((t) => /[a-z]{4,}/.test(t.replace(terms, '')));
    expect(latin).toEqual([]);
  });
});

describe('numbers', () => {
  it('have the decimal sign and minus of the language', () => {
    expect(fixed(-1.5, 2, 'ru')).toBe('−1,50');
    expect(fixed(-1.5, 2, 'en')).toBe('−1.50');
    expect(signed(0.25, 2, 'ru')).toBe('+0,25');
  });
  it('have no minus before zero', () => expect(fixed(-0.001, 2, 'en')).toBe('0.00'));
  it('say what is not a number', () => {
    expect(fixed(NaN, 2, 'ru')).toBe('—');
    expect(fixed(-Infinity, 2, 'ru')).toBe('−∞');
  });
  it('show small ones as powers', () => expect(brief(-0.000012, 'ru')).toBe('−1,2·10⁻⁵'));
  it('group thousands', () => {
    expect(count(13002, 'ru').replace(/\s/g, ' ')).toBe('13 002');
    expect(count(13002, 'en')).toBe('13,002');
  });
  it('are percent as the language writes it', () => {
    expect(percent(0.954, 'ru')).toBe('95,4\u00a0%');
    expect(percent(0.954, 'en')).toBe('95.4%');
  });
  it.each([
    [1, 'параметр'],
    [2, 'параметра'],
    [5, 'параметров'],
    [11, 'параметров'],
    [21, 'параметр'],
    [13002, 'параметра'],
  ])('%i %s', (n, word) =>
    expect(plural(n, ru.header.parameters, 'ru').split('\u00a0').at(-1)).toBe(word),
  );
});
