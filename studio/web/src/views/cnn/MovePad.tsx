// The digit, to be dragged about; what it shows is what both networks get.
import { useRef } from 'preact/hooks';
import { Drawing, type Sheet } from '../../draw/canvas';
import { type Picture, makePicture, paintPixels } from '../../draw/pictures';
import { arrowOf, useGrip } from '../../draw/pointer';
import { count, fill, texts } from '../../text/views';
import { maps, moveTo, shift, side } from './model';

export function MovePad() {
  const T = texts();
  const picture = useRef<Picture | null>(null);
  const draw = ({ context, width, height, palette }: Sheet): void => {
    const now = maps.value;
    if (!now) return;
    picture.current ??= makePicture(side, side);
    paintPixels(picture.current, now.numbers, 0, 1, palette);
    context.imageSmoothingEnabled = false;
    context.drawImage(picture.current.canvas, 0, 0, width, height);
    context.strokeStyle = palette.line;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(width / 2, 0);
    context.lineTo(width / 2, height);
    context.moveTo(0, height / 2);
    context.lineTo(width, height / 2);
    context.stroke();
  };
  const grip = useGrip({
    take: (event) => ({ x: event.clientX, y: event.clientY, from: shift.value }),
    drag: (event, { x, y, from }) => {
      const pixel = (event.currentTarget as HTMLElement).clientWidth / side;
      moveTo(from[0] + (event.clientX - x) / pixel, from[1] + (event.clientY - y) / pixel);
    },
  });
  const [right, down] = shift.value;
  const where = fill(T.cnn.shift, { x: count(right), y: count(down) });
  return (
    <section class="move-pad">
      <h3>{T.cnn.drag}</h3>
      <div
        class="move-field"
        role="application"
        tabIndex={0}
        aria-label={`${T.cnn.dragLabel}. ${where}`}
        {...grip.handlers}
        onKeyDown={(event) => {
          const by = arrowOf(event.key);
          if (by) moveTo(right + by[0], down + by[1]);
          else if (event.key === 'Home') moveTo(0, 0);
          else return;
          event.preventDefault();
        }}
      >
        <Drawing class="fill-canvas" aria-hidden="true" follow={() => maps.value} draw={draw} />
      </div>
      <p class="small move-told">
        <span data-test="shift">{where}</span>
        <button class="small" disabled={right === 0 && down === 0} onClick={() => moveTo(0, 0)}>
          {T.cnn.back}
        </button>
      </p>
    </section>
  );
}
