// Drawing with mouse, finger or pen; what is drawn are strokes, the engine makes the picture of
// them.
import './DrawPad.css';
import { useRef } from 'preact/hooks';
import { Drawing, type Sheet } from '../draw/canvas';
import { type Picture, pictureOf, paintBytes } from '../draw/pictures';
import { css } from '../draw/palette';
import { placeOn, useGrip } from '../draw/pointer';
import { input, drawn, padSide, padStroke, stages, strokesChanged } from '../model/input';
import { canDraw, net } from '../model/network';
import { texts } from '../text';

const nearest = 2;

/** What the network sees, where nothing was drawn. */
function drawSeen(sheet: Sheet, kept: Picture | null): Picture | null {
  const pixels = stages.value.at(-1);
  if (!pixels || input.value.source === 'none') return kept;
  const { context, width, height, palette } = sheet;
  const { across, down, planes } = net.peek() ?? { across: 28, down: 28, planes: 1 };
  const picture = pictureOf(kept, across, down / planes);
  paintBytes(picture, pixels, 0, planes, { ...palette, light: palette.ink });
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture.canvas, 0, 0, width, height);
  return picture;
}

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

/** Where a pointer is on the pad, in tenths of its units. */
function spotOf(event: PointerEvent): [number, number] {
  const { x, y, width, height } = placeOn(event);
  const round = (share: number): number => Math.round(share * padSide * 10) / 10;
  return [round(x / width), round(y / height)];
}

export function DrawPad() {
  const T = texts();
  const picture = useRef<Picture | null>(null);
  const grip = useGrip({
    take: (event) => {
      if (!canDraw.peek()) return null;
      drawn.value = [...drawn.value, spotOf(event)];
      strokesChanged(false);
      return true;
    },
    drag: (event) => {
      const last = drawn.value[drawn.value.length - 1];
      if (!last) return; // erased while it was drawn
      const [x, y] = spotOf(event);
      if (Math.hypot(x - last[last.length - 2], y - last[last.length - 1]) < nearest) return;
      last.push(x, y);
      drawn.value = [...drawn.value];
      strokesChanged(false);
    },
    drop: () => strokesChanged(true),
  });
  const draw = (sheet: Sheet): void => {
    if (drawn.value.length > 0) drawStrokes(sheet, drawn.value);
    else picture.current = drawSeen(sheet, picture.current);
  };
  const untouched = drawn.value.length === 0;
  return (
    <div class="pad">
      <Drawing
        draw={draw}
        follow={() => [drawn.value, stages.value, input.value]}
        class="pad-canvas"
        role="img"
        aria-label={T.input.pad}
        {...grip.handlers}
      />
      {untouched && canDraw.value && (
        <span class="pad-hint" aria-hidden="true">
          {T.input.hint}
        </span>
      )}
    </div>
  );
}
