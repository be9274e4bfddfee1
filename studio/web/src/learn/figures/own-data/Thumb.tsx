import { useRef } from 'preact/hooks';
import { Drawing } from '../../../draw/canvas';
import { type Picture, paintBytes, paintWeights, pictureOf } from '../../../draw/pictures';
import { side } from './sets';

interface Props {
  pixels?: Uint8Array;
  /** in place of pixels: a map, fully coloured at ±`most` */
  map?: Float32Array;
  most?: number;
}

/** A picture of 28×28 as the network sees it, or a map over it. */
export function Thumb({ pixels, map, most = 1 }: Props) {
  const kept = useRef<Picture | null>(null);
  return (
    <Drawing
      class="own-thumb"
      aria-hidden="true"
      draw={({ context, width, height, palette }) => {
        const picture = pictureOf(kept.current, side, side);
        kept.current = picture;
        if (map) paintWeights(picture, map, 0, most, palette);
        else if (pixels) paintBytes(picture, pixels, 0, 1, palette);
        context.imageSmoothingEnabled = width < side * 1.5;
        context.drawImage(picture.canvas, 0, 0, width, height);
      }}
    />
  );
}
