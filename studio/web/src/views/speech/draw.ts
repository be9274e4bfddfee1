// Pictures over one axis of time: each is drawn from frame 0 to the last that was heard.
import type { Sheet } from '../../draw/canvas';
import { divergingIndex } from '../../draw/palette';
import { type Picture, pictureOf } from '../../draw/pictures';
import { type Hearing, envelope, gateAt, reachOf, scaleOf } from './model';

export const slots = [
  'input_gate',
  'cell_candidate',
  'forget_gate',
  'cell',
  'output_gate',
  'hidden',
] as const;
export type Slot = (typeof slots)[number];
export const symbols: Record<Slot, string> = {
  input_gate: 'i',
  cell_candidate: 'g',
  forget_gate: 'f',
  cell: 'c',
  output_gate: 'o',
  hidden: 'h',
};

const signedSlot = (slot: Slot): boolean => !slot.endsWith('gate');

/** A table of numbers, time to the right, as a picture over the whole sheet. */
function table(
  { context, width, height, palette }: Sheet,
  held: { picture: Picture | null },
  columns: number,
  rows: number,
  value: (row: number, column: number) => number,
  scale: number,
  signed: boolean,
): void {
  if (columns < 1 || rows < 1) return;
  held.picture = pictureOf(held.picture, columns, rows);
  const { words, image, context: inner, canvas } = held.picture;
  for (let row = 0; row < rows; ++row)
    for (let column = 0; column < columns; ++column) {
      const v = value(row, column);
      words[row * columns + column] = signed
        ? palette.diverging[divergingIndex(v, scale)]
        : palette.light[Math.max(0, Math.min(255, Math.round((v / scale) * 255)))];
    }
  inner.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(canvas, 0, 0, width, height);
}

export function drawWave(
  { context, width, height, palette }: Sheet,
  h: Pick<Hearing, 'wave'>,
): void {
  const middle = height / 2;
  context.fillStyle = palette.muted;
  envelope(h.wave, Math.max(1, Math.floor(width))).forEach(({ low, high }, x) => {
    context.fillRect(x, middle - high * middle, 1, Math.max(1, (high - low) * middle));
  });
}

export const drawSpectrogram = (
  sheet: Sheet,
  held: { picture: Picture | null },
  h: { features: { bands: number }; heard: number; spectrogram: ArrayLike<number> },
): void => {
  const { bands } = h.features;
  let most = 0.1;
  for (let i = 0; i < h.heard * bands; ++i) most = Math.max(most, Math.abs(h.spectrogram[i]));
  table(
    sheet,
    held,
    h.heard,
    bands,
    (row, t) => h.spectrogram[t * bands + bands - 1 - row],
    most,
    true,
  );
};

export const drawSaid = (
  sheet: Sheet,
  held: { picture: Picture | null },
  h: Pick<Hearing, 'classes' | 'said'>,
): void => {
  const n = h.classes.length;
  table(sheet, held, h.said.length / n, n, (row, t) => h.said[t * n + row], 1, false);
};

export function drawGates(
  sheet: Sheet,
  held: { picture: Picture | null },
  h: Hearing,
  slot: Slot,
  way: number,
  order: number[],
  unit: number | null,
): void {
  const { layer } = h;
  if (!layer) return;
  if (unit === null) {
    table(
      sheet,
      held,
      layer.heard,
      layer.units,
      (row, t) => gateAt(h, way, slot, t, order[row] ?? row),
      scaleOf(h, slot),
      signedSlot(slot),
    );
    return;
  }
  const scale = reachOf(h, way, slot, unit);
  const { context, width, height, palette } = sheet;
  const low = signedSlot(slot) ? -scale : 0;
  const y = (v: number): number =>
    height - 2 - ((Math.max(low, Math.min(scale, v)) - low) / (scale - low)) * (height - 4);
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, y(0));
  context.lineTo(width, y(0));
  context.stroke();
  context.strokeStyle = palette.accent;
  context.lineWidth = 1.8;
  context.beginPath();
  for (let t = 0; t < layer.heard; ++t)
    context.lineTo(((t + 0.5) / layer.heard) * width, y(gateAt(h, way, slot, t, unit)));
  context.stroke();
}

export function drawMoment(
  { context, width, height, palette }: Sheet,
  frame: number,
  frames: number,
): void {
  const x = ((frame + 0.5) / frames) * width;
  context.strokeStyle = palette.text;
  context.lineWidth = 1.2;
  context.beginPath();
  context.moveTo(x, 0);
  context.lineTo(x, height);
  context.stroke();
}
