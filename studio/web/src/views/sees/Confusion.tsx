import './Confusion.css';
import { useSignal, useSignalEffect } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import { css, mix, paletteOf, readableOn } from '../../draw/palette';
import type { Answer } from '../../engine/types';
import { ask } from '../../model/engine';
import { atMost, latest } from '../../model/frame';
import { state, touched } from '../../model/learning';
import { hello } from '../../model/network';
import { selection } from '../../model/selection';
import { theme } from '../../model/settings';
import { fill, texts } from '../../text';

export function Confusion() {
  const T = texts();
  const found = useSignal<Answer<'confusion'> | null>(null);
  const table = useRef<HTMLTableElement>(null);
  const read = useMemo(() => {
    const once = latest(async () => {
      found.value = await ask('confusion', {});
    });
    return atMost(700, once);
  }, []);
  useSignalEffect(() => {
    void [touched.value, state.value?.step, state.value?.shown.step];
    read();
  });
  const now = found.value;
  if (!now) return null;
  const palette = paletteOf(theme.value);
  const classes = hello.value?.data.classes ?? [];
  const wrong = Math.max(1, ...now.matrix.flatMap((row, i) => row.filter((_, j) => i !== j)));
  const right = Math.max(1, ...now.matrix.map((row, i) => row[i]));
  const chosen = selection.value?.kind === 'cell' ? selection.value : null;
  const move = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[
      event.key
    ];
    const at = (event.target as HTMLElement).dataset.cell?.split('/').map(Number);
    if (!by || !at) return;
    event.preventDefault();
    table.current
      ?.querySelector<HTMLElement>(`[data-cell="${at[0] + by[0]}/${at[1] + by[1]}"]`)
      ?.focus();
  };
  return (
    <table class="confusion" ref={table} onKeyDown={move}>
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
            {row.map((n, answer) => {
              const same = label === answer;
              const share = (n / (same ? right : wrong)) ** 0.6;
              const colour = mix(
                palette.ground,
                same ? palette.on : palette.negative,
                share * (same ? 0.9 : 0.85),
              );
              return (
                <td key={answer}>
                  <button
                    class={`plain cell ${n > 999 ? 'long' : ''}`}
                    data-cell={`${label}/${answer}`}
                    tabIndex={
                      (
                        chosen
                          ? chosen.label === label && chosen.answer === answer
                          : label + answer === 0
                      )
                        ? 0
                        : -1
                    }
                    aria-pressed={chosen?.label === label && chosen.answer === answer}
                    aria-label={fill(T.sees.cell, {
                      label: classes[label],
                      answer: classes[answer],
                      n,
                    })}
                    style={{ background: css(colour), color: readableOn(colour) }}
                    onClick={() => (selection.value = { kind: 'cell', label, answer })}
                  >
                    {n > 0 ? n : ''}
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
