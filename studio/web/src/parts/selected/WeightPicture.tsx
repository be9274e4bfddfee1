// The weights of a neuron as a picture with its scale; any of them can be pointed at and chosen.
import './WeightPicture.css';
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Drawing, type Sheet } from '../../draw/canvas';
import { type Picture, pictureOf, paintWeights, robustScale } from '../../draw/pictures';
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

export function ScaleBar({ most }: { most: number }) {
  return (
    <div class="scale" aria-hidden="true">
      <div class="scale-bar" />
      <span class="top">{most < 0.05 ? `+${brief(most)}` : signed(most, 1)}</span>
      <span class="mid">0</span>
      <span class="low">{most < 0.05 ? brief(-most) : signed(-most, 1)}</span>
    </div>
  );
}

export function WeightPicture({ layer, neuron }: { layer: Layer; neuron: number }) {
  const T = texts();
  const at = useSignal(0);
  const told = useSignal<string | null>(null);
  const picture = useRef<Picture | null>(null);
  const { across, down } = layer.index === 0 && net.value ? net.value : gridOf(layer.inputs);
  const from = layer.weightAt + neuron * layer.inputs;
  void pulse.value;
  /** the weights, or minus their gradient: where a step would move them */
  const values = (): { of: ArrayLike<number>; scale: number } => {
    const { gradient } = tensors;
    if (linesShow.value !== 'gradient' || !gradient)
      return { of: tensors.parameters, scale: robustScale(tensors.parameters, from, layer.inputs) };
    const of = new Float32Array(from + layer.inputs);
    for (let i = from; i < of.length; ++i) of[i] = -gradient[i];
    return { of, scale: robustScale(of, from, layer.inputs, 1e-9) };
  };
  const most = values().scale;

  const draw = ({ context, width, height, palette }: Sheet): void => {
    picture.current = pictureOf(picture.current, across, down);
    const shown = values();
    paintWeights(picture.current, shown.of, from, shown.scale, palette);
    const whole = across * down;
    if (whole > layer.inputs)
      picture.current.context.clearRect(layer.inputs % across, down - 1, across, 1);
    context.imageSmoothingEnabled = false;
    context.drawImage(picture.current.canvas, 0, 0, width, height);
    const chosen = selection.peek();
    const index =
      told.peek() !== null || chosen?.kind !== 'weight'
        ? at.peek()
        : chosen.place.index % layer.inputs;
    if (told.peek() === null && chosen?.kind !== 'weight') return;
    const cell = width / across;
    context.strokeStyle = palette.text;
    context.lineWidth = 1.5;
    context.strokeRect(
      (index % across) * cell,
      Math.floor(index / across) * (height / down),
      cell,
      height / down,
    );
  };
  const say = (index: number): string => {
    const pixel = layer.index === 0 && net.value ? pixelAt(net.value, index) : null;
    const colour = pixel?.colour == null ? '' : `, ${T.network.colours[pixel.colour]}`;
    const where = pixel ? `(${pixel.x}, ${pixel.y}${colour})` : `${index + 1}`;
    const w = tensors.parameters[from + index] ?? 0;
    const a = tensors.activations[layer.inputsAt + index] ?? 0;
    return `${where}: w = ${signed(w)}, a = ${fixed(a)}, w × a = ${signed(w * a)}`;
  };
  const under = (event: MouseEvent): number => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const x = Math.max(
      0,
      Math.min(across - 1, Math.floor(((event.clientX - box.left) / box.width) * across)),
    );
    const y = Math.max(
      0,
      Math.min(down - 1, Math.floor(((event.clientY - box.top) / box.height) * down)),
    );
    return Math.min(layer.inputs - 1, y * across + x);
  };
  const point = (index: number): void => {
    at.value = index;
    told.value = say(index);
  };
  const label = (layer.index === 0 ? T.selected.weightPicture : T.selected.weightRow)
    .replace('{w}', String(across))
    .replace('{h}', String(down))
    .replace('{n}', String(layer.inputs));
  return (
    <div class="weight-picture">
      <div class="with-scale">
        <button
          class={`picture-button ${down === across ? '' : down > across ? 'tall' : 'flat'}`}
          aria-label={`${label} ${told.value ?? ''}`}
          style={{ aspectRatio: `${across} / ${down}` }}
          onPointerMove={(event) => point(under(event))}
          onPointerLeave={() => (told.value = null)}
          onBlur={() => (told.value = null)}
          onClick={(event) => {
            if (event.detail > 0) at.value = under(event);
            selection.value = {
              kind: 'weight',
              place: { parameter: layer.weight, index: neuron * layer.inputs + at.value },
            };
          }}
          onKeyDown={(event) => {
            const move = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across, ArrowDown: across }[
              event.key
            ];
            const to = at.value + (move ?? 0);
            if (move === undefined || to < 0 || to >= layer.inputs) return;
            event.preventDefault();
            point(to);
          }}
        >
          <Drawing
            class="fill-canvas"
            aria-hidden="true"
            channels={['parameters', 'gradient']}
            follow={() => [linesShow.value, told.value, at.value, selection.value]}
            draw={draw}
          />
        </button>
        <ScaleBar most={most} />
      </div>
      <p class="small told-line">{told.value ?? label}</p>
    </div>
  );
}
