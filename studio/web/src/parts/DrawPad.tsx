// Drawing with mouse, finger or pen; what is drawn are strokes, the engine makes the picture of
// them.
import './DrawPad.css';
import { useRef } from 'preact/hooks';
import { Drawing, type Sheet } from '../draw/canvas';
import { type Picture, pictureOf, paintBytes } from '../draw/pictures';
import { css } from '../draw/palette';
import { input, drawn, padSide, padStroke, stages, strokesChanged } from '../model/input';
import { canDraw, net } from '../model/network';
import { texts } from '../text';

const nearest = 2;

export function DrawPad() {
  const T = texts();
  /** the pointer that draws; another finger on the pad draws nothing */
  const drawing = useRef<number | null>(null);
  const picture = useRef<Picture | null>(null);

  const place = (event: PointerEvent): [number, number] => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const round = (v: number): number => Math.round(v * 10) / 10;
    return [
      round(((event.clientX - box.left) / box.width) * padSide),
      round(((event.clientY - box.top) / box.height) * padSide),
    ];
  };
  const down = (event: PointerEvent): void => {
    if (event.button !== 0 || drawing.current !== null || !canDraw.peek()) return;
    event.preventDefault();
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    drawing.current = event.pointerId;
    drawn.value = [...drawn.value, place(event)];
    strokesChanged(false);
  };
  const move = (event: PointerEvent): void => {
    if (drawing.current !== event.pointerId) return;
    const last = drawn.value[drawn.value.length - 1];
    const [x, y] = place(event);
    if (Math.hypot(x - last[last.length - 2], y - last[last.length - 1]) < nearest) return;
    last.push(x, y);
    drawn.value = [...drawn.value];
    strokesChanged(false);
  };
  const up = (event: PointerEvent): void => {
    if (drawing.current !== event.pointerId) return;
    drawing.current = null;
    strokesChanged(true);
  };

  const draw = ({ context, width, height, palette }: Sheet): void => {
    const all = drawn.value;
    if (all.length === 0) {
      const pixels = stages.value.at(-1);
      if (!pixels || input.value.source === 'none') return;
      const { across, down, planes } = net.peek() ?? { across: 28, down: 28, planes: 1 };
      const side = down / planes;
      picture.current = pictureOf(picture.current, across, side);
      paintBytes(picture.current, pixels, 0, planes, { ...palette, light: palette.ink });
      context.imageSmoothingEnabled = true;
      context.imageSmoothingQuality = 'high';
      context.drawImage(picture.current.canvas, 0, 0, width, height);
      return;
    }
    context.setTransform(context.getTransform().scale(width / padSide, height / padSide));
    context.lineCap = context.lineJoin = 'round';
    context.lineWidth = padStroke;
    context.strokeStyle = css(palette.on);
    for (const line of all) {
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
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
      />
      {untouched && canDraw.value && (
        <span class="pad-hint" aria-hidden="true">
          {T.input.hint}
        </span>
      )}
    </div>
  );
}
