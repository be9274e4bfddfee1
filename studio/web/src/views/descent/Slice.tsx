// The slice seen from above: the ball can be put anywhere on it, and rolls when it is let go.
import { useMemo } from 'preact/hooks';
import { fieldAt } from '../../aloud/pictures';
import { Drawing, type Sheet } from '../../draw/canvas';
import { arrowOf, placeOn, useGrip, within } from '../../draw/pointer';
import { fill, fixed, texts } from '../../text/views';
import { SurfacePainter, frameOf } from './draw';
import { ball, earlier, mode, path, putBall, roll, slope, surface } from './model';
import { axes } from './state';
import { placeIn } from './surface';

/** Puts the ball under a pointer. */
function putUnder(event: PointerEvent): void {
  const grid = surface.peek()?.grid;
  if (!grid) return;
  const { x, y, width, height } = placeOn(event);
  const frame = frameOf(width, height);
  const right = within((x - frame.left) / frame.size, 0, 1);
  const up = 1 - within((y - frame.top) / frame.size, 0, 1);
  putBall(...placeIn(grid, right, up));
}

function onKey(event: KeyboardEvent): void {
  const [now, grid] = [ball.value, surface.value?.grid];
  if (!now || !grid || mode.value !== 'two') return;
  const step = (grid.xRange[1] - grid.xRange[0]) / 40;
  const by = arrowOf(event.key);
  if (by) putBall(now.x + by[0] * step, now.y - by[1] * step);
  else if (event.key === 'Enter') void roll();
  else return;
  event.preventDefault();
}

function sliceInWords(): string {
  const s = surface.value;
  if (!s) return '';
  const { low, high, lowAt } = s.extremes;
  const { xRange, yRange } = s.grid;
  const share = (v: number, [from, to]: readonly [number, number]): number =>
    (v - from) / (to - from);
  return fill(texts().aloud.slice, {
    low: fixed(low, 3),
    high: fixed(high, 3),
    where: fieldAt(share(lowAt[0], xRange), 1 - share(lowAt[1], yRange)),
  });
}

/** `whole`: with the balls before, the two slopes and the gradient. */
export function Slice({ whole = false }: { whole?: boolean }) {
  const T = texts();
  const painter = useMemo(() => new SurfacePainter(), []);
  const grip = useGrip({
    take: (event) => {
      if (mode.value !== 'two') return null;
      putUnder(event);
      return true;
    },
    drag: putUnder,
    drop: (event) => {
      if (event.type === 'pointerup') void roll();
    },
  });
  const now = ball.value;
  const cost = now?.cost == null ? '…' : fixed(now.cost, 4);
  const s = surface.value;
  const told = now ? fill(T.descent.ballCost, { cost }) : '';
  const label = `${T.descent.surface}. ${told} ${sliceInWords()}`;
  const draw = (sheet: Sheet): void => {
    const { x, y } = axes.value;
    if (!s || !x || !y) return;
    painter.draw(sheet, {
      grid: s.grid,
      ...s.extremes,
      ball: ball.value,
      slope: slope.value,
      path: path.value,
      earlier: whole ? earlier.value : [],
      parts: whole,
      xName: T.descent.x,
      yName: T.descent.y,
    });
  };
  return (
    <div
      class="surface"
      role="application"
      tabIndex={0}
      aria-label={label}
      {...grip.handlers}
      onKeyDown={onKey}
    >
      <Drawing
        class="fill-canvas"
        aria-hidden="true"
        follow={() => [surface.value, ball.value, slope.value, path.value, earlier.value]}
        draw={draw}
      />
    </div>
  );
}
