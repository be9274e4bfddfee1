import './DigitImage.css';
import { useRef } from 'preact/hooks';
import { Drawing, type Sheet } from '../draw/canvas';
import { type Picture, pictureOf, paintBytes } from '../draw/pictures';
import { net } from '../model/network';

/** One of many pictures of the network's inputs. */
export function DigitImage({ pixels, at }: { pixels: Uint8Array; at: number }) {
  const picture = useRef<Picture | null>(null);
  const draw = ({ context, width, height, palette }: Sheet): void => {
    const { across, down, planes } = net.peek() ?? { across: 28, down: 28, planes: 1 };
    const side = down / planes;
    picture.current = pictureOf(picture.current, across, side);
    paintBytes(picture.current, pixels, at * across * down, planes, palette);
    context.imageSmoothingEnabled = width < across * 1.5;
    context.drawImage(picture.current.canvas, 0, 0, width, height);
  };
  return <Drawing class="digit-image" aria-hidden="true" draw={draw} />;
}
