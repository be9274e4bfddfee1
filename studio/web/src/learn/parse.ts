// Reads a chapter: Markdown as repositories show it, and in it bets, exercises, figures and
// formulas by their form. Runs when the page is built; what is malformed is an error that names
// file and line. Of HTML there are comments and <details>, nothing else.
import { Marked, type Token, type Tokens } from 'marked';
import type { Block, Chapter, Inline, Option, Section, Task } from './chapter';
import { numberIn } from './number';

const formula = {
  name: 'formula',
  level: 'inline' as const,
  start: (text: string) => text.indexOf('$'),
  tokenizer(text: string) {
    const found = /^\$([^$\n]+)\$/.exec(text);
    return found ? { type: 'formula', raw: found[0], text: found[1] } : undefined;
  },
};
const display = {
  name: 'display',
  level: 'block' as const,
  start: (text: string) => text.match(/^\$\$/m)?.index,
  tokenizer(text: string) {
    const found = /^\$\$([^$]+)\$\$[ \t]*(?:\n+|$)/.exec(text);
    return found ? { type: 'display', raw: found[0], text: found[1].trim() } : undefined;
  },
};
const details = {
  name: 'details',
  level: 'block' as const,
  start: (text: string) => text.match(/^<details>/m)?.index,
  tokenizer(text: string) {
    const found =
      /^<details>\s*<summary>([^<]*)<\/summary>([\s\S]*?)<\/details>[ \t]*(?:\n+|$)/.exec(text);
    return found
      ? { type: 'details', raw: found[0], summary: found[1].trim(), text: found[2].trim() }
      : undefined;
  },
};
const markdown = new Marked({ gfm: true, extensions: [] });
markdown.use({ extensions: [formula, display, details] });

const bet = /^\*\*(?:Bet\.|Спорим\?)\*\*\s*(.*)$/;
const exercise = /^\*\*(?:Exercise|Задача) (\d+\.\d+)\.\*\*\s*(.*)$/;
const opened = /^\*(?:Open\.|Открытый вопрос\.)\*$/;
const within = /^= (.+) ± (.+)$/;
const figurePath = /^figures\/([a-z][a-z0-9-]*)\.([a-z]{2})\.png$/;
const comment = /^<!--([\s\S]*?)-->\s*$/;
const sourceName = /^[a-z][\w.-]*$/;

/** What is said in a bet or an exercise, line by line. */
interface Said {
  question: string;
  options: string[];
  number: RegExpExecArray | null;
  open: boolean;
}

class Reader {
  private line = 1;

  constructor(
    private readonly file: string,
    private readonly language: string,
    private readonly number: number | null,
  ) {}

  fail(what: string): never {
    throw new Error(`${this.file}:${this.line}: ${what}`);
  }

  chapter(text: string): Chapter {
    const tokens = markdown.lexer(text.replaceAll('\r\n', '\n'));
    const blocks: Block[] = [];
    const sections: Section[] = [{ title: [], blocks }];
    const head: { title?: string; about?: Inline[] } = {};
    for (const token of tokens) {
      if (head.title === undefined) head.title = this.title(token);
      else if (head.about === undefined && token.type === 'paragraph')
        head.about = this.about(token as Tokens.Paragraph);
      else if (token.type === 'heading' && (token as Tokens.Heading).depth === 2)
        sections.push({ title: this.inlines(token.tokens), blocks: [] });
      else this.add(sections.at(-1)!.blocks, token);
      this.line += token.raw.split('\n').length - 1;
    }
    if (!head.title || !head.about) this.fail('expected a title and a line about the chapter');
    this.expectAnswers(sections);
    return { title: head.title, about: head.about, sections };
  }

  private title(token: Token): string {
    if (token.type !== 'heading' || (token as Tokens.Heading).depth !== 1)
      this.fail('expected "# Title" first');
    return (token as Tokens.Heading).text;
  }

