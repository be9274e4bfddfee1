import './Confusion.css';
import { useRef } from 'preact/hooks';
import { mixUps } from '../../aloud/pictures';
import { css, mix, paletteOf, readableOn } from '../../draw/palette';
import { arrowOf } from '../../draw/pointer';
import { useAnswer } from '../../model/answers';
import { ask } from '../../model/engine';
import { hello } from '../../model/network';
import { selection } from '../../model/selection';
import { theme } from '../../model/settings';
import { fill, texts } from '../../text/views';

interface CellProps {
  label: number;
  answer: number;
  count: number;
  /** of the largest count of its kind, right or wrong */
  share: number;
}

function Cell({ label, answer, count, share }: CellProps) {
  const T = texts();
  const palette = paletteOf(theme.value);
  const classes = hello.value?.data.classes ?? [];
  const chosen = selection.value?.kind === 'cell' ? selection.value : null;
  const isChosen = chosen?.label === label && chosen.answer === answer;
  const same = label === answer;
  const colour = mix(
    palette.ground,
    same ? palette.on : palette.negative,
    share ** 0.6 * (same ? 0.9 : 0.85),
  );
  return (
    <button
      class={`plain cell ${count > 999 ? 'long' : ''}`}
      data-cell={`${label}/${answer}`}
      tabIndex={(chosen ? isChosen : label + answer === 0) ? 0 : -1}
      aria-pressed={isChosen}
      aria-label={fill(T.aloud.cell, { label: classes[label], answer: classes[answer], n: count })}
      style={{ background: css(colour), color: readableOn(colour) }}
      onClick={() => (selection.value = { kind: 'cell', label, answer })}
    >
      {count > 0 ? count : ''}
    </button>
  );
}

export function Confusion() {
  const found = useAnswer(700, () => ask('confusion', {}));
  const table = useRef<HTMLTableElement>(null);
  const now = found.value;
  if (!now) return null;
  const classes = hello.value?.data.classes ?? [];
  const wrong = Math.max(1, ...now.matrix.flatMap((row, i) => row.filter((_, j) => i !== j)));
  const right = Math.max(1, ...now.matrix.map((row, i) => row[i]));
  const move = (event: KeyboardEvent): void => {
    const by = arrowOf(event.key);
    const at = (event.target as HTMLElement).dataset.cell?.split('/').map(Number);
    if (!by || !at) return;
    event.preventDefault();
    const next = `${at[0] + by[1]}/${at[1] + by[0]}`;
    table.current?.querySelector<HTMLElement>(`[data-cell="${next}"]`)?.focus();
  };
  return (
    <table class="confusion" ref={table} onKeyDown={move}>
      <caption class="hidden-text">{mixUps(now.matrix, classes)}</caption>
      <thead>
        <tr>
          <td />
          {classes.map((c) => (
            <th key={c} scope="col">
              {c}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {now.matrix.map((row, label) => (
          <tr key={label}>
            <th scope="row">{classes[label]}</th>
            {row.map((count, answer) => (
              <td key={answer}>
                <Cell
                  label={label}
                  answer={answer}
                  count={count}
                  share={count / (label === answer ? right : wrong)}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
