// Painting on a neuron's picture: a stroke changes the weights under the brush, the test set
// answers.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Tool } from '../../draw/brush';
import type { Sheet } from '../../draw/canvas';
import { type Picture, pictureOf, paintWeights, robustScale } from '../../draw/pictures';
import { BrushField, ToolButtons } from '../../parts/BrushField';
import { ScaleBar } from '../../parts/selected/WeightPicture';
import { Slider } from '../../parts/Slider';
import { rememberBefore } from '../../model/edits';
import { type Net, net } from '../../model/network';
import { selection } from '../../model/selection';
import { pulse, tensors } from '../../model/tensors';
import { fixed, texts } from '../../text/views';
import { type Kit, paint } from './painting';
import { brushNeuron } from './state';

/** The picture that is painted on. */
function Field({ kit, network, neuron }: { kit: Kit; network: Net; neuron: number }) {
  const T = texts();
  const picture = useRef<Picture | null>(null);
  const { across, down } = network;
  const [first] = network.layers;
  const from = first.weightAt + neuron * first.inputs;
  const draw = ({ context, width, height, palette }: Sheet): void => {
    const scale = robustScale(tensors.parameters, from, first.inputs);
    picture.current = pictureOf(picture.current, across, down);
    paintWeights(picture.current, tensors.parameters, from, scale, palette);
    context.imageSmoothingEnabled = false;
    context.drawImage(picture.current.canvas, 0, 0, width, height);
  };
  return (
    <BrushField
      across={across}
      down={down}
      radius={kit.radius.value}
      label={T.hand.paintField}
      style={{
        width: `min(${(100 * across) / down}cqh, 100cqw - 80px)`,
        height: 'auto',
        aspectRatio: `${across} / ${down}`,
      }}
      channels={['parameters']}
      follow={() => brushNeuron.value}
      draw={draw}
      onBegin={() => void rememberBefore()}
      onStroke={(x, y) => paint(kit, network, neuron, x, y)}
    />
  );
}

function Tools({ tool, radius, force }: Kit) {
  const T = texts();
  return (
    <>
      <ToolButtons tool={tool} />
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