  private about({ tokens }: Tokens.Paragraph): Inline[] {
    const [only, ...more] = tokens;
    if (only?.type !== 'em' || more.length > 0)
      this.fail('expected "*Chapter N · so many minutes*" below the title');
    return this.inlines((only as Tokens.Em).tokens);
  }

  private add(to: Block[], token: Token): void {
    const block = this.block(token);
    if (!block) return;
    const before = to.at(-1);
    if (block.kind === 'details' && before?.kind === 'exercise' && before.answer.length === 0)
      before.answer = block.blocks;
    else to.push(block);
  }

  private blocks(tokens: Token[]): Block[] {
    const found: Block[] = [];
    for (const token of tokens) this.add(found, token);
    return found;
  }

  private block(token: Token): Block | null {
    switch (token.type) {
      case 'space':
        return null;
      case 'paragraph':
      case 'text':
        return this.paragraph(token as Tokens.Paragraph);
      case 'heading':
        return { kind: 'heading', parts: this.inlines(token.tokens) };
      case 'display':
        return { kind: 'formula', text: (token as Tokens.Generic).text as string };
      case 'code':
        return { kind: 'code', text: (token as Tokens.Code).text };
      case 'blockquote':
        return this.quote(token as Tokens.Blockquote);
      case 'details': {
        const { summary, text } = token as Tokens.Generic;
        const blocks = this.blocks(markdown.lexer(text as string));
        if (blocks.length === 0) this.fail('nothing is in <details>');
        return { kind: 'details', summary: summary as string, blocks };
      }
      case 'list': {
        const { ordered, items } = token as Tokens.List;
        return { kind: 'list', ordered, items: items.map((item) => this.blocks(item.tokens)) };
      }
      case 'table': {
        const { header, rows } = token as Tokens.Table;
        const cell = ({ tokens }: Tokens.TableCell): Inline[] => this.inlines(tokens);
        return { kind: 'table', head: header.map(cell), rows: rows.map((row) => row.map(cell)) };
      }
      case 'html':
        if (comment.test(token.raw)) return null;
        return this.fail('of HTML only <details><summary> and comments are known');
      default:
        return this.fail(`a chapter has no ${token.type}`);
    }
  }

  private paragraph({ tokens }: Tokens.Paragraph): Block {
    const [first] = tokens ?? [];
    if (tokens?.length === 1 && first.type === 'image') {
      const { href, text } = first as Tokens.Image;
      const [, name, language] = figurePath.exec(href) ?? [];
      if (language !== this.language)
        this.fail(`expected figures/NAME.${this.language}.png, not ${href}`);
      if (!text) this.fail('a figure says what is to be seen');
      return { kind: 'figure', name, caption: text };
    }
    return { kind: 'paragraph', parts: this.inlines(tokens) };
  }

  private quote({ text, tokens }: Tokens.Blockquote): Block {
    const [first, ...rest] = text.split('\n');
    const bets = bet.exec(first);
    if (bets) return this.bet(this.said(bets[1], rest));
    const asks = exercise.exec(first);
    if (asks) return this.exercise(asks[1], this.said(asks[2], rest));
    if (/^\*\*(?:Bet|Спор|Exercise|Задача)/.test(first))
      this.fail(`expected "**Bet.** …" or "**Exercise N.N.** …": ${first}`);
    return { kind: 'quote', blocks: this.blocks(tokens) };
  }

  private said(first: string, rest: string[]): Said {
    const said: Said = { question: first, options: [], number: null, open: false };
    for (const line of rest.map((each) => each.trimEnd())) {
      const option = /^[-*] (.*)$/.exec(line);
      if (option) said.options.push(option[1]);
      else if (opened.test(line)) said.open = true;
      else if (within.test(line)) said.number = within.exec(line);
      else if (line.startsWith('= ')) this.fail(`expected "= NUMBER ± TOLERANCE": ${line}`);
      else if (line.startsWith('  ') && said.options.length > 0)
        said.options.push(`${said.options.pop()} ${line.trim()}`);
      else if (line && said.options.length > 0) this.fail(`what is this after the list: ${line}`);
      else if (line) said.question += ` ${line}`;
    }
    if (!said.question.trim()) this.fail('nothing is asked');
    return said;
  }

