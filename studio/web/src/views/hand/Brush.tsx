// Painting on a neuron's picture: a stroke changes the weights under the brush, the test set
// answers.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Drawing, type Sheet } from '../../draw/canvas';
import { type Picture, pictureOf, paintWeights, robustScale } from '../../draw/pictures';
import { arrowOf, placeOn, useGrip, within } from '../../draw/pointer';
import { ScaleBar } from '../../parts/selected/WeightPicture';
import { Slider } from '../../parts/Slider';
import { rememberBefore } from '../../model/edits';
import { type Net, net } from '../../model/network';
import { selection } from '../../model/selection';
import { pulse, tensors } from '../../model/tensors';
import { fixed, texts } from '../../text';
import { type Kit, type Tool, paint } from './painting';
import { brushNeuron } from './state';

interface Spot {
  x: number;
  y: number;
}

function drawCursor(sheet: Sheet, { x, y }: Spot, radius: number, { across, down }: Net): void {
  const { context, width, height, palette } = sheet;
  context.strokeStyle = palette.text;
  context.lineWidth = 1.5;
  context.beginPath();
  const reach = (radius / across) * width;
  context.arc((x / across) * width, (y / down) * height, reach, 0, Math.PI * 2);
  context.stroke();
}

/** The picture that is painted on, with mouse, finger or arrow keys and space. */
function Field({ kit, network, neuron }: { kit: Kit; network: Net; neuron: number }) {
  const T = texts();
  const cursor = useSignal<Spot | null>(null);
  const picture = useRef<Picture | null>(null);
  const { across, down } = network;
  const [first] = network.layers;
  const from = first.weightAt + neuron * first.inputs;
  const stroke = ({ x, y }: Spot): void => paint(kit, network, neuron, x, y);
  const moveTo = (event: PointerEvent): Spot => {
    const { x, y, width, height } = placeOn(event);
    return (cursor.value = { x: (x / width) * across, y: (y / height) * down });
  };
  const grip = useGrip({
    take: (event) => {
      void rememberBefore();
      stroke(moveTo(event));
      return true;
    },
    drag: (event) => stroke(moveTo(event)),
    hover: moveTo,
  });
  const onKey = (event: KeyboardEvent): void => {
    const now = cursor.value ?? { x: across / 2, y: down / 2 };
    const move = arrowOf(event.key);
    if (move)
      cursor.value = {
        x: within(now.x + move[0], 0, across),
        y: within(now.y + move[1], 0, down),
      };
    else if (event.key === ' ') stroke(now);
    else return;
    event.preventDefault();
  };
  const draw = (sheet: Sheet): void => {
    const { context, width, height, palette } = sheet;
    const scale = robustScale(tensors.parameters, from, first.inputs);
    picture.current = pictureOf(picture.current, across, down);
    paintWeights(picture.current, tensors.parameters, from, scale, palette);
    context.imageSmoothingEnabled = false;
    context.drawImage(picture.current.canvas, 0, 0, width, height);
    if (cursor.value) drawCursor(sheet, cursor.value, kit.radius.value, network);
  };
  return (
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
      {...grip.handlers}
      onPointerLeave={() => {
        if (!grip.isHeld()) cursor.value = null;
      }}
      onKeyDown={onKey}
    >
      <Drawing
        class="fill-canvas"
        aria-hidden="true"
        channels={['parameters']}
        follow={() => [cursor.value, kit.radius.value, brushNeuron.value]}
        draw={draw}
      />
    </div>
  );
}

function Tools({ tool, radius, force }: Kit) {
  const T = texts();
  return (
    <>
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
    </>
  );
}

function NeuronPicker({ count, chosen }: { count: number; chosen: number }) {
  const T = texts();
  return (
    <>
      <h3>{T.hand.neuron}</h3>
      <div class="neuron-picker" role="group" aria-label={T.hand.neuron}>
        {Array.from({ length: count }, (_, n) => (
          <button
            key={n}
            class="small"
            aria-pressed={n === chosen}
            onClick={() => {
              brushNeuron.value = n;
              selection.value = { kind: 'neuron', layer: 0, neuron: n };
            }}
          >
            {n + 1}
          </button>
        ))}
      </div>
    </>
  );
}

export function Brush() {
  const T = texts();
  const kit: Kit = {
    tool: useSignal<Tool>('plus'),
    radius: useSignal(2),
    force: useSignal(0.15),
  };
  void pulse.value;
  const network = net.value;
  const first = network?.layers[0];
  if (!network || !first) return null;
  const neuron = Math.min(brushNeuron.value, first.width - 1);
  const from = first.weightAt + neuron * first.inputs;
  return (
    <div class="brush">
      <div class="brush-main">
        <Field kit={kit} network={network} neuron={neuron} />
        <ScaleBar most={robustScale(tensors.parameters, from, first.inputs)} />
      </div>
      <div class="brush-tools">
        <p class="small">{T.hand.paintHow}</p>
        <Tools {...kit} />
        <NeuronPicker count={first.width} chosen={neuron} />
      </div>
    </div>
  );
}
