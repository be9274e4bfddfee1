// The running sum from the first pixel to the last, and the bias after it.
import { Drawing, type Sheet } from '../../../draw/canvas';
import { letters } from '../../../draw/letters';
import { css } from '../../../draw/palette';
import { placeOn, useGrip } from '../../../draw/pointer';
import { textScale } from '../../../model/settings';
import { addUpTo, added, done, seen } from './state';

const edges = (): { left: number; right: number } => ({
  left: 18 * textScale.value,
  right: 30 * textScale.value,
});

function draw({ context, width, height, palette }: Sheet): void {
  const { sums, z } = seen.value!;
  const { left, right } = edges();
  const last = sums.length - 1;
  const high = sums.reduce((most, s) => Math.max(most, s), Math.max(z, 1e-6));
  const low = sums.reduce((least, s) => Math.min(least, s), Math.min(z, 0));
  const x = (i: number): number => left + (i / last) * (width - left - right);
  const y = (s: number): number => 8 + ((high - s) / (high - low)) * (height - 16);
  const line = (colour: string, points: [number, number][], wide = 2): void => {
    context.strokeStyle = colour;
    context.lineWidth = wide;
    context.beginPath();
    for (let i = 0; i < points.length; i += 2) {
      context.moveTo(...points[i]);
      context.lineTo(...points[i + 1]);
    }
    context.stroke();
  };
  line(palette.line, [[left, y(0)], [width, y(0)]], 1);
  context.font = letters(12);
  context.fillStyle = palette.muted;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  context.fillText('0', left - 6, y(0));
  const steps: Record<'up' | 'down' | 'flat', [number, number][]> = { up: [], down: [], flat: [] };
  for (let i = 0; i < added.value; ++i) {
    const way = sums[i + 1] > sums[i] ? 'up' : sums[i + 1] < sums[i] ? 'down' : 'flat';
    steps[way].push([x(i), y(sums[i])], [x(i + 1), y(sums[i + 1])]);
  }
  line(palette.muted, steps.flat, 1);
  line(css(palette.positive), steps.up);
  line(css(palette.negative), steps.down);
  let [endX, end] = [x(added.value), sums[added.value]];
  if (done.value) {
    endX = width - right / 2;
    line(palette.muted, [[x(last), y(end)], [endX, y(end)]], 1);
    line(css(z < end ? palette.negative : palette.positive), [[endX, y(end)], [endX, y(z)]]);
    end = z;
  }
  context.fillStyle = palette.accent;
  context.beginPath();
  context.arc(endX, y(end), 5, 0, Math.PI * 2);
  context.fill();
}

/** By hand it is dragged; for keys and readers the slider below it does the same. */
export function Curve() {
  const drag = (event: PointerEvent): void => {
    const { x, width } = placeOn(event);
    const { left, right } = edges();
    const count = seen.peek()!.contributions.length;
    addUpTo(((x - left) / (width - left - right)) * count);
  };
  const grip = useGrip({
    take: (event) => {
      drag(event);
      return true;
    },
    drag,
  });
  return (
    <Drawing
      class="sum-curve"
      aria-hidden="true"
      data-test="sum-curve"
      follow={() => [seen.value, added.value]}
      draw={draw}
      {...grip.handlers}
    />
  );
}
