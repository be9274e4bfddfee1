// The matrix under the hand: a press chooses a weight, a drag turns it. Of a wide matrix all of it
// is seen above, and below the part around the chosen weight.
import { useRef } from 'preact/hooks';
import { Drawing, type Sheet as Paper, useSizeOf } from '../../../draw/canvas';
import { arrowOf, cellUnder, placeOn, useGrip } from '../../../draw/pointer';
import { type Picture, paintWeights, pictureOf, robustScale } from '../../../draw/pictures';
import { fill, fixed, texts } from '../../../text/learn';
import type { Moment } from '../chain/slope';
import { type Sheet, cellAt, heightOf, sheetOf } from './knob';
import { paintMatrix } from './paint';
import * as figure from './state';

const perPixel = 0.03;
const keyStep = 0.1;
/** of a cell: in a low window the answers are to be seen, too */
const tallest = (): number => (innerHeight < 780 ? 17.5 : 22);

function onKey(event: KeyboardEvent): void {
  const { l, row, column } = figure.knob.value;
  const by = arrowOf(event.key);
  if (by) figure.choose(l, row + by[1], column + by[0]);
  else if (event.key === '+' || event.key === '=') figure.turnBy(keyStep);
  else if (event.key === '-') figure.turnBy(-keyStep);
  else if (event.key === 'Backspace' || event.key === '0') figure.back();
  else return;
  event.preventDefault();
}

/** All of a matrix, a pixel or less a weight, and a frame around what is shown below. */
function Whole({ at, l, sheet }: { at: Moment; l: number; sheet: Sheet }) {
  const T = texts().learnRoom.matrix.knob;
  const picture = useRef<Picture | null>(null);
  const { weightAt, width, inputs } = at.net.layers[l - 1];
  const draw = ({ context, width: wide, height: high, palette }: Paper): void => {
    picture.current = pictureOf(picture.current, inputs, width);
    const scale = robustScale(at.parameters, weightAt, width * inputs);
    paintWeights(picture.current, at.parameters, weightAt, scale, palette);
    context.imageSmoothingEnabled = true;
    context.drawImage(picture.current.canvas, 0, 0, wide, high);
    const [left, across] = [(sheet.left / inputs) * wide, (sheet.columns / inputs) * wide];
    context.strokeStyle = palette.accent;
    context.lineWidth = 2;
    context.strokeRect(left, 1, across, high - 2);
  };
  const pick = (event: PointerEvent): void => {
    const { column } = cellUnder(event, inputs, width);
    const within = figure.knob.value.column - sheet.left;
    const left = Math.floor(column / sheet.columns) * sheet.columns;
    figure.choose(l, figure.knob.value.row, left + within);
  };
  const { handlers } = useGrip({ take: (event) => (pick(event), true), drag: pick });
  return (
    <div class="knob-whole" {...handlers}>
      <Drawing
        class="fill-canvas"
        role="img"
        aria-label={fill(T.whole, { rows: width, columns: inputs })}
        channels={['parameters']}
        follow={() => figure.knob.value}
        draw={draw}
      />
    </div>
  );
}

export function Matrix({ at }: { at: Moment }) {
  const T = texts().learnRoom.matrix.knob;
  const box = useRef<HTMLDivElement>(null);
  const size = useSizeOf(box);
  const { l, row, column } = figure.knob.value;
  const { width, inputs } = at.net.layers[l - 1];
  const shape = { height: width, width: inputs, across: l === 1 ? at.net.across : 28 };
  const sheet = sheetOf(shape, figure.knob.value, size.value.width, tallest());
  const grip = useGrip({
    take: (event) => {
      const { x, y } = placeOn(event);
      const cell = cellAt(sheet, x, y);
      if (!cell) return null;
      if (cell.row !== row || cell.column !== column) figure.choose(l, cell.row, cell.column);
      // a finger scrolls the page; it turns the weight by the slider
      return { turns: event.pointerType !== 'touch', y: event.clientY, from: figure.now.peek() };
    },
    drag: (event, { turns, y, from }) => {
      if (turns) figure.turnTo(from + (y - event.clientY) * perPixel);
    },
  });
  const said = fill(T.chosen, { row, column, w: fixed(figure.now.value) });
  return (
    <>
      {inputs > sheet.columns && <Whole at={at} l={l} sheet={sheet} />}
      <div
        class="knob-matrix"
        ref={box}
        role="application"
        tabIndex={0}
        aria-label={`${T.matrix} ${said}`}
        data-test="knob-matrix"
        style={{ height: `${heightOf(sheet)}px` }}
        onKeyDown={onKey}
        {...grip.handlers}
      >
        <Drawing
          class="fill-canvas"
          aria-hidden="true"
          channels={['parameters', 'activations']}
          follow={() => [figure.knob.value, figure.weight.value, figure.moment.value]}
          draw={(paper) => {
            const turned = figure.turned.peek();
            if (turned && size.peek().width > 0)
              paintMatrix(paper, { at, knob: figure.knob.peek(), turned, sheet });
          }}
        />
      </div>
    </>
  );
}
