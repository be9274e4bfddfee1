// The picture with the window on it, and the map as far as the window has been.
import { useRef } from 'preact/hooks';
import { Drawing, type Sheet } from '../../../draw/canvas';
import { divergingIndex } from '../../../draw/palette';
import { type Picture, paintPixels, pictureOf } from '../../../draw/pictures';
import { arrowOf, cellUnder, useGrip } from '../../../draw/pointer';
import { fill, fixed, signed, texts } from '../../../text/learn';
import { most } from './Square';
import * as figure from './state';

function drawPicture({ context, width, height, palette }: Sheet, held: Picture): void {
  const { pixels, across } = figure.picture.value!;
  const { side, margin } = figure.filter.value;
  paintPixels(held, pixels, 0, 1, palette);
  context.imageSmoothingEnabled = false;
  context.drawImage(held.canvas, 0, 0, width, height);
  const each = width / across;
  const { row, column } = figure.place.value;
  context.strokeStyle = palette.accent;
  context.lineWidth = 2.5;
  context.strokeRect((column - margin) * each, (row - margin) * each, side * each, side * each);
}

function drawMap({ context, width, height, palette }: Sheet, held: Picture): void {
  const map = figure.map.value!;
  const been = figure.been.value;
  const scale = most(Array.from(map));
  for (let i = 0; i < map.length; ++i)
    held.words[i] = been[i] ? palette.diverging[divergingIndex(map[i], scale)] : 0;
  held.context.putImageData(held.image, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(held.canvas, 0, 0, width, height);
  const { across, down } = figure.size.value!;
  const [wide, high] = [width / across, height / down];
  const { row, column } = figure.place.value;
  context.strokeStyle = palette.accent;
  context.lineWidth = 2;
  context.strokeRect(column * wide - 1, row * high - 1, wide + 2, high + 2);
}

function Field({ kind }: { kind: 'picture' | 'map' }) {
  const T = texts().learnRoom.images.window;
  const held = useRef<Picture | null>(null);
  const { across, down } = kind === 'map' ? figure.size.value! : figure.picture.value!;
  const draw = (sheet: Sheet): void => {
    held.current = pictureOf(held.current, across, down);
    (kind === 'map' ? drawMap : drawPicture)(sheet, held.current);
  };
  const drag = (event: PointerEvent): void => {
    const { column, row } = cellUnder(event, across, down);
    const { side, margin } = figure.filter.value;
    const back = kind === 'map' ? 0 : margin - (side - 1) / 2;
    figure.goTo({ row: row + back, column: column + back });
  };
  const { handlers } = useGrip({ take: (event) => (drag(event), true), drag });
  return (
    <div>
      <div
        class="window-field"
        data-window={kind}
        style={{ aspectRatio: `${across} / ${down}` }}
        {...handlers}
      >
        <Drawing
          class="fill-canvas"
          aria-hidden="true"
          follow={() => [
            figure.picture.value,
            figure.map.value,
            figure.been.value,
            figure.place.value,
          ]}
          draw={draw}
        />
      </div>
      <p class="small">{T[kind]}</p>
    </div>
  );
}

/** One handle for both: the window stands at the same place. */
export function Pictures() {
  const T = texts().learnRoom.images.window;
  const { row, column } = figure.place.value;
  const press = (event: KeyboardEvent): void => {
    const arrow = arrowOf(event.key);
    const far = event.shiftKey ? 5 : 1;
    if (arrow) figure.goTo({ row: row + far * arrow[1], column: column + far * arrow[0] });
    else if (event.key === 'Home') figure.goTo({ row: 0, column: 0 });
    else if (event.key === 'End') figure.goTo({ row: Infinity, column: Infinity });
    else return;
    event.preventDefault();
  };
  const told = fill(T.placeTold, { row, column, z: signed(figure.now.value!.z) });
  return (
    <div
      class="window-pictures"
      role="application"
      tabIndex={0}
      data-test="window-pictures"
      aria-label={`${T.pictures}. ${told}`}
      onKeyDown={press}
    >
      <Field kind="picture" />
      <Field kind="map" />
    </div>
  );
}

/** What the 25 products add up to, or the one that is pointed at. */
export function Sum() {
  const T = texts().learnRoom.images.window;
  const { pixels, products, sum, z } = figure.now.value!;
  const { weights, bias, side } = figure.filter.value;
  const at = figure.cell.value;
  return (
    <div class="window-sum" data-test="window-sum" data-sum={sum} data-z={z}>
      <p role="status" aria-live={figure.playing.value ? 'off' : 'polite'}>
        {fill(figure.chosen.value === 'own' ? T.sumOwn : T.sum, {
          n: products.length,
          sum: signed(sum),
          bias: signed(bias),
        })}{' '}
        <strong class={z < 0 ? 'is-minus' : 'is-plus'}>{signed(z)}</strong>
      </p>
      <p class="small window-told">
        {at === null || at >= products.length
          ? T.point
          : fill(T.product, {
              row: Math.floor(at / side),
              column: at % side,
              light: fixed(pixels[at], 3),
              weight: signed(weights[at], 3),
              product: signed(products[at], 3),
            })}
      </p>
    </div>
  );
}
