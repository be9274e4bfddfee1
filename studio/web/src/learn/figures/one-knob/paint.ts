// A matrix as cells: over it what it hears, to its right the sums; the row and the column of the
// chosen weight are lit.
import type { Sheet as Paper } from '../../../draw/canvas';
import { letters } from '../../../draw/letters';
import { type Palette, type Rgb, css, diverge, mix, readableOn } from '../../../draw/palette';
import { robustScale } from '../../../draw/pictures';
import { fixed } from '../../../text';
import { type Moment, activationAt, sumAt, weightAt } from '../chain/slope';
import { type Knob, type Sheet, type Turned, cornerOf } from './knob';

export interface Scene {
  at: Moment;
  knob: Knob;
  turned: Turned;
  sheet: Sheet;
}

/** cells so wide hold a number */
const roomy = 23;
/** of a colour, where neither the row nor the column is chosen, and in their ends */
const faint = 0.3;
const pale = 0.55;

interface Box {
  x: number;
  y: number;
  size: number;
  tall: number;
}

function cell({ context, palette }: Paper, { x, y, size, tall }: Box, colour: Rgb, value: number) {
  context.fillStyle = css(colour);
  context.fillRect(x + 0.5, y + 0.5, size - 1, tall - 1);
  if (size < roomy) return;
  const dark = readableOn(colour) === '#000';
  context.fillStyle = dark === palette.ground[0] > 128 ? palette.text : readableOn(colour);
  context.font = letters(Math.min(11, size * 0.4));
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(fixed(value, 1), x + size / 2, y + tall / 2 + 0.5);
}

const lightOf = ({ off, on }: Palette, a: number): Rgb => mix(off, on, Math.max(0, Math.min(1, a)));

function paintCells(paper: Paper, { at, knob, turned, sheet }: Scene): void {
  const { palette } = paper;
  const { l } = knob;
  const { weightAt: from, width, inputs } = at.net.layers[l - 1];
  const scale = robustScale(at.parameters, from, width * inputs);
  for (let row = sheet.top; row < sheet.top + sheet.rows; ++row)
    for (let column = sheet.left; column < sheet.left + sheet.columns; ++column) {
      const here = row === knob.row && column === knob.column;
      const value = here ? turned.now.weight : weightAt(at, l, column, row);
      const { x, y } = cornerOf(sheet, row, column);
      const lit = row === knob.row || column === knob.column;
      const colour = mix(palette.ground, diverge(palette, value / scale), lit ? 1 : faint);
      cell(paper, { ...sheet, x, y }, colour, value);
    }
}

/** What is heard, over the columns; the sums, beside the rows. */
function paintEnds(paper: Paper, { at, knob, turned, sheet }: Scene): void {
  const { palette } = paper;
  const { l } = knob;
  for (let column = sheet.left; column < sheet.left + sheet.columns; ++column) {
    const a = activationAt(at, l - 1, column);
    const colour = mix(palette.ground, lightOf(palette, a), column === knob.column ? 1 : pale);
    cell(paper, { ...sheet, x: cornerOf(sheet, 0, column).x, y: sheet.edge }, colour, a);
  }
  const right = cornerOf(sheet, 0, sheet.left + sheet.columns).x + sheet.gap;
  for (let row = sheet.top; row < sheet.top + sheet.rows; ++row) {
    const z = row === knob.row ? turned.now.sum : sumAt(at, l, row);
    const colour = mix(palette.ground, diverge(palette, z / 8), row === knob.row ? 1 : pale);
    cell(paper, { ...sheet, x: right, y: cornerOf(sheet, row, 0).y }, colour, z);
  }
}

function paintFrames({ context, palette }: Paper, { knob, sheet }: Scene): void {
  const { x, y } = cornerOf(sheet, knob.row, knob.column);
  const { edge, size, tall, gap, columns, rows } = sheet;
  context.strokeStyle = palette.muted;
  context.lineWidth = 1.5;
  context.strokeRect(edge, y, (columns + 1) * size + gap, tall);
  context.strokeRect(x, edge, size, (rows + 1) * tall + gap);
  context.strokeStyle = palette.accent;
  context.lineWidth = 3;
  context.strokeRect(x, y, size, tall);
}

function paintNames({ context, palette }: Paper, { knob, sheet }: Scene): void {
  const { edge, size, tall, columns, rows } = sheet;
  context.font = letters(11);
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  const name = (n: number, x: number, y: number, chosen: boolean): void => {
    context.fillStyle = chosen ? palette.accent : palette.muted;
    context.fillText(String(n), x, y);
  };
  const all = columns <= 16;
  for (let column = sheet.left; column < sheet.left + columns; ++column)
    if (all || column === knob.column)
      name(column, cornerOf(sheet, 0, column).x + size / 2, edge / 2, column === knob.column);
  for (let row = sheet.top; row < sheet.top + rows; ++row)
    name(row, edge / 2 - 1, cornerOf(sheet, row, 0).y + tall / 2, row === knob.row);
  context.fillStyle = palette.muted;
  context.fillText('a', edge / 2 - 1, edge + tall / 2);
  const right = cornerOf(sheet, 0, sheet.left + columns).x + sheet.gap + size / 2;
  context.fillText('z', right, edge + tall / 2);
}

export function paintMatrix(paper: Paper, scene: Scene): void {
  paintCells(paper, scene);
  paintEnds(paper, scene);
  paintFrames(paper, scene);
  paintNames(paper, scene);
}
