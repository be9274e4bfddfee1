// Drawing with mouse, finger or pen; with `onKey` by keys too: arrows move the pen, space sets it
// down and lifts it.
import './DrawPad.css';
import { type Signal, useSignal } from '@preact/signals';
import { Drawing, type Sheet } from '../draw/canvas';
import { css } from '../draw/palette';
import { arrowOf, placeOn, useGrip, within } from '../draw/pointer';
import { padSide, padStroke } from '../model/input';

const nearest = 2;
/** of an arrow key, in units of the pad */
const stride = 10;

function drawStrokes({ context, width, height, palette }: Sheet, lines: number[][]): void {
  context.setTransform(context.getTransform().scale(width / padSide, height / padSide));
  context.lineCap = context.lineJoin = 'round';
  context.lineWidth = padStroke;
  context.strokeStyle = css(palette.on);
  for (const line of lines) {
    context.beginPath();
    context.moveTo(line[0], line[1]);
    if (line.length === 2) context.lineTo(line[0] + 0.1, line[1]);
    for (let i = 2; i + 3 < line.length; i += 2) {
      const middleX = (line[i] + line[i + 2]) / 2;
      const middleY = (line[i + 1] + line[i + 3]) / 2;
      context.quadraticCurveTo(line[i], line[i + 1], middleX, middleY);
    }
    if (line.length > 2) context.lineTo(line[line.length - 2], line[line.length - 1]);
    context.stroke();
  }
}

interface Pen {
  x: number;
  y: number;
  down: boolean;
}

function drawPen({ context, palette }: Sheet, { x, y, down }: Pen): void {
  context.beginPath();
  context.arc(x, y, padStroke / 2, 0, 2 * Math.PI);
  context.lineWidth = 3;
  context.strokeStyle = down ? css(palette.on) : palette.muted;
  context.stroke();
}

/** Where a pointer is on the pad, in tenths of its units. */
function spotOf(event: PointerEvent): [number, number] {
  const { x, y, width, height } = placeOn(event);
  const round = (share: number): number => Math.round(share * padSide * 10) / 10;
  return [round(x / width), round(y / height)];
}

interface Props {
  lines: Signal<number[][]>;
  label: string;
  /** what is asked of who has not drawn yet */
  hint: string | null;
  canDraw?: () => boolean;
  onChange?: (end: boolean) => void;
  onKey?: (key: string) => void;
  /** what is shown where nothing is drawn, and what that hangs on */
  under?: (sheet: Sheet) => void;
  follow?: () => unknown;
}

export function StrokePad({ lines, label, hint, onKey, under, follow, ...rest }: Props) {
  const { canDraw = () => true, onChange = () => {} } = rest;
  const pen = useSignal<Pen | null>(null);
  const begin = (x: number, y: number): void => {
    lines.value = [...lines.value, [x, y]];
    onChange(false);
  };
  const goOn = (x: number, y: number): void => {
    const last = lines.value[lines.value.length - 1];
    if (!last) return; // erased while it was drawn
    if (Math.hypot(x - last[last.length - 2], y - last[last.length - 1]) < nearest) return;
    last.push(x, y);
    lines.value = [...lines.value];
    onChange(false);
  };
  const grip = useGrip({
    take: (event) => {
      if (!canDraw()) return null;
      pen.value = null;
      begin(...spotOf(event));
      return true;
    },
    drag: (event) => goOn(...spotOf(event)),
    drop: () => onChange(true),
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const now = pen.value ?? { x: padSide / 2, y: padSide / 2, down: false };
    const move = arrowOf(event.key);
    if (move) {
      const [x, y] = [now.x, now.y].map((at, i) => within(at + stride * move[i], 0, padSide));
      const down = now.down && lines.value.length > 0;
      pen.value = { x, y, down };
      if (down) goOn(x, y);
    } else if (event.key === ' ') {
      pen.value = { ...now, down: !now.down };
      if (now.down) onChange(true);
      else begin(now.x, now.y);
    } else return onKey?.(event.key);
    event.preventDefault();
  };
  const draw = (sheet: Sheet): void => {
    if (lines.value.length > 0) drawStrokes(sheet, lines.value);
    else under?.(sheet);
    if (!pen.value) return;
    if (lines.value.length === 0)
      sheet.context.scale(sheet.width / padSide, sheet.height / padSide);
    drawPen(sheet, pen.value);
  };
  const byKeys = onKey && { role: 'application' as const, tabIndex: 0, onKeyDown };
  return (
    <div class="pad">
      <Drawing
        draw={draw}
        follow={() => [lines.value, pen.value, follow?.()]}
        class="pad-canvas"
        role="img"
        aria-label={label}
        {...byKeys}
        {...grip.handlers}
        onBlur={() => (pen.value = null)}
      />
      {lines.value.length === 0 && hint !== null && (
        <span class="pad-hint" aria-hidden="true">
          {hint}
        </span>
      )}
    </div>
  );
}
