// How the page's sources are cut: short enough to be taken in at a glance.
import { readFileSync, readdirSync } from 'node:fs';
import ts from 'typescript';
import { expect, it } from 'vitest';

const mostLines = 80;
const page = new URL('..', import.meta.url);

const sources = ['src', 'test', 'e2e'].flatMap((folder) =>
  readdirSync(new URL(folder, page), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(tsx?|mjs)$/.test(name))
    .map((name) => `${folder}/${name}`),
);

/** "name: lines" of the functions of a source that are longer than `most`. */
function longFunctions(file: string, text: string, most: number): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lineOf = (at: number): number => source.getLineAndCharacterOfPosition(at).line;
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const lines = lineOf(node.end) - lineOf(node.getStart()) + 1;
      const name = node.name?.getText() ?? `of line ${lineOf(node.getStart()) + 1}`;
      if (lines > most) found.push(`${file}, ${name}: ${lines} lines`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

it(`no function has more than ${mostLines} lines`, () => {
  expect(sources.length).toBeGreaterThan(100);
  const long = sources.flatMap((file) =>
    longFunctions(file, readFileSync(new URL(file, page), 'utf8'), mostLines),
  );
  expect(long).toEqual([]);
});

it('functions are counted from their first line to their last', () => {
  const text = `const a = 1;
function f() {
  const g = () =>
    a;
}
class C {
  m() {
  }
}`;
  expect(longFunctions('f.ts', text, 1)).toEqual([
    'f.ts, f: 4 lines',
    'f.ts, of line 3: 2 lines',
    'f.ts, m: 2 lines',
  ]);
});
