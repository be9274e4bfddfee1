// Numbers as small pictures: weights in the diverging palette, pixels as light.
import { type Palette, divergingIndex } from './palette';

export interface Picture {
  canvas: HTMLCanvasElement;
  context: CanvasRenderingContext2D;
  image: ImageData;
  words: Uint32Array;
}

export function makePicture(width: number, height: number): Picture {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const image = context.createImageData(width, height);
  return { canvas, context, image, words: new Uint32Array(image.data.buffer) };
}

/** The picture that was kept, if it is of this size, or else a new one. */
export function pictureOf(
  kept: Picture | null | undefined,
  width: number,
  height: number,
): Picture {
  return kept?.canvas.width === width && kept.canvas.height === height
    ? kept
    : makePicture(width, height);
}

/**
 * Largest magnitude but for the strongest half percent, so that one weight does not darken all
 * others.
 */
export function robustScale(
  values: ArrayLike<number>,
  from: number,
  count: number,
  floor = 0.05,
): number {
  const bins = 256;
  let most = 0;
  for (let i = 0; i < count; ++i) most = Math.max(most, Math.abs(values[from + i]));
  if (!(most > floor)) return floor;
  const histogram = new Uint32Array(bins);
  for (let i = 0; i < count; ++i)
    histogram[Math.min(bins - 1, Math.floor((Math.abs(values[from + i]) / most) * bins))]++;
  let left = Math.floor(count * 0.005);
  let bin = bins - 1;
  while (bin > 0 && left >= histogram[bin]) left -= histogram[bin--];
  return Math.max(floor, ((bin + 1) / bins) * most);
}

export function paintWeights(
  picture: Picture,
  values: ArrayLike<number>,
  from: number,
  scale: number,
  palette: Palette,
): void {
  const { words } = picture;
  for (let i = 0; i < words.length; ++i)
    words[i] = palette.diverging[divergingIndex(values[from + i], scale)];
  picture.context.putImageData(picture.image, 0, 0);
}

export function paintPixels(
  picture: Picture,
  values: ArrayLike<number>,
  from: number,
  most: number,
  palette: Palette,
): void {
  const { words } = picture;
  for (let i = 0; i < words.length; ++i)
    words[i] =
      palette.light[Math.max(0, Math.min(255, Math.round((values[from + i] / most) * 255)))];
  picture.context.putImageData(picture.image, 0, 0);
}

/** A picture of `planes` colours, bytes, as it is: grey ones as light. */
export function paintBytes(
  picture: Picture,
  bytes: ArrayLike<number>,
  from: number,
  planes: number,
  palette: Palette,
): void {
  if (planes !== 3) return paintPixels(picture, bytes, from, 255, palette);
  const { words } = picture;
  const all = words.length;
  for (let i = 0; i < all; ++i)
    words[i] =
      0xff000000 |
      (bytes[from + 2 * all + i] << 16) |
      (bytes[from + all + i] << 8) |
      bytes[from + i];
  picture.context.putImageData(picture.image, 0, 0);
}

/** Weights of `count` neurons to a picture, of all colours their mean. */
export function overColours(
  values: Float32Array<ArrayBufferLike>,
  from: number,
  count: number,
  pixels: number,
  planes: number,
): { of: Float32Array<ArrayBufferLike>; from: number } {
  if (planes === 1) return { of: values, from };
  const of = new Float32Array(count * pixels);
  for (let n = 0; n < count; ++n)
    for (let i = 0; i < pixels; ++i) {
      let sum = 0;
      for (let p = 0; p < planes; ++p) sum += values[from + (n * planes + p) * pixels + i];
      of[n * pixels + i] = sum / planes;
    }
  return { of, from: 0 };
}

/** Square pictures side by side in one canvas, so that a layer is put in one go. */
export function paintAtlas(
  picture: Picture,
  values: ArrayLike<number>,
  from: number,
  count: number,
  side: number,
  scale: number,
  palette: Palette,
): void {
  const { words } = picture;
  const across = count * side;
  for (let n = 0; n < count; ++n)
    for (let y = 0; y < side; ++y) {
      let at = from + n * side * side + y * side;
      let to = y * across + n * side;
      for (let x = 0; x < side; ++x)
        words[to++] = palette.diverging[divergingIndex(values[at++], scale)];
    }
  picture.context.putImageData(picture.image, 0, 0);
}
