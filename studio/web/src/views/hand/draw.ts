// The field of knobs as it is seen: a cell a knob, in the colours of weights.
import type { Sheet } from '../../draw/canvas';
import { letters } from '../../draw/letters';
import { type Picture, makePicture, paintWeights, robustScale } from '../../draw/pictures';
import { layerName } from '../../model/names';
import type { Net } from '../../model/network';
import { textScale } from '../../model/settings';
import { count, texts } from '../../text';
import { type Block, type Field, arrangeField, boxOf } from './field';

export class KnobPainter {
  /** where the knobs lie, once they were drawn */
  field: Field | null = null;
  private laidFor = '';
  private readonly pictures = new Map<number, Picture>();

  draw(sheet: Sheet, net: Net, values: ArrayLike<number>, marked: number | null): void {
    const field = this.lay(net, sheet.width, sheet.height);
    sheet.context.imageSmoothingEnabled = false;
    const scales = new Map<string, number>();
    for (const block of field.blocks) this.block(sheet, block, values, scales);
    captions(sheet, field);
    if (marked !== null) mark(sheet, field, marked);
  }

  private lay(net: Net, width: number, height: number): Field {
    const key = `${net.revision}/${width}/${height}/${textScale.value}`;
    if (key === this.laidFor && this.field) return this.field;
    this.laidFor = key;
    this.pictures.clear();
    return (this.field = arrangeField(net, width, height, textScale.value));
  }

  /** All weights of a layer have one scale, and all its biases. */
  private block(
    { context, palette }: Sheet,
    b: Block,
    values: ArrayLike<number>,
    scales: Map<string, number>,
  ): void {
    const { layer } = b;
    const [name, from, n] =
      b.kind === 'bias'
        ? [layer.bias, layer.biasAt, layer.width]
        : [layer.weight, layer.weightAt, layer.width * layer.inputs];
    let scale = scales.get(name);
    if (scale === undefined) scales.set(name, (scale = robustScale(values, from, n)));
    let picture = this.pictures.get(b.from);
    if (!picture) this.pictures.set(b.from, (picture = makePicture(b.across, b.down)));
    paintWeights(picture, values, b.from, scale, palette);
    context.drawImage(picture.canvas, b.x, b.y, b.across * b.cell, b.down * b.cell);
    context.strokeStyle = palette.line;
    context.lineWidth = 1;
    context.strokeRect(b.x - 0.5, b.y - 0.5, b.across * b.cell + 1, b.down * b.cell + 1);
  }
}

function captions({ context, palette }: Sheet, field: Field): void {
  context.fillStyle = palette.muted;
  context.font = letters(12);
  for (const { text, layer, x, y, room } of field.captions)
    context.fillText(
      text === 'bias'
        ? texts().selected.bias
        : `${layerName(layer.index)}: ${count(layer.width)} × ${count(layer.inputs)}`,
      x,
      y,
      room, // narrower letters rather than a cut name
    );
}

function mark({ context, palette }: Sheet, field: Field, position: number): void {
  const box = boxOf(field, position);
  if (!box) return;
  context.strokeStyle = palette.text;
  context.lineWidth = 2;
  const grow = Math.max(2, 5 - box.size / 2);
  context.strokeRect(box.x - grow, box.y - grow, box.size + 2 * grow, box.size + 2 * grow);
}
