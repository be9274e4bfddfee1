// One network's rope: those who pull its weight up stand above, those who pull it down below, and
// the knot between them is the weight.
import { useRef } from 'preact/hooks';
import { Drawing, type Sheet, useSizeOf } from '../../../draw/canvas';
import { letters } from '../../../draw/letters';
import { css } from '../../../draw/palette';
import { type Picture, paintBytes, pictureOf } from '../../../draw/pictures';
import { arrowOf, placeOn, within } from '../../../draw/pointer';
import { fill, fixed, texts } from '../../../text/learn';
import * as figure from './state';
import { type Layout, cellAt, layoutOf, neighbour } from './tug';

/** the rope's own part of the paper */
const left = 64;
/** pixels that a force of 1 is long on the rope, and that the knot moves for 1 */
const perForce = 42;
const perWeight = 260;
const gone = 0.25;

function arrow({ context }: Sheet, x: number, from: number, to: number, wide: number): void {
  const way = Math.sign(to - from);
  const head = Math.min(2 * wide, Math.abs(to - from));
  context.fillRect(x - wide / 2, Math.min(from, to - way * head), wide, Math.abs(to - from) - head);
  context.beginPath();
  context.moveTo(x, to);
  context.lineTo(x - 1.5 * wide, to - way * head);
  context.lineTo(x + 1.5 * wide, to - way * head);
  context.fill();
}

function paintRope(sheet: Sheet, tug: figure.Tug, { middle }: Layout): void {
  const { context, width, height, palette } = sheet;
  const x = left / 2 + 8;
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, middle);
  context.lineTo(width, middle);
  context.stroke();
  context.strokeStyle = palette.faint;
  context.lineWidth = 3;
  context.beginPath();
  context.moveTo(x, 0);
  context.lineTo(x, height);
  context.stroke();
  const { up, down } = tug.rope;
  context.font = letters(12, 600);
  context.textAlign = 'right';
  for (const [side, way, colour] of [
    [up, -1, palette.positive],
    [down, 1, palette.negative],
  ] as const) {
    if (side.sum < 0.005) continue;
    const end = within(middle + way * (8 + side.sum * perForce), 4, height - 4);
    context.fillStyle = css(colour);
    arrow(sheet, x, middle, end, 6);
    context.fillStyle = palette.text;
    context.textBaseline = 'middle';
    const at = within(middle + way * 0.6 * Math.abs(end - middle), 9, height - 9);
    context.fillText(fixed(side.sum), x - 11, at);
  }
  const knot = within(middle - (tug.weight - tug.was) * perWeight, 8, height - 8);
  context.strokeStyle = palette.text;
  context.lineWidth = 2;
  if (tug.weight !== tug.was) {
    context.beginPath();
    context.arc(x, middle, 5, 0, 2 * Math.PI);
    context.stroke();
  }
  context.fillStyle = palette.accent;
  context.beginPath();
  context.arc(x, knot, 8, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
}

function paintExamples(sheet: Sheet, tug: figure.Tug, layout: Layout, most: number): void {
  const { context, palette } = sheet;
  const { pixels } = figure.examples.peek()!;
  const { across, down, planes } = figure.shape();
  const each = across * down;
  const { size, reach } = layout;
  let picture: Picture | null = null;
  for (const { at, x, y, up } of layout.cells) {
    picture = pictureOf(picture, across, down / planes);
    paintBytes(picture, pixels, at * each, planes, palette);
    context.globalAlpha = figure.letGo.value.has(at) ? gone : 1;
    context.drawImage(picture.canvas, x + 1, y + 1, size - 2, size - 2);
    if (at === figure.chosen.value) {
      context.strokeStyle = palette.accent;
      context.lineWidth = 2;
      context.strokeRect(x + 1, y + 1, size - 2, size - 2);
    }
    const { force } = tug.pulls[at];
    const long = (Math.abs(force) / most) * (reach - 3);
    if (long >= 0.5 && !figure.letGo.value.has(at)) {
      context.fillStyle = css(up ? palette.positive : palette.negative);
      const from = up ? y : y + size;
      arrow(sheet, x + size / 2, from, from + (up ? -long : long), Math.min(5, size / 6));
    }
    context.globalAlpha = 1;
  }
}

export function Side({ tug, most }: { tug: figure.Tug; most: number }) {
  const T = texts().learnRoom.tug;
  const box = useRef<HTMLDivElement>(null);
  const size = useSizeOf(box);
  const { width } = size.value;
  const wish = figure.tugs.value.length > 1 ? 25 : width > 420 ? 31 : 27;
  const layout = layoutOf(tug.pulls, Math.max(width, left + 100), left, wish);
  const onKey = (event: KeyboardEvent): void => {
    const by = arrowOf(event.key);
    const { value } = figure.chosen;
    if (by) figure.chosen.value = neighbour(layout, value, by[0], by[1]);
    else if (event.key === ' ') figure.toggle(value);
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent): void => {
    const { x, y } = placeOn(event);
    const cell = cellAt(layout, x, y);
    if (cell) figure.chosen.value = cell.at;
  };
  const { up, down } = tug.rope;
  const said = fill(T.said, {
    up: up.count,
    upSum: fixed(up.sum),
    down: down.count,
    downSum: fixed(down.sum),
  });
  return (
    <div
      class="tug-side"
      ref={box}
      role="application"
      tabIndex={0}
      aria-label={`${texts().time[tug.which]}. ${said} ${T.keys}`}
      data-tug={tug.which}
      style={{ height: `${layout.height}px` }}
      onKeyDown={onKey}
      onClick={onClick}
    >
      <Drawing
        class="fill-canvas"
        aria-hidden="true"
        follow={() => [figure.tugs.value, figure.chosen.value]}
        draw={(sheet) => {
          if (width === 0) return;
          paintRope(sheet, tug, layout);
          paintExamples(sheet, tug, layout, most);
        }}
      />
    </div>
  );
}
