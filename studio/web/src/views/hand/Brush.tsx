// Painting on a neuron's picture: a stroke changes the weights under the brush, the test set
// answers.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Drawing, type Sheet } from '../../draw/canvas';
import { type Picture, pictureOf, paintWeights, robustScale } from '../../draw/pictures';
import { ScaleBar } from '../../parts/selected/WeightPicture';
import { Slider } from '../../parts/Slider';
import { rememberBefore, setWeights } from '../../model/edits';
import { net } from '../../model/network';
import { selection } from '../../model/selection';
import { pulse, tensors } from '../../model/tensors';
import { fixed, texts } from '../../text';
import { brushNeuron } from './state';

type Tool = 'plus' | 'minus' | 'rubber';

/** The weights under a round brush: those whose middle is within its radius, weaker at its edge. */
export function underBrush(
  x: number,
  y: number,
  radius: number,
  across: number,
  down = across,
): { index: number; share: number }[] {
  const found: { index: number; share: number }[] = [];
  for (let row = Math.floor(y - radius); row <= y + radius; ++row)
    for (let column = Math.floor(x - radius); column <= x + radius; ++column) {
      if (row < 0 || column < 0 || row >= down || column >= across) continue;
      const away = Math.hypot(column + 0.5 - x, row + 0.5 - y);
      if (away <= radius)
        found.push({ index: row * across + column, share: 1 - 0.6 * (away / radius) });
    }
  return found;
}

export function Brush() {
  const T = texts();
  const tool = useSignal<Tool>('plus');
  const radius = useSignal(2);
  const force = useSignal(0.15);
  const cursor = useSignal<{ x: number; y: number } | null>(null);
  const painting = useRef(false);
  const picture = useRef<Picture | null>(null);
  const first = net.value?.layers[0];
  if (!first) return null;
  const { across, down } = net.value!;
  const neuron = Math.min(brushNeuron.value, first.width - 1);
  const from = first.weightAt + neuron * first.inputs;

  const paint = (x: number, y: number): void => {
    setWeights(
      underBrush(x, y, radius.value, across, down).map(({ index, share }) => {
        const now = tensors.parameters[from + index];
        const value =
          tool.value === 'rubber'
            ? now * (1 - share * 0.6)
            : now + (tool.value === 'plus' ? 1 : -1) * force.value * share;
        return { place: { parameter: first.weight, index: neuron * first.inputs + index }, value };
      }),
    );
  };
  const place = (event: PointerEvent): { x: number; y: number } => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * across,
      y: ((event.clientY - box.top) / box.height) * down,
    };
  };
  const draw = ({ context, width, height, palette }: Sheet): void => {
    picture.current = pictureOf(picture.current, across, down);
    paintWeights(
      picture.current,
      tensors.parameters,
      from,
      robustScale(tensors.parameters, from, first.inputs),
      palette,
    );
    context.imageSmoothingEnabled = false;
    context.drawImage(picture.current.canvas, 0, 0, width, height);
    if (!cursor.value) return;
    context.strokeStyle = palette.text;
    context.lineWidth = 1.5;
    context.beginPath();
    context.arc(
      (cursor.value.x / across) * width,
      (cursor.value.y / down) * height,
      (radius.value / across) * width,
      0,
      Math.PI * 2,
    );
    context.stroke();
  };
  void pulse.value;
  return (
    <div class="brush">
      <div class="brush-main">
        <div
          class="brush-field"
          style={{
            width: `min(${(100 * across) / down}cqh, 100cqw - 80px)`,
            height: 'auto',
            aspectRatio: `${across} / ${down}`,
          }}
          role="application"
          tabIndex={0}
          aria-label={T.hand.paintField}
          onPointerDown={(event) => {
            event.preventDefault();
            event.currentTarget.focus();
            event.currentTarget.setPointerCapture(event.pointerId);
            painting.current = true;
            void rememberBefore();
            const at = place(event);
            cursor.value = at;
            paint(at.x, at.y);
          }}
          onPointerMove={(event) => {
            cursor.value = place(event);
            if (painting.current) paint(cursor.value.x, cursor.value.y);
          }}
          onPointerUp={() => (painting.current = false)}
          onPointerCancel={() => (painting.current = false)}
          onPointerLeave={() => {
            if (!painting.current) cursor.value = null;
          }}
          onKeyDown={(event) => {
            const moves: Record<string, [number, number]> = {
              ArrowLeft: [-1, 0],
              ArrowRight: [1, 0],
              ArrowUp: [0, -1],
              ArrowDown: [0, 1],
            };
            const now = cursor.value ?? { x: across / 2, y: down / 2 };
            const move = moves[event.key];
            if (move)
              cursor.value = {
                x: Math.max(0, Math.min(across, now.x + move[0])),
                y: Math.max(0, Math.min(down, now.y + move[1])),
              };
            else if (event.key === ' ') paint(now.x, now.y);
            else return;
            event.preventDefault();
          }}
        >
          <Drawing
            class="fill-canvas"
            aria-hidden="true"
            channels={['parameters']}
            follow={() => [cursor.value, radius.value, brushNeuron.value]}
            draw={draw}
          />
        </div>
        <ScaleBar most={robustScale(tensors.parameters, from, first.inputs)} />
      </div>
      <div class="brush-tools">
        <p class="small">{T.hand.paintHow}</p>
        <div class="buttons" role="group" aria-label={T.hand.tabBrush}>
          {(['plus', 'minus', 'rubber'] as const).map((name) => (
            <button
              key={name}
              class={`tool-${name}`}
              aria-pressed={tool.value === name}
              onClick={() => (tool.value = name)}
            >
              {T.hand[name]}
            </button>
          ))}
        </div>
        <Slider
          label={T.hand.size}
          value={radius.value}
          min={0.7}
          max={6}
          step={0.1}
          shown={fixed(radius.value, 1)}
          onInput={(v) => (radius.value = v)}
        />
        <Slider
          label={T.hand.force}
          value={force.value}
          min={0.02}
          max={1}
          step={0.01}
          shown={fixed(force.value)}
          onInput={(v) => (force.value = v)}
        />
        <h3>{T.hand.neuron}</h3>
        <div class="neuron-picker" role="group" aria-label={T.hand.neuron}>
          {Array.from({ length: first.width }, (_, n) => (
            <button
              key={n}
              class="small"
              aria-pressed={n === neuron}
              onClick={() => {
                brushNeuron.value = n;
                selection.value = { kind: 'neuron', layer: 0, neuron: n };
              }}
            >
              {n + 1}
            </button>
          ))}
        </div>
      </div>
    </div>
  );
}
