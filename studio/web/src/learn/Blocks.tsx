import { texts } from '../text/learn';
import { BetBox, ExerciseBox } from './Asked';
import type { Block, Inline } from './chapter';
import { Figure } from './Figure';
import { Typeset } from './Typeset';
import { Words } from './Words';

interface Where {
  /** of the answers that are given here */
  place: string;
  /** figures stand beside the text, not in it */
  beside: boolean;
}

function Table({ head, rows }: { head: Inline[][]; rows: Inline[][][] }) {
  return (
    <div class="table" tabIndex={0} role="group" aria-label={texts().learnRoom.table}>
      <table>
        <thead>
          <tr>
            {head.map((cell, i) => (i === 0 && cell.length === 0 ? <td key={i} /> : (
              <th key={i} scope="col">
                <Words parts={cell} />
              </th>
            )))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, j) => (
            <tr key={j}>
              {row.map((cell, i) => (i > 0 ? (
                <td key={i}>
                  <Words parts={cell} />
                </td>
              ) : (
                <th key={i} scope="row">
                  <Words parts={cell} />
                </th>
              )))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function List({ ordered, items, ...where }: Where & { ordered: boolean; items: Block[][] }) {
  const Tag = ordered ? 'ol' : 'ul';
  return (
    <Tag>
      {items.map((blocks, i) => (
        <li key={i}>
          {blocks.length === 1 && blocks[0].kind === 'paragraph' ? (
            <Words parts={blocks[0].parts} />
          ) : (
            <Blocks blocks={blocks} {...where} place={`${where.place}.${i}`} />
          )}
        </li>
      ))}
    </Tag>
  );
}

function One({ block, place, beside }: Where & { block: Block }) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p>
          <Words parts={block.parts} />
        </p>
      );
    case 'heading':
      return (
        <h3>
          <Words parts={block.parts} />
        </h3>
      );
    case 'formula':
      return <Typeset text={block.text} display />;
    case 'code':
      return (
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      );
    case 'list':
      return <List {...block} place={place} beside={beside} />;
    case 'table':
      return <Table {...block} />;
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.blocks} place={place} beside={beside} />
        </blockquote>
      );
    case 'figure':
      return beside ? <div data-here={block.name} /> : <Figure {...block} />;
    case 'bet':
      return <BetBox bet={block} place={place} />;
    case 'exercise':
      return (
        <ExerciseBox exercise={block} place={place}>
          <Blocks blocks={block.answer} place={place} beside={beside} />
        </ExerciseBox>
      );
    case 'details':
      return (
        <details>
          <summary>{block.summary}</summary>
          <Blocks blocks={block.blocks} place={place} beside={beside} />
        </details>
      );
  }
}

export function Blocks({ blocks, place, beside }: Where & { blocks: Block[] }) {
  return (
    <>
      {blocks.map((block, i) => (
        <One key={i} block={block} place={`${place}.${i}`} beside={beside} />
      ))}
    </>
  );
}
