// What each neuron says of the plane, as a picture: painted once for each tensor that comes.
import type { Field } from '../../draw/contour';
import { type Palette, type Rgb, diverge, divergingIndex, mix, pack } from '../../draw/palette';
import { type Picture, pictureOf } from '../../draw/pictures';
import type { LayerInfo, PlaneInfo } from '../../engine/types';
import { type Net, hello, net } from '../../model/network';
import { tensors } from '../../model/tensors';
import { type Kind, kind, stepped } from './model';

/** the inputs, as a layer before the first */
export const inputLayer = -1;

/** The answer is less bright than the points that lie on it. */
const quiet = 0.6;

export type Range = LayerInfo['range'];
const open: Range = [null, null];
export const rangeOf = (layer: LayerInfo | undefined): Range => layer?.range ?? open;

/** What full colour means: the larger of two bounds, else as far as the numbers go. */
export function scaleOf(
  [low, high]: Range,
  values: ArrayLike<number>,
  from: number,
  count: number,
): number {
  if (low !== null && high !== null) return Math.max(Math.abs(low), Math.abs(high));
  let most = 1e-6;
  for (let i = from; i < from + count; ++i) most = Math.max(most, Math.abs(values[i]));
  return most;
}

/** How many numbers a neuron's picture has to a side. */
export const sideOf = (network: Net, info: PlaneInfo, layer: number): number =>
  layer === network.layers.length - 1 ? info.outputSide : info.side;

/** Where in the tensor a neuron's picture begins. */
export function offsetOf(
  network: Net,
  info: PlaneInfo,
  layer: number,
  neuron: number,
): number {
  const inner = info.side ** 2;
  if (layer === inputLayer) return neuron * inner;
  const before = network.layers
    .slice(0, layer)
    .reduce((sum, { width }) => sum + width, network.inputs);
  return before * inner + neuron * sideOf(network, info, layer) ** 2;
}

/** An output of two classes or of a value, from −1 to 1 where it has bounds. */
export const asSigned = ([low, high]: Range, value: number): number =>
  low !== null && high !== null ? (2 * (value - low)) / (high - low) - 1 : value;

/** The output that is neither of two classes. */
export const middleOf = ([low, high]: Range): number =>
  low !== null && high !== null ? (low + high) / 2 : 0;

export function colourOf(palette: Palette, of: Kind, label: number): Rgb {
  if (of === 'classes') return palette.classes[label % palette.classes.length];
  if (of === 'two') return label > 0.5 ? palette.positive : palette.negative;
  return diverge(palette, label);
}

/** The likeliest of several classes, and how far it is ahead of the next. */
function winner(values: ArrayLike<number>, from: number, each: number, classes: number, i: number) {
  let [best, first, second] = [0, -Infinity, -Infinity];
  for (let c = 0; c < classes; ++c) {
    const v = values[from + c * each + i];
    if (v > first) [best, first, second] = [c, v, first];
    else if (v > second) second = v;
  }
  return { best, ahead: first - second };
}

/** The numbers of a picture between its numbers: `times` as many to a side. */
export function between(
  values: ArrayLike<number>,
  from: number,
  side: number,
  times: number,
): Float32Array {
  const finer = side * times;
  const found = new Float32Array(finer * finer);
  const place = (i: number): [number, number] => {
    const at = Math.max(0, Math.min(side - 1, (i + 0.5) / times - 0.5));
    const low = Math.min(side - 2, Math.floor(at));
    return [low, at - low];
  };
  for (let y = 0; y < finer; ++y) {
    const [row, down] = place(y);
    for (let x = 0; x < finer; ++x) {
      const [column, right] = place(x);
      const at = from + row * side + column;
      const top = values[at] * (1 - right) + values[at + 1] * right;
      const low = values[at + side] * (1 - right) + values[at + side + 1] * right;
      found[y * finer + x] = top * (1 - down) + low * down;
    }
  }
  return found;
}

const finer = 6;

class PlanePictures {
  private readonly kept = new Map<string, { picture: Picture; scale: number }>();
  private of: unknown = null;
  private palette: Palette | null = null;
  private shown: Kind = 'two';
  private stepped = false;
  private edges: { fields: Field[]; level: number } | null = null;

  info(): PlaneInfo | undefined {
    return hello.peek()?.plane;
  }

  private fresh(palette: Palette): void {
    if (
      this.of === tensors.plane &&
      this.palette === palette &&
      this.shown === kind.peek() &&
      this.stepped === stepped.peek()
    )
      return;
    this.stepped = stepped.peek();
    this.of = tensors.plane;
    this.palette = palette;
    this.shown = kind.peek();
    for (const one of this.kept.values()) one.scale = 0; // to be painted again
    this.edges = null;
  }

  /** The picture of a neuron or input, and what full colour means in it. */
  neuron(
    palette: Palette,
    layer: number,
    neuron: number,
  ): { picture: Picture; scale: number } | null {
    this.fresh(palette);
    const network = net.peek();
    const info = hello.peek()?.plane;
    const values = tensors.plane;
    if (!network || !info || !values) return null;
    const last = layer === network.layers.length - 1;
    const side = sideOf(network, info, layer);
    const key = `${layer}/${neuron}`;
    const before = this.kept.get(key);
    if (before && before.scale > 0) return before;
    const picture = pictureOf(before?.picture, side, side);
    const from = offsetOf(network, info, layer, neuron);
    const range = rangeOf(network.layers[layer]);
    const single = last && network.layers[layer].width === 1;
    const scale = scaleOf(range, values, from, side * side);
    if (last && network.layers[layer].width > 1)
      paintShare(picture, values, from, palette.ground, palette.classes[neuron] ?? palette.on);
    else
      paintSigned(
        picture,
        values,
        from,
        single ? scale / quiet : scale,
        single ? range : open,
        palette,
      );
    const one = { picture, scale };
    this.kept.set(key, one);
    return one;
  }

