// The picture of a table's network: a square for each column, lines that vote, lights, the answer.
import type { Sheet } from '../../draw/canvas';
import { Glow } from '../../draw/glow';
import { letters } from '../../draw/letters';
import { type Palette, css, diverge, mix } from '../../draw/palette';
import { type Net, activationOf, brightnessScale } from '../../model/network';
import { tensors } from '../../model/tensors';
import type { Spot } from '../network/layout';
import { type Arrangement, byColumn } from './layout';
import type { Placed } from './model';
import type { Answer } from './words';

export interface Look {
  net: Net;
  place: Arrangement;
  columns: readonly Placed[];
  /** of each column in this row, as the table has it */
  cells: string[];
  focus: { layer: number; neuron: number } | null;
  column: number | null;
  muted: ReadonlySet<string>;
  captions: string[];
  answers: Answer[];
}

const perNeuron = 3;

/** What each column, or each neuron before it, adds to a neuron's sum. */
export function votesOf(net: Net, l: number, neuron: number, columns: readonly Placed[]): number[] {
  const layer = net.layers[l];
  const from = layer.weightAt + neuron * layer.inputs;
  const vote = (i: number): number =>
    (tensors.parameters[from + i] ?? 0) * (tensors.activations[layer.inputsAt + i] ?? 0);
  if (l === 0) return byColumn(vote, columns);
  return Array.from({ length: layer.inputs }, (_, i) => vote(i));
}

function line({ context, palette }: Sheet, a: Spot, b: Spot, vote: number, force: number): void {
  const size = Math.min(1, Math.abs(vote));
  if (size < 0.02) return;
  const [from, to] = [a.x + a.radius + 1, b.x - b.radius - 1];
  const bend = (to - from) * 0.42;
  context.strokeStyle = css(
    vote > 0 ? palette.positive : palette.negative,
    Math.min(0.95, (0.08 + 0.72 * size) * force),
  );
  context.lineWidth = 0.6 + 2 * size * Math.min(1, force);
  context.beginPath();
  context.moveTo(from, a.y);
  context.bezierCurveTo(from + bend, a.y, to - bend, b.y, to, b.y);
  context.stroke();
}

function lines(sheet: Sheet, look: Look): void {
  const { net, place, focus, column } = look;
  net.layers.forEach((layer, l) => {
    const sources = l === 0 ? place.columns : place.layers[l - 1];
    const all = Array.from({ length: layer.width }, (_, n) => votesOf(net, l, n, look.columns));
    const most = Math.max(1e-9, ...all.map((votes) => Math.max(...votes.map(Math.abs))));
    all.forEach((votes, to) => {
      const chosen = focus?.layer === l && focus.neuron === to;
      const order = votes.map((_, i) => i).sort((a, b) => Math.abs(votes[b]) - Math.abs(votes[a]));
      const strongest = new Set(order.slice(0, perNeuron));
      votes.forEach((vote, from) => {
        const near =
          chosen ||
          (focus?.layer === l - 1 && focus.neuron === from) ||
          (l === 0 && column === from);
        if (!near && !strongest.has(from)) return;
        const force = near ? 1.25 : focus || column !== null ? 0.3 : 0.75;
        line(sheet, sources[from], place.layers[l][to], vote / most, force);
      });
    });
  });
}

/** As much of a text as there is room for. */
function cut(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let end = text.length;
  while (end > 1 && context.measureText(`${text.slice(0, end)}…`).width > room) --end;
  return `${text.slice(0, end)}…`;
}

/** A number is coloured by how far it is from the usual one, a word is lit. */
function inputColour(palette: Palette, column: Placed): string {
  const value = tensors.activations[column.at] ?? 0;
  if (!column.words) return css(diverge(palette, value / 2));
  const lit = Array.from({ length: column.width }, (_, i) => tensors.activations[column.at + i]);
  return css(mix(palette.off, palette.on, Math.max(0, ...lit) > 0.5 ? 0.75 : 0));
}

