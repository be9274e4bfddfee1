// The weights of a neuron as a picture with its scale; any of them can be pointed at and chosen.
import './WeightPicture.css';
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { extremesInWords, whereStrongest } from '../../aloud/pictures';
import { Drawing, type Sheet } from '../../draw/canvas';
import { type Picture, pictureOf, paintWeights, robustScale } from '../../draw/pictures';
import { arrowOf, cellUnder } from '../../draw/pointer';
import { type Layer, net, pixelAt } from '../../model/network';
import { linesShow, selection } from '../../model/selection';
import { pulse, tensors } from '../../model/tensors';
import { brief, fixed, signed, texts } from '../../text';

export function gridOf(inputs: number): { across: number; down: number } {
  const root = Math.sqrt(inputs);
  if (Number.isInteger(root)) return { across: root, down: root };
  const across = Math.min(inputs, inputs > 64 ? Math.ceil(root) : 16);
  return { across, down: Math.ceil(inputs / across) };
}

/** What the colours mean: `labels` where the ends are not −most and +most. */
export function ScaleBar({ most, labels }: { most: number; labels?: [string, string, string] }) {
  const [top, mid, low] = labels ?? [
    most < 0.05 ? `+${brief(most)}` : signed(most, 1),
    '0',
    most < 0.05 ? brief(-most) : signed(-most, 1),
  ];
  return (
    <div class="scale" aria-hidden="true">
      <div class="scale-bar" />
      <span class="top">{top}</span>
      <span class="mid">{mid}</span>
      <span class="low">{low}</span>
    </div>
  );
}

const wholeOf = (layer: Layer): { across: number; down: number } =>
  layer.index === 0 && net.value ? net.value : gridOf(layer.inputs);

/** The weights that a neuron's begin in at `from`, or minus their gradient: where a step goes. */
function valuesOf(layer: Layer, from: number): { of: ArrayLike<number>; scale: number } {
  const { gradient, parameters } = tensors;
  if (linesShow.value !== 'gradient' || !gradient)
    return { of: parameters, scale: robustScale(parameters, from, layer.inputs) };
  const of = new Float32Array(from + layer.inputs);
  for (let i = from; i < of.length; ++i) of[i] = -gradient[i];
  return { of, scale: robustScale(of, from, layer.inputs, 1e-9) };
}

function tellWeight(layer: Layer, from: number, index: number): string {
  const T = texts();
  const pixel = layer.index === 0 && net.value ? pixelAt(net.value, index) : null;
  const colour = pixel?.colour == null ? '' : `, ${T.network.colours[pixel.colour]}`;
  const where = pixel ? `(${pixel.x}, ${pixel.y}${colour})` : `${index + 1}`;
  const w = tensors.parameters[from + index] ?? 0;
  const a = tensors.activations[layer.inputsAt + index] ?? 0;
  return `${where}: w = ${signed(w)}, a = ${fixed(a)}, w × a = ${signed(w * a)}`;
}

/** Which weight is pointed at, what is told of it, and how mouse and keys choose one. */
function useWeights(layer: Layer, neuron: number) {
  const at = useSignal(0);
  const told = useSignal<string | null>(null);
  const { across, down } = wholeOf(layer);
  const from = layer.weightAt + neuron * layer.inputs;
  const under = (event: MouseEvent): number => {
    const { column, row } = cellUnder(event, across, down);
    return Math.min(layer.inputs - 1, row * across + column);
  };
  const point = (index: number): void => {
    at.value = index;
    told.value = tellWeight(layer, from, index);
  };
  const leave = (): void => {
    told.value = null;
  };
  /** the weight to be framed in the picture, if any */
  const marked = (): number | null => {
    const chosen = selection.peek();
    if (told.peek() !== null) return at.peek();
    return chosen?.kind === 'weight' ? chosen.place.index % layer.inputs : null;
  };
  return {
    told,
    marked,
    follow: () => [linesShow.value, told.value, at.value, selection.value],
    handlers: {
      onPointerMove: (event: PointerEvent) => point(under(event)),
      onPointerLeave: leave,
      onBlur: leave,
      onClick: (event: MouseEvent) => {
        if (event.detail > 0) at.value = under(event);
        const index = neuron * layer.inputs + at.value;
        selection.value = { kind: 'weight', place: { parameter: layer.weight, index } };
      },
      onKeyDown: (event: KeyboardEvent) => {
        const move = arrowOf(event.key);
        const to = move ? at.value + move[0] + across * move[1] : -1;
        if (to < 0 || to >= layer.inputs) return;
        event.preventDefault();
        point(to);
      },
    },
  };
}

export function WeightPicture({ layer, neuron }: { layer: Layer; neuron: number }) {
  const T = texts();
  const { told, marked, follow, handlers } = useWeights(layer, neuron);
  const picture = useRef<Picture | null>(null);
  const { across, down } = wholeOf(layer);
  const from = layer.weightAt + neuron * layer.inputs;
  void pulse.value;

  const draw = ({ context, width, height, palette }: Sheet): void => {
    picture.current = pictureOf(picture.current, across, down);
    const shown = valuesOf(layer, from);
    paintWeights(picture.current, shown.of, from, shown.scale, palette);
    if (across * down > layer.inputs)
      picture.current.context.clearRect(layer.inputs % across, down - 1, across, 1);
    context.imageSmoothingEnabled = false;
    context.drawImage(picture.current.canvas, 0, 0, width, height);
    const index = marked();
    if (index === null) return;
    const [wide, high] = [width / across, height / down];
    context.strokeStyle = palette.text;
    context.lineWidth = 1.5;
    context.strokeRect((index % across) * wide, Math.floor(index / across) * high, wide, high);
  };
  const label = (layer.index === 0 ? T.selected.weightPicture : T.selected.weightRow)
    .replace('{w}', String(across))
    .replace('{h}', String(down))
    .replace('{n}', String(layer.inputs));
  const shown = valuesOf(layer, from);
  const shows =
    layer.index === 0
      ? whereStrongest(shown.of, from, across, down)
      : extremesInWords(shown.of, from, layer.inputs);
  return (
    <div class="weight-picture">
      <div class="with-scale">
        <button
          class={`picture-button ${down === across ? '' : down > across ? 'tall' : 'flat'}`}
          aria-label={`${label} ${told.value ?? shows}`}
          style={{ aspectRatio: `${across} / ${down}` }}
          {...handlers}
        >
          <Drawing
            class="fill-canvas"
            aria-hidden="true"
            channels={['parameters', 'gradient']}
            follow={follow}
            draw={draw}
          />
        </button>
        <ScaleBar most={shown.scale} />
      </div>
      <p class="small told-line">{told.value ?? label}</p>
    </div>
  );
}
