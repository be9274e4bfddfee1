// Weight pictures of sixteen neurons, four by four: as they were hoped for, and as they are.
import './Tiles.css';
import { useMemo, useRef } from 'preact/hooks';
import { whereStrongest } from '../../aloud/pictures';
import { Drawing, type Sheet } from '../../draw/canvas';
import {
  type Picture,
  makePicture,
  pictureOf,
  overColours,
  paintAtlas,
  robustScale,
} from '../../draw/pictures';
import { net } from '../../model/network';
import { slowPulse, tensors } from '../../model/tensors';
import { texts } from '../../text/views';
import { chooseByArrow, squares } from './grid';
import { hopedCount, hopedWeights } from './hoped';

export const mostTiles = 16;

function tiles(sheet: Sheet, atlas: Picture, count: number, side: number): void {
  const { context, palette } = sheet;
  const { size, cornerOf } = squares(sheet, count);
  context.imageSmoothingEnabled = size < side * 1.5;
  for (let n = 0; n < count; ++n) {
    const [x, y] = cornerOf(n);
    context.drawImage(atlas.canvas, n * side, 0, side, side, x, y, size, size);
    context.strokeStyle = palette.line;
    context.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1);
  }
}

export function Hoped() {
  const atlas = useRef<Picture | null>(null);
  const all = useMemo(() => {
    const values = new Float32Array(hopedCount * 784);
    for (let n = 0; n < hopedCount; ++n) values.set(hopedWeights(n), n * 784);
    return values;
  }, []);
  const draw = (sheet: Sheet): void => {
    atlas.current ??= makePicture(28 * hopedCount, 28);
    paintAtlas(atlas.current, all, 0, hopedCount, 28, 1, sheet.palette);
    tiles(sheet, atlas.current, hopedCount, 28);
  };
  return <Drawing class="tiles" role="img" aria-label={texts().sees.hopedShows} draw={draw} />;
}

interface Props {
  chosen: number | null;
  nameOf: (neuron: number) => string;
  onChoose: (neuron: number) => void;
}

/** Of the network that is shown; arrow keys lead from one to the next. */
export function Really({ chosen, nameOf, onChoose }: Props) {
  const atlas = useRef<Picture | null>(null);
  void slowPulse.value;
  const first = net.value?.layers[0];
  if (!first) return null;
  const { across: side, down, planes } = net.value!;
  const shown = Math.min(mostTiles, first.width);
  const inWords = (n: number): string => {
    const from = first.weightAt + n * first.inputs;
    return `${nameOf(n)}: ${whereStrongest(tensors.parameters, from, side, down)}`;
  };
  const draw = (sheet: Sheet): void => {
    atlas.current = pictureOf(atlas.current, side * shown, side);
    const scale = robustScale(tensors.parameters, first.weightAt, shown * first.inputs);
    const pictures = overColours(tensors.parameters, first.weightAt, shown, side * side, planes);
    paintAtlas(atlas.current, pictures.of, pictures.from, shown, side, scale, sheet.palette);
    tiles(sheet, atlas.current, shown, side);
  };
  return (
    <div class="tiles-box">
      <Drawing class="tiles" aria-hidden="true" channels={['parameters']} draw={draw} />
      <div class="tile-targets" onKeyDown={chooseByArrow}>
        {Array.from({ length: shown }, (_, n) => (
          <button
            key={n}
            class="tile-target"
            data-tile={n}
            aria-label={inWords(n)}
            title={nameOf(n)}
            aria-pressed={chosen === n}
            onClick={() => onChoose(n)}
          />
        ))}
      </div>
    </div>
  );
}
