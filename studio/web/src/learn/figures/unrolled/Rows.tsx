// The unit once a frame: what comes in, what it says, what is left, and the slope on its way back.
import { Drawing, type Sheet } from '../../../draw/canvas';
import { letters } from '../../../draw/letters';
import { css, diverge, readableOn } from '../../../draw/palette';
import { arrowOf, placeOn, useGrip, within } from '../../../draw/pointer';
import { textScale } from '../../../model/settings';
import { chosen, fill, fixed, texts } from '../../../text/learn';
import * as figure from './state';

/** Three digits that tell something, and a minus. */
export const say = (value: number): string =>
  chosen(Number(value.toPrecision(3))).replace('-', '−');

const follow = (): unknown => [
  figure.unit.value,
  figure.x.value,
  figure.frame.value,
  figure.frames.value,
];

/** The column of the frame that is looked at. */
function mark({ context, width, height, palette }: Sheet): void {
  const wide = width / figure.frames.value;
  context.fillStyle = palette.line;
  context.fillRect(figure.frame.value * wide, 0, wide, height);
}

/** Bars up and down from a line; a stepped line for those of another unit. */
function drawBars(
  sheet: Sheet,
  values: readonly number[],
  most: number,
  others: readonly number[] = [],
  isSigned = [...values, ...others].some((v) => v < -1e-9),
): void {
  const { context, width, height, palette } = sheet;
  mark(sheet);
  const wide = width / values.length;
  const zero = isSigned ? height / 2 : height - 1;
  const y = (v: number): number => zero - (v / most) * (isSigned ? height / 2 - 2 : height - 4);
  context.fillStyle = palette.faint;
  context.fillRect(0, zero, width, 1);
  values.forEach((v, t) => {
    context.fillStyle = css(v < 0 ? palette.negative : palette.positive);
    const size = y(v) - zero;
    context.fillRect(t * wide + wide * 0.15, zero, wide * 0.7, Math.abs(size) < 1 && v ? -1 : size);
  });
  context.strokeStyle = palette.text;
  context.setLineDash([4, 3]);
  context.lineWidth = 1.5;
  context.beginPath();
  others.forEach((v, t) => {
    context.lineTo(t * wide, y(v));
    context.lineTo((t + 1) * wide, y(v));
  });
  context.stroke();
  context.setLineDash([]);
}

function arrow({ context, palette }: Sheet, from: number, to: number, y: number): void {
  if (to - from < 3) return;
  context.strokeStyle = context.fillStyle = palette.muted;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(from, y);
  context.lineTo(to - 2, y);
  context.stroke();
  context.beginPath();
  context.moveTo(to, y);
  context.lineTo(to - 5, y - 3.5);
  context.lineTo(to - 5, y + 3.5);
  context.fill();
}

function drawUnits(sheet: Sheet): void {
  const { context, width, height, palette } = sheet;
  mark(sheet);
  const { h } = figure.ran.value;
  const wide = width / h.length;
  const radius = Math.min(wide * 0.37, 19 * textScale.value);
  const middle = height / 2;
  h.forEach((value, t) => {
    const x = (t + 0.5) * wide;
    const colour = diverge(palette, value);
    if (t > 0) arrow(sheet, x - wide + radius, x - radius, middle);
    context.fillStyle = css(colour);
    context.strokeStyle = t === figure.frame.value ? palette.accent : palette.faint;
    context.lineWidth = t === figure.frame.value ? 2.5 : 1;
    context.beginPath();
    context.arc(x, middle, radius, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
    if (radius < 13 * textScale.value || Math.abs(value) >= 10) return;
    context.fillStyle = readableOn(colour);
    context.font = letters(11);
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(fixed(value, radius < 17 * textScale.value ? 1 : 2), x, middle + 1);
  });
}

const most = (...lists: number[][]): number =>
  lists.flat().reduce((largest, v) => Math.max(largest, Math.abs(v)), 1);

const rows = {
  x: (sheet: Sheet) => drawBars(sheet, figure.x.value, 1, [], true),
  h: drawUnits,
  left: (sheet: Sheet) => {
    const [own, other] = [figure.left.value, figure.other.value.left];
    drawBars(sheet, own, most(own, other), other);
  },
  slopes: (sheet: Sheet) => {
    const [own, other] = [figure.slopes.value, figure.other.value.slopes];
    drawBars(sheet, own, most(own, other), other);
  },
};

function Row({ name }: { name: keyof typeof rows }) {
  const T = texts().learnRoom.speech.unrolled;
  const drag = (event: PointerEvent): void => {
    const { x, y, width, height } = placeOn(event);
    const count = figure.frames.value;
    figure.put(within(Math.floor((x / width) * count), 0, count - 1));
    if (name === 'x') figure.write(figure.frame.value, 1 - (2 * y) / height);
  };
  const { handlers } = useGrip({ take: (event) => (drag(event), true), drag });
  return (
    <>
      <p class="small">{T.rows[name]}</p>
      <div class={`unrolled-row is-${name}`} data-row={name} {...handlers}>
        <Drawing class="fill-canvas" aria-hidden="true" follow={follow} draw={rows[name]} />
      </div>
    </>
  );
}

/** One handle: left and right choose the frame, up and down change what comes in there. */
export function Rows() {
  const T = texts().learnRoom.speech.unrolled;
  const t = figure.frame.value;
  const press = (event: KeyboardEvent): void => {
    const move = arrowOf(event.key);
    if (move?.[0]) figure.put(t + move[0]);
    else if (move) figure.write(t, figure.x.value[t] - 0.1 * move[1]);
    else if (event.key === 'Home') figure.put(0);
    else if (event.key === 'End') figure.put(figure.frames.value);
    else return;
    event.preventDefault();
  };
  return (
    <div
      class="unrolled-rows"
      role="slider"
      tabIndex={0}
      data-test="unrolled-rows"
      aria-label={T.handle}
      aria-valuemin={1}
      aria-valuemax={figure.frames.value}
      aria-valuenow={t + 1}
      aria-valuetext={fill(T.told, {
        n: t + 1,
        x: say(figure.x.value[t]),
        h: say(figure.ran.value.h[t]),
      })}
      onKeyDown={press}
    >
      <Row name="x" />
      <Row name="h" />
      <Row name="left" />
      <Row name="slopes" />
    </div>
  );
}
