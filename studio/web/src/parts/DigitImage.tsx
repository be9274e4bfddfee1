import { useRef } from 'preact/hooks';
import { Drawing, type Sheet } from '../draw/canvas';
import { type Picture, makePicture, paintPixels } from '../draw/pictures';

export function DigitImage({ pixels, at, side = 28 }: { pixels: Uint8Array; at: number; side?: number }) {
  const picture = useRef<Picture | null>(null);
  const draw = ({ context, width, height, palette }: Sheet): void => {
    picture.current ??= makePicture(side, side);
    paintPixels(picture.current, pixels, at * side * side, 255, palette);
    context.imageSmoothingEnabled = width < side * 1.5;
    context.drawImage(picture.current.canvas, 0, 0, width, height);
  };
  return <Drawing class="digit-image" aria-hidden="true" draw={draw} />;
}
