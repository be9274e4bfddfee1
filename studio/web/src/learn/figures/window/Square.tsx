// Twenty-five numbers under the window: the pixels, the weights, or their products.
import { useRef } from 'preact/hooks';
import { css, diverge, mix, paletteOf, readableOn } from '../../../draw/palette';
import { arrowOf } from '../../../draw/pointer';
import { theme } from '../../../model/settings';
import { chosen as written, fill, fixed, texts } from '../../../text/learn';
import * as figure from './state';

export type Kind = 'pixels' | 'weights' | 'products';

interface SquareFields {
  kind: Kind;
  values: readonly number[];
  /** what full colour means */
  most: number;
}

const next: Record<string, number> = { '0': 1, '1': -1, '-1': 0 };

/** What a key makes of a weight; null where it is no key for that. */
function turned(key: string, weight: number): number | null {
  if (/^\d$/.test(key)) return Number(key);
  if (key === '+' || key === '=') return weight + 0.5;
  if (key === '-' || key === '−') return weight - 0.5;
  if (key === 'Delete' || key === 'Backspace') return 0;
  if (key === 'Enter' || key === ' ') return next[String(weight)] ?? 0;
  return null;
}

/** The focus goes from weight to weight by arrow keys; the reader's own can be written. */
function Weight({ i, weight, side }: { i: number; weight: number; side: number }) {
  const T = texts().learnRoom.images.window;
  const mine = figure.chosen.value === 'own';
  const at = useRef<HTMLSpanElement>(null);
  const press = (event: KeyboardEvent): void => {
    const arrow = arrowOf(event.key);
    const value = mine && !event.ctrlKey && !event.metaKey ? turned(event.key, weight) : null;
    if (arrow) {
      const column = (i % side) + arrow[0];
      const to = i + arrow[0] + side * arrow[1];
      const cells = at.current!.parentElement!.children;
      if (column >= 0 && column < side) (cells[to] as HTMLElement | undefined)?.focus();
    } else if (value !== null) figure.setWeight(i, value);
    else return;
    event.preventDefault();
  };
  return (
    <span
      ref={at}
      class={cellClass(weight, false)}
      role="spinbutton"
      tabIndex={i === (figure.cell.value ?? Math.floor((side * side) / 2)) ? 0 : -1}
      data-weight-cell={i}
      aria-label={fill(T.weightAt, { row: Math.floor(i / side), column: i % side })}
      aria-valuenow={weight}
      aria-valuetext={written(weight)}
      aria-readonly={!mine}
      style={colours('weights', weight, most(figure.filter.value.weights))}
      onFocus={() => (figure.cell.value = i)}
      onBlur={() => (figure.cell.value = null)}
      onKeyDown={press}
      onClick={() => mine && figure.setWeight(i, next[String(weight)] ?? 0)}
    >
      {short(weight)}
    </span>
  );
}

export const most = (values: readonly number[]): number =>
  values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-6);

/** One decimal, and none where there is nothing after it. */
const short = (value: number): string =>
  Number.isInteger(value) ? fixed(value, 0) : fixed(value, Math.abs(value) < 0.1 ? 2 : 1);

const cellClass = (value: number, isPointed: boolean): string =>
  `square-cell ${isPointed ? 'is-pointed' : ''} ${short(value).length > 4 ? 'is-long' : ''}`;

function colours(kind: Kind, value: number, scale: number) {
  const palette = paletteOf(theme.value);
  const colour =
    kind === 'pixels'
      ? mix(palette.off, palette.on, Math.max(0, Math.min(1, value)))
      : diverge(palette, value / scale);
  return { background: css(colour), color: readableOn(colour) };
}

export function Square({ kind, values, most: scale }: SquareFields) {
  const T = texts().learnRoom.images.window;
  const side = figure.filter.value.side;
  const title = T[kind];
  return (
    <div class="window-square">
      <div
        class={`square ${kind === 'weights' && figure.chosen.value === 'own' ? 'is-own' : ''}`}
        style={{ '--side': side }}
        role={kind === 'weights' ? 'group' : 'img'}
        aria-label={title}
        data-square={kind}
        onPointerLeave={() => (figure.cell.value = null)}
      >
        {values.map((value, i) =>
          kind === 'weights' ? (
            <Weight key={i} i={i} weight={value} side={side} />
          ) : (
            <span
              key={i}
              class={cellClass(value, figure.cell.value === i)}
              aria-hidden="true"
              style={colours(kind, value, scale)}
              onPointerEnter={() => (figure.cell.value = i)}
            >
              {short(value)}
            </span>
          ),
        )}
      </div>
      <p class="small">{title}</p>
    </div>
  );
}
