// The slopes of all weights from the pixels to the neuron as a picture; they are the engine's.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { makePicture, paintWeights, robustScale } from '../../../draw/pictures';
import { paletteOf } from '../../../draw/palette';
import { theme } from '../../../model/settings';
import { texts } from '../../../text/learn';
import { chain, choose, seen } from './state';

export function Slopes() {
  const T = texts().learnRoom.chain;
  const canvas = useRef<HTMLCanvasElement>(null);
  const { net, gradient } = seen.value!;
  const { across, down, inputs } = net;
  const from = net.layers[0].weightAt + chain.value[1] * inputs;
  const palette = paletteOf(theme.value);
  useLayoutEffect(() => {
    const picture = makePicture(across, down);
    paintWeights(picture, gradient, from, robustScale(gradient, from, inputs, 1e-9), palette);
    canvas.current!.getContext('2d')!.drawImage(picture.canvas, 0, 0);
  });
  const [x, y] = [chain.value[0] % across, Math.floor(chain.value[0] / across)];
  return (
    <figure class="slopes">
      <div class="slopes-picture">
        <canvas
          ref={canvas}
          width={across}
          height={down}
          role="img"
          aria-label={T.slopes}
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            const at = (share: number, count: number): number =>
              Math.max(0, Math.min(count - 1, Math.floor(share * count)));
            const column = at((event.clientX - box.left) / box.width, across);
            const row = at((event.clientY - box.top) / box.height, down);
            choose(0, row * across + column);
          }}
        />
        <span
          class="slopes-mark"
          style={{
            left: `${(100 * x) / across}%`,
            top: `${(100 * y) / down}%`,
            width: `${100 / across}%`,
            height: `${100 / down}%`,
          }}
        />
      </div>
      <figcaption>{T.slopes}</figcaption>
    </figure>
  );
}
