import './sees.css';
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
import { state } from '../../model/learning';
import { neuronName } from '../../model/names';
import { net } from '../../model/network';
import { selection } from '../../model/selection';
import { slowPulse, tensors } from '../../model/tensors';
import { fill, percent, texts } from '../../text';
import { Confusion } from './Confusion';
import { Gallery } from './Gallery';
import { hopedCount, hopedWeights } from './hoped';
import { heaviestPatch } from './patches';

function Hoped() {
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

const columns = 4;

function tiles(
  { context, width, height, palette }: Sheet,
  atlas: Picture,
  count: number,
  side: number,
): void {
  const rows = Math.ceil(count / columns);
  const gap = 6;
  const size = Math.min(
    (width - gap * (columns - 1)) / columns,
    (height - gap * (rows - 1)) / rows,
  );
  context.imageSmoothingEnabled = size < side * 1.5;
  for (let n = 0; n < count; ++n) {
    const x = (n % columns) * (size + gap);
    const y = Math.floor(n / columns) * (size + gap);
    context.drawImage(atlas.canvas, n * side, 0, side, side, x, y, size, size);
    context.strokeStyle = palette.line;
    context.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1);
  }
}

function tileInWords(n: number): string {
  const { layers, across, down } = net.value!;
  const from = layers[0].weightAt + n * layers[0].inputs;
  return `${neuronName(0, n)}: ${whereStrongest(tensors.parameters, from, across, down)}`;
}

function Really() {
  const atlas = useRef<Picture | null>(null);
  void slowPulse.value;
  const first = net.value?.layers[0];
  if (!first) return null;
  const { across: side, planes } = net.value!;
  const shown = Math.min(16, first.width);
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
      <div class="tile-targets">
        {Array.from({ length: shown }, (_, n) => (
          <button
            key={n}
            class="tile-target"
            aria-label={tileInWords(n)}
            title={neuronName(0, n)}
            aria-pressed={
              selection.value?.kind === 'neuron' &&
              selection.value.layer === 0 &&
              selection.value.neuron === n
            }
            onClick={() => (selection.value = { kind: 'neuron', layer: 0, neuron: n })}
          />
        ))}
      </div>
    </div>
  );
}

/** What these pictures show, counted. */
function Told({ accuracy }: { accuracy: number }) {
  const T = texts();
  void slowPulse.value;
  const first = net.value?.layers[0];
  if (!first) return null;
  const { across, planes } = net.value!;
  const pixels = first.inputs / planes;
  const pictures = overColours(tensors.parameters, first.weightAt, first.width, pixels, planes);
  let gathered = 0;
  for (let n = 0; n < first.width; ++n) {
    const from = pictures.from + n * pixels;
    if (heaviestPatch(pictures.of.subarray(from, from + pixels), across) > 1 / 3) gathered++;
  }
  return (
    <p class="small">
      {fill(T.sees.reallyWhy, { n: gathered, total: first.width, percent: percent(accuracy) })}
    </p>
  );
}

const allMistakes = { wrong: true };

export default function SeesView() {
  const T = texts();
  const accuracy = state.value?.testAccuracy;
  return (
    <div class="sees view">
      <p class="lead">{T.sees.lead}</p>
      <div class="sees-pairs">
        <section>
          <h3>{T.sees.hoped}</h3>
          <Hoped />
        </section>
        <section>
          <h3>{T.sees.really}</h3>
          <Really />
        </section>
        <section class="sees-confusion">
          <h3>{T.sees.confusion}</h3>
          <Confusion />
          <p class="small">{T.sees.confusionHow}</p>
        </section>
      </div>
      {accuracy != null && <Told accuracy={accuracy} />}
      <section>
        <h3>{T.sees.gallery}</h3>
        <Gallery query={allMistakes} count={36} />
      </section>
    </div>
  );
}