function inputs({ context, palette }: Sheet, look: Look): void {
  const { place, columns, cells } = look;
  place.columns.forEach(({ x, y, radius }, i) => {
    const chosen = look.column === i;
    context.fillStyle = inputColour(palette, columns[i]);
    context.strokeStyle = chosen ? palette.text : palette.muted;
    context.lineWidth = chosen ? 2.5 : 1;
    context.beginPath();
    context.roundRect(x - radius, y - radius, 2 * radius, 2 * radius, Math.min(4, radius / 2));
    context.fill();
    context.stroke();
    if (radius < 4.5) return;
    const right = x - radius - 6;
    const two = radius >= 8 && place.columns.length > 1
      ? place.columns[1].y - place.columns[0].y >= 30
      : true;
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    context.font = letters(12, chosen ? 600 : 400);
    context.fillStyle = chosen ? palette.text : palette.muted;
    context.fillText(cut(context, columns[i].name, place.names), right, two ? y - 7 : y);
    if (!two) return;
    context.font = letters(12, 600);
    context.fillStyle = palette.text;
    context.fillText(cut(context, cells[i] ?? '', place.names), right, y + 8);
  });
}

function answers({ context, palette }: Sheet, look: Look): void {
  const { place } = look;
  const spots = place.layers[place.layers.length - 1];
  const { x, width } = place.answers;
  const tight = spots.length > 1 && spots[1].y - spots[0].y < 26;
  look.answers.forEach(({ name, value, share, best }, i) => {
    const { y } = spots[i];
    context.textBaseline = 'middle';
    context.textAlign = 'left';
    context.fillStyle = best ? palette.accent : palette.muted;
    if (look.answers.length === 1) {
      context.font = letters(22, 700);
      context.fillText(cut(context, value, width), x, y);
      return;
    }
    const size = Math.min(13, (spots[1].y - spots[0].y) * 0.9);
    if (size < 7) return;
    context.font = letters(size, best && (tight || share !== null) ? 700 : 400);
    const shown = tight ? `${name} ${value}` : name;
    context.fillText(cut(context, shown, width), x, tight ? y : y - 8);
    if (tight) return;
    if (share === null) {
      context.font = letters(size, 700);
      context.fillText(cut(context, value, width), x, y + 8);
      return;
    }
    const bar = width - 40;
    context.fillStyle = palette.line;
    context.fillRect(x, y + 4, bar, 6);
    context.fillStyle = best ? palette.accent : palette.muted;
    context.fillRect(x, y + 4, bar * share, 6);
    context.font = letters(11);
    context.textAlign = 'right';
    context.fillText(value, x + width, y + 7);
  });
}

export class TablePainter {
  private glow: Glow | null = null;
  private palette: Palette | null = null;

  draw(sheet: Sheet, look: Look): void {
    if (this.palette !== sheet.palette) {
      this.palette = sheet.palette;
      this.glow = new Glow(sheet.palette);
    }
    lines(sheet, look);
    inputs(sheet, look);
    this.neurons(sheet, look);
    answers(sheet, look);
    const { context, palette } = sheet;
    context.font = letters(13);
    context.textAlign = 'center';
    context.textBaseline = 'alphabetic';
    context.fillStyle = palette.muted;
    look.captions.forEach((text, i) => {
      const { x, y } = look.place.captions[i];
      context.fillText(text, x, y);
    });
  }

  private neurons({ context, palette, ratio }: Sheet, { net, place, focus, muted }: Look): void {
    net.layers.forEach((layer, l) => {
      const most = brightnessScale(layer);
      place.layers[l].forEach(({ x, y, radius }, n) => {
        const value = activationOf(layer, n);
        this.glow!.draw(context, x, y, radius, Math.max(0, Math.min(1, value / most)), ratio);
        if (focus?.layer === l && focus.neuron === n) {
          context.strokeStyle = palette.text;
          context.lineWidth = 2;
          context.beginPath();
          context.arc(x, y, radius + 2.5, 0, Math.PI * 2);
          context.stroke();
        }
        if (!muted.has(`${l}/${n}`)) return;
        context.strokeStyle = palette.muted;
        context.lineWidth = 2;
        context.beginPath();
        context.moveTo(x - radius, y + radius);
        context.lineTo(x + radius, y - radius);
        context.stroke();
      });
    });
  }
}
