import { useRef } from 'preact/hooks';
import { Drawing, type Sheet } from '../../../draw/canvas';
import { type Picture, paintBytes, paintWeights, pictureOf } from '../../../draw/pictures';
import { drawSpectrogram } from '../../../views/speech/draw';
import { features } from '../spectrogram/spectrum';
import { type Example, isWord, side } from './sets';
import { spectrogramOf } from './word';

type Held = { picture: Picture | null };

function drawMap(
  { context, width, height, palette }: Sheet,
  held: Held,
  paint: (on: Picture, palette: Sheet['palette']) => void,
): void {
  held.picture = pictureOf(held.picture, side, side);
  paint(held.picture, palette);
  context.imageSmoothingEnabled = width < side * 1.5;
  context.drawImage(held.picture.canvas, 0, 0, width, height);
}

/** An example as the network takes it: a picture of 28×28, or a word's spectrogram. */
export function Thumb({ of }: { of: Example }) {
  const held = useRef<Held>({ picture: null });
  const spoken = isWord(of);
  const draw = (sheet: Sheet): void => {
    if (spoken)
      drawSpectrogram(sheet, held.current, {
        features,
        heard: features.frames,
        spectrogram: spectrogramOf(of),
      });
    else drawMap(sheet, held.current, (on, palette) => paintBytes(on, of, 0, 1, palette));
  };
  return <Drawing class={`own-thumb ${spoken ? 'is-word' : ''}`} aria-hidden="true" draw={draw} />;
}

/** A map over a picture, fully coloured at ±`most`. */
export function MapThumb({ map, most }: { map: Float32Array; most: number }) {
  const held = useRef<Held>({ picture: null });
  return (
    <Drawing
      class="own-thumb"
      aria-hidden="true"
      draw={(sheet) =>
        drawMap(sheet, held.current, (on, palette) => paintWeights(on, map, 0, most, palette))
      }
    />
  );
}
