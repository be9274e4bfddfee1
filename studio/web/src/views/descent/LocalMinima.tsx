// A landscape so small that all of it can be seen: one weight, and more than one true minimum.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Drawing, type Sheet } from '../../draw/canvas';
import { css } from '../../draw/palette';
import { placeOn, useGrip, within } from '../../draw/pointer';
import { fixed, texts } from '../../text/views';
import { reducedMotion } from '../../model/settings';
import { range, sineCost, sineSlope } from './sine';

export function LocalMinima() {
  const T = texts();
  const w = useSignal(11);
  const run = useRef(0);
  const roll = (): void => {
    const mine = ++run.current;
    let at = w.value;
    const step = (): void => {
      if (mine !== run.current) return;
      for (let i = 0; i < 3; ++i) at -= 0.1 * sineSlope(at);
      w.value = at;
      if (Math.abs(sineSlope(at)) > 1e-3) requestAnimationFrame(step);
    };
    if (!reducedMotion.peek()) {
      step();
      return;
    }
    for (let i = 0; i < 3000; ++i) at -= 0.1 * sineSlope(at);
    w.value = at;
  };
  const draw = ({ context, width, height, palette }: Sheet): void => {
    const px = (v: number): number => ((v - range[0]) / (range[1] - range[0])) * width;
    const py = (c: number): number => height - 6 - (c / 2.2) * (height - 14);
    context.strokeStyle = palette.muted;
    context.lineWidth = 1.6;
    context.beginPath();
    for (let x = 0; x <= width; x += 2) {
      const v = range[0] + (x / width) * (range[1] - range[0]);
      if (x === 0) context.moveTo(x, py(sineCost(v)));
      else context.lineTo(x, py(sineCost(v)));
    }
    context.stroke();
    context.fillStyle = css(palette.glow);
    context.beginPath();
    context.arc(px(w.value), py(sineCost(w.value)) - 6, 6, 0, Math.PI * 2);
    context.fill();
  };
  const put = (event: PointerEvent): void => {
    const { x, width } = placeOn(event);
    run.current++;
    w.value = range[0] + within(x / width, 0, 1) * (range[1] - range[0]);
  };
  const grip = useGrip({
    take: (event) => {
      put(event);
      return true;
    },
    drag: put,
    drop: (event) => {
      if (event.type === 'pointerup') roll();
    },
  });
  return (
    <details class="local-minima">
      <summary>{T.descent.smallTitle}</summary>
      <p class="small">{T.descent.smallWhy}</p>
      <Drawing
        class="tiny"
        role="img"
        aria-label={`w = ${fixed(w.value)}, ${T.descent.scale} ${fixed(sineCost(w.value), 3)}`}
        follow={() => w.value}
        draw={draw}
        {...grip.handlers}
      />
      <p class="small">
        w = {fixed(w.value)}, {T.descent.scale} {fixed(sineCost(w.value), 3)}
      </p>
      <button
        class="small"
        onClick={() => {
          w.value = range[0] + Math.random() * (range[1] - range[0]);
          roll();
        }}
      >
        {T.descent.elsewhere}
      </button>
    </details>
  );
}
