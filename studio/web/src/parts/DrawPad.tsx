// The field for the network's input; what is drawn are strokes, the engine makes the picture of
// them.
import { useRef } from 'preact/hooks';
import type { Sheet } from '../draw/canvas';
import { type Picture, pictureOf, paintBytes } from '../draw/pictures';
import { input, drawn, stages, strokesChanged } from '../model/input';
import { canDraw, net } from '../model/network';
import { texts } from '../text';
import { StrokePad } from './StrokePad';

/** What the network sees, where nothing was drawn. */
function drawSeen(sheet: Sheet, kept: Picture | null): Picture | null {
  const pixels = stages.value.at(-1);
  if (!pixels || input.value.source === 'none') return kept;
  const { context, width, height, palette } = sheet;
  const { across, down, planes } = net.peek() ?? { across: 28, down: 28, planes: 1 };
  const picture = pictureOf(kept, across, down / planes);
  paintBytes(picture, pixels, 0, planes, { ...palette, light: palette.ink });
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture.canvas, 0, 0, width, height);
  return picture;
}

export function DrawPad() {
  const T = texts();
  const picture = useRef<Picture | null>(null);
  return (
    <StrokePad
      lines={drawn}
      label={T.input.pad}
      hint={canDraw.value ? T.input.hint : null}
      canDraw={() => canDraw.peek()}
      onChange={strokesChanged}
      under={(sheet) => (picture.current = drawSeen(sheet, picture.current))}
      follow={() => [stages.value, input.value]}
    />
  );
}
