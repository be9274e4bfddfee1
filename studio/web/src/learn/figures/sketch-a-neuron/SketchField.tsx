import type { Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { whereStrongest } from '../../../aloud/pictures';
import { type Tool, tools } from '../../../draw/brush';
import type { Sheet } from '../../../draw/canvas';
import { type Picture, paintWeights, pictureOf } from '../../../draw/pictures';
import { BrushField } from '../../../parts/BrushField';
import { texts } from '../../../text/learn';
import { type Sketch, isBlank, radius, side, touched } from './sketch';

interface Props {
  of: Signal<Sketch>;
  tool: Signal<Tool>;
  /** it is only looked at */
  settled?: boolean;
}

/** A sketch under the brush. */
export function SketchField({ of, tool, settled }: Props) {
  const T = texts().learnRoom.sketch;
  const picture = useRef<Picture | null>(null);
  const draw = ({ context, width, height, palette }: Sheet): void => {
    picture.current = pictureOf(picture.current, side, side);
    paintWeights(picture.current, of.value, 0, 1, palette);
    context.imageSmoothingEnabled = false;
    context.drawImage(picture.current.canvas, 0, 0, width, height);
  };
  const shows = isBlank(of.value) ? T.blank : whereStrongest(of.value, 0, side, side);
  return (
    <BrushField
      across={side}
      down={side}
      radius={radius}
      label={`${T.field}. ${shows}`}
      draw={draw}
      follow={() => of.value}
      onStroke={(x, y) => {
        if (!settled) of.value = touched(of.peek(), tool.peek(), x, y);
      }}
      onKey={(key) => {
        const chosen = tools[Number(key) - 1];
        if (chosen) tool.value = chosen;
      }}
    />
  );
}
