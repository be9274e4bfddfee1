// Where each of the parameters lies in the one field of knobs, and back.
import type { Layer, Net } from '../../model/network';

export interface Block {
  layer: Layer;
  /** the neuron of a picture block; null for a whole matrix or the biases */
  neuron: number | null;
  kind: 'picture' | 'matrix' | 'bias';
  x: number;
  y: number;
  across: number;
  down: number;
  cell: number;
  from: number;
}

export interface Field {
  blocks: Block[];
  /** each no wider than its room */
  captions: {
    text: 'first' | 'matrix' | 'bias';
    layer: Layer;
    x: number;
    y: number;
    room: number;
  }[];
}

const underMatrix = 28;
const underBias = 5;
/** of "second hidden layer: 16 × 16" in any language */
const captionWidth = 205;

/** The first layer as pictures in a square, then the matrices and biases at its right. */
export function arrangeField(net: Net, width: number, height: number, scale = 1): Field {
  const blocks: Block[] = [];
  const captions: Field['captions'] = [];
  const gap = 6;
  const top = 26 * scale;
  const [first, ...rest] = net.layers;
  const { across, down } = net;
  const pictures = across * down === first.inputs;
  const narrow = width < 520;
  const right = narrow ? 0 : Math.max(captionWidth * scale, width * 0.27);
  const room = {
    width: width - right - 3 * gap,
    height: narrow ? Math.min(height * 0.62, width) : height - top - gap,
  };
  const { columns, rows, cell } = bestGrid(first.width, room.width, room.height, gap, across, down);
  const size = Math.max(across, Math.floor(cell * across)); // of a picture, from left to right
  const tall = (size * down) / across;
  const over = narrow ? width - gap : columns * (size + gap) + 2 * gap;
  captions.push({ text: 'first', layer: first, x: gap, y: 16 * scale, room: over });
  if (pictures)
    for (let n = 0; n < first.width; ++n)
      blocks.push({
        layer: first,
        neuron: n,
        kind: 'picture',
        x: gap + (n % columns) * (size + gap),
        y: top + Math.floor(n / columns) * (tall + gap),
        across,
        down,
        cell: size / across,
        from: first.weightAt + n * first.inputs,
      });
  if (narrow) {
    below(net, blocks, captions, top + rows * (tall + gap) + 28 * scale, width, height, gap);
    return { blocks, captions };
  }
  const left = gap + columns * (size + gap) + 3 * gap;
  const space = width - left - gap;
  let y = top;
  const wide = (count: number): number => Math.min(14, space / count);
  const wanted =
    rest.reduce((sum, l) => sum + l.width * wide(l.inputs), 0) +
    net.layers.reduce((sum, l) => sum + wide(l.width), 0);
  const forCells = height - top - rest.length * underMatrix * scale - net.layers.length * underBias;
  const squeeze = Math.min(1, forCells / wanted);
  for (const layer of rest) {
    const cell = Math.max(2, wide(layer.inputs) * squeeze);
    captions.push({ text: 'matrix', layer, x: left, y: y - 8, room: space });
    blocks.push({
      layer,
      neuron: null,
      kind: 'matrix',
      x: left,
      y,
      across: layer.inputs,
      down: layer.width,
      cell,
      from: layer.weightAt,
    });
    y += layer.width * cell + underMatrix * scale;
  }
  captions.push({ text: 'bias', layer: first, x: left, y: y - 8, room: space });
  for (const layer of net.layers) {
    const cell = Math.max(3, wide(layer.width) * squeeze);
    blocks.push({
      layer,
      neuron: null,
      kind: 'bias',
      x: left,
      y,
      across: layer.width,
      down: 1,
      cell,
      from: layer.biasAt,
    });
    y += cell + underBias;
  }
  return { blocks, captions };
}

/** On a phone the matrices stand side by side under the pictures, the biases under them. */
function below(
  net: Net,
  blocks: Block[],
  captions: Field['captions'],
  from: number,
  width: number,
  height: number,
  gap: number,
): void {
  const [first, ...rest] = net.layers;
  const share = (width - gap * (rest.length + 1)) / Math.max(1, rest.length);
  const biases = net.layers.length * 14 + 20;
  const tall = Math.max(40, height - from - biases - gap);
  let lowest = from;
  rest.forEach((layer, i) => {
    const cell = Math.max(1, Math.min(14, share / layer.inputs, tall / layer.width));
    const x = gap + i * (share + gap);
    captions.push({ text: 'matrix', layer, x, y: from - 8, room: share });
    blocks.push({
      layer,
      neuron: null,
      kind: 'matrix',
      x,
      y: from,
      across: layer.inputs,
      down: layer.width,
      cell,
      from: layer.weightAt,
    });
    lowest = Math.max(lowest, from + layer.width * cell);
  });
  let y = lowest + 26;
  captions.push({ text: 'bias', layer: first, x: gap, y: y - 8, room: width - gap });
  for (const layer of net.layers) {
    const cell = Math.max(1, Math.min(10, (width - 2 * gap) / layer.width));
    blocks.push({
      layer,
      neuron: null,
      kind: 'bias',
      x: gap,
      y,
      across: layer.width,
      down: 1,
      cell,
      from: layer.biasAt,
    });
    y += cell + 4;
  }
}

/** The columns in which `count` pictures of across × down cells are largest. */
function bestGrid(
  count: number,
  width: number,
  height: number,
  gap: number,
  across: number,
  down: number,
): { columns: number; rows: number; cell: number } {
  let best = { columns: 1, rows: count, cell: 0 };
  for (let columns = 1; columns <= count; ++columns) {
    const rows = Math.ceil(count / columns);
    const cell = Math.min(
      (width - gap * (columns - 1)) / columns / across,
      (height - gap * (rows - 1)) / rows / down,
    );
    if (cell > best.cell) best = { columns, rows, cell };
  }
  return best;
}

export function hit(field: Field, x: number, y: number): number | null {
  for (const b of field.blocks) {
    const column = Math.floor((x - b.x) / b.cell);
    const row = Math.floor((y - b.y) / b.cell);
    if (column >= 0 && row >= 0 && column < b.across && row < b.down)
      return b.from + row * b.across + column;
  }
  return null;
}

export function boxOf(
  field: Field,
  position: number,
): { x: number; y: number; size: number } | null {
  for (const b of field.blocks) {
    const at = position - b.from;
    if (at >= 0 && at < b.across * b.down)
      return {
        x: b.x + (at % b.across) * b.cell,
        y: b.y + Math.floor(at / b.across) * b.cell,
        size: b.cell,
      };
  }
  return null;
}

/** The knob next to one, in the block or, over its edge, in the nearest block that way. */
export function neighbour(field: Field, position: number, dx: number, dy: number): number {
  const box = boxOf(field, position);
  if (!box) return position;
  const x = box.x + box.size / 2;
  const y = box.y + box.size / 2;
  for (let away = 1; away < 120; ++away) {
    const found = hit(field, x + dx * box.size * away, y + dy * box.size * away);
    if (found !== null && found !== position) return found;
  }
  return position;
}