  private options({ options }: Said): Option[] {
    if (options.length < 2) this.fail('expected two answers or more to choose from');
    const right = options.filter((text) => text.endsWith(' ✓')).length;
    if (right !== 1) this.fail(`expected one right answer (✓), not ${right}`);
    return options.map((text) => ({
      parts: this.inline(text.replace(/ ✓$/, '')),
      right: text.endsWith(' ✓'),
    }));
  }

  private bet(said: Said): Block {
    if (said.number || said.open) this.fail('a bet has a list of answers');
    return { kind: 'bet', question: this.inline(said.question), options: this.options(said) };
  }

  private exercise(id: string, said: Said): Block {
    if (this.number !== null && !id.startsWith(`${this.number}.`))
      this.fail(`exercise ${id} is in chapter ${this.number}`);
    const kinds = [said.options.length > 0, said.number !== null, said.open];
    if (kinds.filter((is) => is).length !== 1)
      this.fail('an exercise has a list of answers, or "= NUMBER ± TOLERANCE", or "*Open.*"');
    const question = this.inline(said.question);
    return { kind: 'exercise', id, question, task: this.task(said), answer: [] };
  }

  private task(said: Said): Task {
    if (said.open) return { kind: 'open' };
    if (!said.number) return { kind: 'choice', options: this.options(said) };
    const [value, tolerance] = said.number
      .slice(1)
      .map((written) => numberIn(written, this.language));
    if (value === null || tolerance === null || tolerance < 0)
      this.fail(`no number: ${said.number[0]}`);
    return { kind: 'number', value, tolerance };
  }

  private expectAnswers(sections: Section[]): void {
    const ids = new Set<string>();
    for (const block of sections.flatMap(({ blocks }) => blocks)) {
      if (block.kind !== 'exercise') continue;
      if (ids.has(block.id)) this.fail(`exercise ${block.id} is there twice`);
      ids.add(block.id);
      if (block.answer.length === 0) this.fail(`exercise ${block.id} has no <details> after it`);
    }
  }

  private inline(text: string): Inline[] {
    return this.inlines(markdown.Lexer.lexInline(text, markdown.defaults));
  }

  private inlines(tokens: Token[] = []): Inline[] {
    return tokens.flatMap((token) => this.part(token));
  }

  private part(token: Token): Inline | Inline[] {
    switch (token.type) {
      case 'text':
        if (token.tokens) return this.inlines(token.tokens);
        return (token as Tokens.Text).text.replaceAll('\n', ' ');
      case 'escape':
        return (token as Tokens.Escape).text;
      case 'em':
      case 'strong':
        return { kind: token.type, parts: this.inlines(token.tokens) };
      case 'codespan':
        return { kind: 'code', text: (token as Tokens.Codespan).text };
      case 'formula':
        return { kind: 'formula', text: (token as Tokens.Generic).text as string };
      case 'br':
        return { kind: 'break' };
      case 'link':
        return this.link(token as Tokens.Link);
      case 'html': {
        const name = comment.exec(token.raw)?.[1].trim();
        if (name === undefined) this.fail(`of HTML only comments are known here: ${token.raw}`);
        return sourceName.test(name) ? { kind: 'source', name } : [];
      }
      default:
        return this.fail(`a sentence has no ${token.type}`);
    }
  }

  private link({ href, tokens }: Tokens.Link): Inline {
    if (/^[a-z]+:/i.test(href) && !/^https?:/.test(href)) this.fail(`no such links: ${href}`);
    return { kind: 'link', to: href, parts: this.inlines(tokens) };
  }
}

/** `file` is …/NN-name/LANGUAGE.md; the name of a glossary has no number. */
export function parseChapter(file: string, text: string): Chapter {
  const [, number, language] = /(?:(\d\d)-)?[^/]*\/(\w\w)\.md$/.exec(file) ?? [];
  return new Reader(file, language ?? 'en', number ? Number(number) : null).chapter(text);
}
