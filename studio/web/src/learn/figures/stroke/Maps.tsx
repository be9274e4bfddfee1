// Of each neuron, how a stroke at this angle lights it from every place.
import { useRef } from 'preact/hooks';
import { fieldAt } from '../../../aloud/pictures';
import { Drawing, type Sheet } from '../../../draw/canvas';
import { css } from '../../../draw/palette';
import { type Picture, paintPixels, pictureOf } from '../../../draw/pictures';
import { fill, fixed, texts } from '../../../text/learn';
import { chooseByArrow, squares } from '../../../views/sees/grid';
import * as figure from './state';
import { mapAt, places, rangeOf, slid } from './strokes';

function draw(sheet: Sheet, picture: Picture): void {
  const { context, palette } = sheet;
  const { size, cornerOf } = squares(sheet, figure.count.value);
  const { angle } = figure.stroke.value;
  const at = figure.cell.value;
  context.imageSmoothingEnabled = false;
  for (let n = 0; n < figure.count.value; ++n) {
    const [x, y] = cornerOf(n);
    paintPixels(picture, figure.maps.value, mapAt(n, angle), figure.full.value, palette);
    context.drawImage(picture.canvas, x, y, size, size);
    const cell = size / places;
    const [column, row] = [at % places, Math.floor(at / places)];
    context.beginPath();
    context.arc(x + (column + 0.5) * cell, y + (row + 0.5) * cell, 3.5, 0, 2 * Math.PI);
    for (const [colour, line] of [[css(palette.ground), 4], [palette.text, 1.5]] as const) {
      context.strokeStyle = colour;
      context.lineWidth = line;
      context.stroke();
    }
  }
}

export function Maps() {
  const T = texts().learnRoom.stroke;
  const picture = useRef<Picture | null>(null);
  const inWords = (n: number): string => {
    const map = slid(figure.maps.value, n, figure.stroke.value.angle);
    const { least, most } = rangeOf(map);
    const best = map.indexOf(most);
    const [x, y] = [best % places, Math.floor(best / places)].map((i) => (i + 0.5) / places);
    return fill(T.map, { n, least: fixed(least), most: fixed(most), where: fieldAt(x, y) });
  };
  return (
    <div class="tiles-box">
      <Drawing
        class="tiles"
        aria-hidden="true"
        follow={() => [figure.maps.value, figure.stroke.value, figure.full.value]}
        draw={(sheet) => {
          picture.current = pictureOf(picture.current, places, places);
          draw(sheet, picture.current);
        }}
      />
      <div class="tile-targets" onKeyDown={chooseByArrow}>
        {Array.from({ length: figure.count.value }, (_, n) => (
          <button
            key={n}
            class="tile-target"
            data-map={n}
            aria-label={inWords(n)}
            title={fill(T.neuron, { n })}
            aria-pressed={figure.neuron.value === n}
            onClick={() => (figure.chosen.value = n)}
          />
        ))}
      </div>
    </div>
  );
}
