// The page's types against what the engine really says (tests/studio/messages.json, which the
// engine's own tests keep true): TypeScript compiles each message as a literal of its type, so that
// a field that is not there, is missing or is of another kind is an error.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

interface Messages {
  answers: { sent: Record<string, unknown> & { do: string }; answer: unknown }[];
  events: Record<string, unknown>;
}

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const messages = JSON.parse(
  readFileSync(at('../../../tests/studio/messages.json'), 'utf8'),
) as Messages;

function literals(): string {
  const lines = [
    "import type { Commands } from '../src/engine/commands';",
    "import type { EngineEvent } from '../src/engine/types';",
  ];
  const take = (type: string, value: unknown): void => {
    lines.push(`(({}) as { take(x: ${type}): void }).take(${JSON.stringify(value)});`);
  };
  for (const { sent, answer } of messages.answers) {
    const { do: name, id: _, ...fields } = sent;
    take(`Commands['${name}']['answer']`, answer);
    take(`Commands['${name}']['fields']`, fields);
  }
  for (const [name, event] of Object.entries(messages.events))
    take(`Extract<EngineEvent, { event: '${name}' }>`, event);
  return lines.join('\n');
}

function errors(source: string): string[] {
  const name = at('./messages.literals.ts');
  const { config } = ts.readConfigFile(at('../tsconfig.json'), (path) =>
    readFileSync(path, 'utf8'),
  ) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...config.compilerOptions, types: [] },
    at('..'),
  );
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (path, ...rest) =>
    path === name ? ts.createSourceFile(path, source, ts.ScriptTarget.ES2022) : read(path, ...rest);
  const exists = host.fileExists.bind(host);
  host.fileExists = (path) => path === name || exists(path);
  const program = ts.createProgram([name], options, host);
  const lines = source.split('\n');
  return ts.getPreEmitDiagnostics(program).map((d) => {
    const line = d.file?.getLineAndCharacterOfPosition(d.start ?? 0).line ?? 0;
    return `${ts.flattenDiagnosticMessageText(d.messageText, ' ')}\n  ${lines[line].slice(0, 300)}`;
  });
}

describe('the messages of the engine', () => {
  it('are of the types that the page reads', { timeout: 60000 }, () => {
    expect(errors(literals())).toEqual([]);
  });
  it('are refused with a field more or less', { timeout: 60000 }, () => {
    const journal = (entry: string): string[] =>
      errors(
        "import type { JournalEntry } from '../src/engine/types';\n" +
          `export const e: JournalEntry = ${entry};`,
      );
    expect(journal('{ step: 1, order: 0, kind: "rate", value: 1 }')).toEqual([]);
    expect(journal('{ step: 1, order: 0, edit: {} }')).toHaveLength(1);
    expect(journal('{ step: 1, kind: "rate", value: 1 }')).toHaveLength(1);
  });
});
