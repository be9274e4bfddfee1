// The layers as pictures: a cell a feature map or a neuron.
import type { Sheet } from '../../draw/canvas';
import { letters } from '../../draw/letters';
import { mix, readableOn } from '../../draw/palette';
import {
  type Picture,
  paintPixels,
  paintWeights,
  pictureOf,
  robustScale,
} from '../../draw/pictures';
import type { FilterLayer } from '../../engine/types';
import { type Cells, isFlat, rangeOf } from './model';

const gap = 4;

export interface Held {
  picture: Picture | null;
}

/** How the cells of a layer stand in its row. */
export interface Grid {
  columns: number;
  lines: number;
  between: number;
}

/** In one line, but for maps that would be too small in it. */
export function gridOf(cells: Cells, phone: boolean): Grid {
  const { count, width } = cells;
  const columns = phone && width > 1 && count > 8 ? Math.ceil(count / 2) : count;
  const between = isFlat(cells) && count > 20 ? 1 : gap;
  return { columns, lines: Math.ceil(count / columns), between };
}

function paintCell(
  held: Held,
  { palette }: Sheet,
  numbers: Float32Array,
  cells: Cells,
  cell: number,
): HTMLCanvasElement {
  const picture = (held.picture = pictureOf(held.picture, cells.width, cells.height));
  const { low, high } = rangeOf(numbers, cells);
  const from = cells.from + cell * cells.width * cells.height;
  if (low < 0) paintWeights(picture, numbers, from, Math.max(high, -low, 1e-6), palette);
  else paintPixels(picture, numbers, from, Math.max(high, 1e-6), palette);
  return picture.canvas;
}

export function drawCell(
  sheet: Sheet,
  held: Held,
  numbers: Float32Array,
  cells: Cells,
  cell: number,
): void {
  const { context, width, height } = sheet;
  context.imageSmoothingEnabled = false;
  context.drawImage(paintCell(held, sheet, numbers, cells, cell), 0, 0, width, height);
}

export function drawRow(
  sheet: Sheet,
  held: Held,
  numbers: Float32Array,
  cells: Cells,
  { columns, lines, between }: Grid,
  marked: number | null,
): void {
  const { context, width, height, palette } = sheet;
  const wide = (width - between * (columns - 1)) / columns;
  const high = (height - between * (lines - 1)) / lines;
  context.imageSmoothingEnabled = false;
  for (let n = 0; n < cells.count; ++n) {
    const x = (n % columns) * (wide + between);
    const y = Math.floor(n / columns) * (high + between);
    context.drawImage(paintCell(held, sheet, numbers, cells, n), x, y, wide, high);
    if (isFlat(cells) && n !== marked) continue;
    context.strokeStyle = n === marked ? palette.accent : palette.line;
    context.lineWidth = n === marked ? 2 : 1;
    context.strokeRect(x + 0.5, y + 0.5, wide - 1, high - 1);
  }
}

/** The classes, each upon the neuron that stands for it. */
export function nameAnswers(
  { context, width, height, palette }: Sheet,
  numbers: Float32Array,
  cells: Cells,
  { between }: Grid,
  classes: string[],
): void {
  const most = Math.max(rangeOf(numbers, cells).high, 1e-6);
  const wide = (width - between * (cells.count - 1)) / cells.count;
  context.font = letters(11, 600);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (let n = 0; n < cells.count; ++n) {
    const light = Math.max(0, Math.min(1, numbers[cells.from + n] / most));
    context.fillStyle = readableOn(mix(palette.off, palette.on, light));
    context.fillText(classes[n], n * (wide + between) + wide / 2, height / 2 + 1);
  }
}

/** A filter has a picture for each map that it looks at; all of a layer have one scale. */
export interface FilterPictures {
  into: number;
  width: number;
  height: number;
  from: number;
  scale: number;
  columns: number;
}

export function filterPictures(
  filter: FilterLayer,
  numbers: Float32Array,
  cell: number,
): FilterPictures {
  const [, into, height, width] = filter.shape;
  const count = filter.shape.reduce((a, b) => a * b, 1);
  return {
    into,
    width,
    height,
    from: filter.offset + cell * into * height * width,
    scale: robustScale(numbers, filter.offset, count),
    columns: into === 1 ? 1 : Math.min(3, into),
  };
}

export function drawFilter(
  { context, width, palette }: Sheet,
  held: Held,
  numbers: Float32Array,
  of: FilterPictures,
): void {
  held.picture = pictureOf(held.picture, of.width, of.height);
  const size = (width - gap * (of.columns - 1)) / of.columns;
  context.imageSmoothingEnabled = false;
  for (let n = 0; n < of.into; ++n) {
    paintWeights(held.picture, numbers, of.from + n * of.width * of.height, of.scale, palette);
    const x = (n % of.columns) * (size + gap);
    const y = Math.floor(n / of.columns) * (size + gap);
    context.drawImage(held.picture.canvas, x, y, size, size);
    context.strokeStyle = palette.line;
    context.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1);
  }
}
