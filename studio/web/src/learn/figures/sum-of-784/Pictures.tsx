// The picture, the weights of the neuron, and pixel by pixel their product.
import { useRef } from 'preact/hooks';
import { Drawing, type Sheet } from '../../../draw/canvas';
import { type Palette } from '../../../draw/palette';
import {
  type Picture,
  paintPixels,
  paintWeights,
  pictureOf,
  robustScale,
} from '../../../draw/pictures';
import { arrowOf, cellUnder } from '../../../draw/pointer';
import { fill, fixed, signed, texts } from '../../../text/learn';
import { added, done, pixel, seen } from './state';

type Kind = 'light' | 'weight' | 'vote';

function paint(picture: Picture, kind: Kind, palette: Palette): void {
  const { pixels, weights, contributions } = seen.value!;
  if (kind === 'light') return paintPixels(picture, pixels, 0, 1, palette);
  if (kind === 'weight')
    return paintWeights(picture, weights, 0, robustScale(weights, 0, weights.length), palette);
  const counted = Float64Array.from(contributions, (vote, i) => (i < added.value ? vote : 0));
  const scale = robustScale(contributions, 0, contributions.length);
  return paintWeights(picture, counted, 0, scale, palette);
}

/** the one that is pointed at, or else the one that is being added */
const marked = (): number | null => pixel.value ?? (done.value ? null : added.value);

function One({ kind }: { kind: Kind }) {
  const kept = useRef<Picture | null>(null);
  const { across, down } = seen.value!.net;
  const draw = ({ context, width, height, palette }: Sheet): void => {
    kept.current = pictureOf(kept.current, across, down);
    paint(kept.current, kind, palette);
    context.imageSmoothingEnabled = false;
    context.drawImage(kept.current.canvas, 0, 0, width, height);
    const at = marked();
    if (at === null) return;
    const [wide, high] = [width / across, height / down];
    context.strokeStyle = palette.accent;
    context.lineWidth = 2;
    const [x, y] = [(at % across) * wide, Math.floor(at / across) * high];
    context.strokeRect(x - 1, y - 1, wide + 2, high + 2);
  };
  return (
    <div class="sum-picture">
      <Drawing
        style={{ aspectRatio: `${across} / ${down}` }}
        data-picture={kind}
        aria-hidden="true"
        follow={() => [seen.value, added.value, pixel.value]}
        draw={draw}
        onPointerDown={(event) => (pixel.value = under(event))}
        onPointerMove={(event) => (pixel.value = under(event))}
      />
      <p class="small">{texts().learnRoom.sum[kind]}</p>
    </div>
  );
}

function under(event: PointerEvent): number {
  const { across, down } = seen.peek()!.net;
  const { column, row } = cellUnder(event, across, down);
  return row * across + column;
}

function told(at: number): string {
  const { net, pixels, weights, contributions } = seen.value!;
  return fill(texts().learnRoom.sum.pixel, {
    row: Math.floor(at / net.across),
    column: at % net.across,
    light: fixed(pixels[at], 3),
    weight: fixed(weights[at], 3),
    vote: signed(contributions[at], 3),
  });
}

/** One handle for the three: they show the same pixel. */
export function Pictures() {
  const T = texts().learnRoom.sum;
  const { net, contributions } = seen.value!;
  const last = contributions.length - 1;
  const now = Math.min(last, marked() ?? Math.floor(last / 2));
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = arrowOf(event.key);
    const to = move ? now + move[0] + net.across * move[1] : -1;
    if (to < 0 || to > last) return;
    event.preventDefault();
    pixel.value = to;
  };
  return (
    <>
      <div
        class="sum-pictures"
        role="slider"
        tabIndex={0}
        data-test="sum-pixels"
        aria-label={T.pixels}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={now}
        aria-valuetext={told(now)}
        onKeyDown={onKeyDown}
        onBlur={() => (pixel.value = null)}
        onPointerLeave={() => (pixel.value = null)}
      >
        <One kind="light" />
        <One kind="weight" />
        <One kind="vote" />
      </div>
      <p class="small sum-told" data-test="sum-told">
        {pixel.value === null ? T.point : told(pixel.value)}
      </p>
    </>
  );
}
