import { useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import { Drawing, type Sheet } from '../../draw/canvas';
import { type Picture, makePicture, paintWeights, robustScale } from '../../draw/pictures';
import { nameOfPlace } from '../../parts/selected/WeightCard';
import { rememberBefore, setWeight } from '../../model/edits';
import { type Net, net, placeAt } from '../../model/network';
import { selection } from '../../model/selection';
import { pulse, tensors } from '../../model/tensors';
import { count, fixed, signed, texts } from '../../text';
import { layerName } from '../network/NetworkView';
import { arrangeField, boxOf, type Field, hit, neighbour } from './field';

const perPixel = 0.03;

export function KnobField() {
  const T = texts();
  const at = useSignal(0);
  const pointed = useSignal(false);
  const field = useRef<Field | null>(null);
  const sizes = useRef('');
  const pictures = useMemo(() => new Map<number, Picture>(), []);
  const drag = useRef<{ position: number; y: number; value: number } | null>(null);
  const network = net.value;
  if (!network) return null;

  const lay = (net: Net, width: number, height: number): Field => {
    const key = `${net.revision}/${width}/${height}`;
    if (key !== sizes.current || !field.current) {
      field.current = arrangeField(net, width, height);
      sizes.current = key;
      pictures.clear();
    }
    return field.current;
  };

  const draw = ({ context, width, height, palette }: Sheet): void => {
    const now = lay(network, width, height);
    context.imageSmoothingEnabled = false;
    const scales = new Map<string, number>();
    const scaleOf = (key: string, from: number, n: number): number => {
      let scale = scales.get(key);
      if (scale === undefined) scales.set(key, (scale = robustScale(tensors.parameters, from, n)));
      return scale;
    };
    for (const b of now.blocks) {
      let picture = pictures.get(b.from);
      if (!picture) pictures.set(b.from, (picture = makePicture(b.across, b.down)));
      const scale =
        b.kind === 'bias'
          ? scaleOf(b.layer.bias, b.layer.biasAt, b.layer.width)
          : scaleOf(b.layer.weight, b.layer.weightAt, b.layer.width * b.layer.inputs);
      paintWeights(picture, tensors.parameters, b.from, scale, palette);
      context.drawImage(picture.canvas, b.x, b.y, b.across * b.cell, b.down * b.cell);
      context.strokeStyle = palette.line;
      context.lineWidth = 1;
      context.strokeRect(b.x - 0.5, b.y - 0.5, b.across * b.cell + 1, b.down * b.cell + 1);
    }
    context.fillStyle = palette.muted;
    context.font = '12px "Inter Variable", sans-serif';
    for (const c of now.captions) {
      const { layer } = c;
      const text =
        c.text === 'bias'
          ? T.selected.bias
          : `${layerName(layer.index)}: ${count(layer.width)} × ${count(layer.inputs)}`;
      context.fillText(text, c.x, c.y);
    }
    const box = boxOf(now, at.value);
    if (box && (pointed.value || drag.current)) {
      context.strokeStyle = palette.text;
      context.lineWidth = 2;
      const grow = Math.max(2, 5 - box.size / 2);
      context.strokeRect(box.x - grow, box.y - grow, box.size + 2 * grow, box.size + 2 * grow);
    }
  };

  const under = (event: PointerEvent | MouseEvent): number | null => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return field.current
      ? hit(field.current, event.clientX - box.left, event.clientY - box.top)
      : null;
  };
  const change = (position: number, value: number): void =>
    setWeight(placeAt(network, position), Math.round(value * 1000) / 1000);

  void pulse.value;
  const value = tensors.parameters[at.value] ?? 0;
  const place = placeAt(network, at.value);
  return (
    <>
      <div
        class="knobs"
        role="application"
        tabIndex={0}
        aria-label={`${T.hand.field}. ${nameOfPlace(place)}: ${signed(value, 3)}`}
        onFocus={() => (pointed.value = true)}
        onBlur={() => (pointed.value = false)}
        onPointerDown={(event) => {
          const position = under(event);
          if (position === null) return;
          event.preventDefault();
          event.currentTarget.focus();
          event.currentTarget.setPointerCapture(event.pointerId);
          at.value = position;
          pointed.value = true;
          drag.current = { position, y: event.clientY, value: tensors.parameters[position] };
          selection.value = { kind: 'weight', place: placeAt(network, position) };
          void rememberBefore();
        }}
        onPointerMove={(event) => {
          if (drag.current) {
            change(
              drag.current.position,
              drag.current.value + (drag.current.y - event.clientY) * perPixel,
            );
            return;
          }
          const position = under(event);
          pointed.value = position !== null;
          if (position !== null) at.value = position;
        }}
        onPointerUp={() => (drag.current = null)}
        onPointerCancel={() => (drag.current = null)}
        onPointerLeave={() => {
          if (!drag.current) pointed.value = false;
        }}
        onKeyDown={(event) => {
          const moves: Record<string, [number, number]> = {
            ArrowLeft: [-1, 0],
            ArrowRight: [1, 0],
            ArrowUp: [0, -1],
            ArrowDown: [0, 1],
          };
          const move = moves[event.key];
          if (move && field.current)
            at.value = neighbour(field.current, at.value, move[0], move[1]);
          else if (event.key === '+' || event.key === '=')
            change(at.value, tensors.parameters[at.value] + 0.1);
          else if (event.key === '-') change(at.value, tensors.parameters[at.value] - 0.1);
          else if (event.key === 'Enter') selection.value = { kind: 'weight', place };
          else return;
          event.preventDefault();
        }}
      >
        <Drawing
          class="fill-canvas"
          aria-hidden="true"
          channels={['parameters']}
          follow={() => [at.value, pointed.value, net.value]}
          draw={draw}
        />
      </div>
      <p class="knob-told small">
        {pointed.value ? (
          <>
            {nameOfPlace(place)} · <b>{fixed(value, 3)}</b>
          </>
        ) : (
          T.hand.how
        )}
      </p>
    </>
  );
}