  /** The same for a large place. */
  large(palette: Palette, layer: number, neuron: number): Picture | null {
    const found = this.neuron(palette, layer, neuron);
    const network = net.peek();
    const info = this.info();
    if (!found || !network || !info || !tensors.plane || layer === network.layers.length - 1)
      return found?.picture ?? null;
    const before = this.kept.get('large');
    const picture = pictureOf(before?.picture, finer * info.side, finer * info.side);
    const from = offsetOf(network, info, layer, neuron);
    const values = between(tensors.plane, from, info.side, finer);
    paintSigned(picture, values, 0, found.scale, open, palette);
    this.kept.set('large', { picture, scale: 1 });
    return picture;
  }

  /** The answer: of one output its picture, of several the colours of the classes. */
  answer(palette: Palette): Picture | null {
    const network = net.peek();
    const values = tensors.plane;
    const info = hello.peek()?.plane;
    if (!network || !info || !values) return null;
    const layer = network.layers.length - 1;
    const { width } = network.layers[layer];
    if (width === 1) return this.neuron(palette, layer, 0)?.picture ?? null;
    this.fresh(palette);
    const before = this.kept.get('answer');
    if (before && before.scale > 0) return before.picture;
    const side = info.outputSide;
    const picture = pictureOf(before?.picture, side, side);
    const from = offsetOf(network, info, layer, 0);
    for (let i = 0; i < side * side; ++i) {
      const { best, ahead } = winner(values, from, side * side, width, i);
      const light = 0.25 + 0.4 * (stepped.peek() ? 1 : Math.min(1, Math.max(0, ahead)));
      picture.words[i] = pack(mix(palette.ground, palette.classes[best] ?? palette.on, light));
    }
    picture.context.putImageData(picture.image, 0, 0);
    this.kept.set('answer', { picture, scale: 1 });
    return picture;
  }

  /** Grids and the level at which they are on a boundary between two answers. */
  boundary(palette: Palette): { fields: Field[]; level: number } | null {
    this.fresh(palette);
    const network = net.peek();
    const values = tensors.plane;
    const info = hello.peek()?.plane;
    if (!network || !info || !values || this.shown === 'field' || this.shown === 'curve')
      return null;
    this.edges ??= edgesOf(network, info, values);
    return this.edges;
  }
}

function edgesOf(network: Net, info: PlaneInfo, values: Float32Array<ArrayBufferLike>) {
  const last = network.layers.length - 1;
  const { width, range } = network.layers[last];
  const side = info.outputSide;
  const each = side * side;
  const from = offsetOf(network, info, last, 0);
  if (width === 1) {
    const fields = [{ side, values: values.subarray(from, from + each) }];
    return { fields, level: middleOf(range) };
  }
  // Of each class: how far it is ahead of the best of the others.
  const fields = Array.from({ length: width }, () => ({ side, values: new Float32Array(each) }));
  for (let i = 0; i < each; ++i) {
    const { best, ahead } = winner(values, from, each, width, i);
    const top = values[from + best * each + i];
    for (let c = 0; c < width; ++c)
      fields[c].values[i] = c === best ? ahead : values[from + c * each + i] - top;
  }
  return { fields, level: 0 };
}

/** Orange is positive, blue negative; an output of two classes turns at its middle. */
function paintSigned(
  picture: Picture,
  values: ArrayLike<number>,
  from: number,
  scale: number,
  output: Range,
  palette: Palette,
): void {
  const { words } = picture;
  const full = quiet * scale;
  const shade = (v: number): number => (stepped.peek() ? full * Math.sign(v) : v);
  for (let i = 0; i < words.length; ++i)
    words[i] = palette.diverging[divergingIndex(shade(asSigned(output, values[from + i])), scale)];
  picture.context.putImageData(picture.image, 0, 0);
}

/** How sure an output is of its class: from the ground to the colour of the class. */
function paintShare(
  picture: Picture,
  values: ArrayLike<number>,
  from: number,
  ground: Rgb,
  colour: Rgb,
): void {
  const shades = Uint32Array.from({ length: 64 }, (_, i) => pack(mix(ground, colour, i / 63)));
  const { words } = picture;
  const shade = (v: number): number => (stepped.peek() ? Number(v >= 0.5) : v);
  for (let i = 0; i < words.length; ++i)
    words[i] = shades[Math.max(0, Math.min(63, Math.round(shade(values[from + i]) * 63)))];
  picture.context.putImageData(picture.image, 0, 0);
}

export const pictures = new PlanePictures();

/** A picture, a cell of the plane for each number, smoothly. */
export function putPicture(
  context: CanvasRenderingContext2D,
  { canvas }: Picture,
  x: number,
  y: number,
  side: number,
): void {
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = side > 100 ? 'high' : 'medium';
  context.drawImage(canvas, x, y, side, side);
}
