// The network over the plane: every neuron is a picture of where it lights up, every connection a
// line that can be dragged.
import './plane.css';
import { computed } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Drawing, useSizeOf } from '../../draw/canvas';
import { read } from '../../model/engine';
import { running, state } from '../../model/learning';
import { inputName } from '../../model/names';
import { type Net, activationOf, hello, net } from '../../model/network';
import { chosenPoint, place } from '../../model/place';
import { hovered, muted, selection } from '../../model/selection';
import { language, textScale, touches } from '../../model/settings';
import { tensors } from '../../model/tensors';
import { fill, fixed, percent, plural, signed, texts } from '../../text/plane';
import { NeuronTargets } from '../network/Targets';
import { Answer } from './Answer';
import { drawPlane, wiresOf } from './draw';
import { InputTargets } from './InputTargets';
import { Sizes } from './Sizes';
import { Wires, pointedWire, wireOf, wireTold } from './Wires';
import { type Arrangement, type Box, arrange, overhead } from './layout';
import { kind, made, pointAt, pointCount, points, stepped, testsShown } from './model';
import { inputLayer } from './pictures';

const allPoints = computed(() => {
  void points.value;
  return Array.from({ length: pointCount() }, (_, i) => pointAt(i));
});

const targetOf = ({ x, y, side }: Box) => ({ x, y, width: side, height: side });

/** A single output is the answer, where one points at the plane instead. */
const targetsOf = ({ layers }: Arrangement) =>
  layers.map((boxes, l) => {
    if (l < layers.length - 1 || boxes.length > 1) return boxes.map(targetOf);
    const [{ x, y, side }] = boxes;
    return [{ x: x - 12, y: y + side - 12, width: 24, height: 24 }];
  });

const captionsOf = (network: Net, { narrow, between }: Arrangement): string[] => [
  narrow || between < 80 ? '' : plural(network.inputs, texts().network.inputs),
];

/** The numbers of the neuron that is pointed at. */
function neuronTold(network: Net): string {
  const at = hovered.value;
  const layer = at && network.layers[at.layer];
  if (!at || !layer || at.neuron >= layer.width) return '';
  const bias = tensors.parameters[layer.biasAt + at.neuron] ?? 0;
  return `a = ${signed(activationOf(layer, at.neuron))}   b = ${signed(bias)}`;
}

/** What to try, while nothing has been learnt. */
function Invitation() {
  const T = texts().plane;
  const shape = made.value?.shape;
  if (running.value || (state.value?.shown.step ?? 0) > 0) return null;
  return (
    <p class="plane-invitation">
      {shape === 'xor' || shape === 'spirals' ? T.byHand : T.drag}
    </p>
  );
}

function planeInWords(): string {
  const T = texts().aloud;
  const s = state.value;
  const points = plural(pointCount(), T.points);
  if (kind.value === 'field' || kind.value === 'curve') {
    const right = s?.testCost == null ? '' : fill(T.costOf, { cost: fixed(s.testCost, 3) });
    return fill(T.fit, { points, right });
  }
  const right = s?.testAccuracy == null ? '' : fill(T.rightOf, { share: percent(s.testAccuracy) });
  const classes = plural(Math.max(2, net.value?.layers.at(-1)?.width ?? 2), T.classes);
  return fill(T.plane, { points, classes, right });
}

function Stage({ network, at }: { network: Net; at: Arrangement }) {
  const wires = useMemo(() => wiresOf(network, at), [network, at]);
  const chosen = selection.value;
  const neuron =
    chosen?.kind === 'neuron'
      ? chosen
      : chosen?.kind === 'pixel'
        ? { layer: inputLayer, neuron: chosen.pixel }
        : null;
  const wire = pointedWire.value ?? wireOf(wires, chosen);
  return (
    <>
      <Drawing
        class="fill-canvas"
        role="img"
        aria-label={planeInWords()}
        channels={['parameters', 'plane', 'activations']}
        follow={() => [
          hovered.value,
          selection.value,
          muted.value,
          points.value,
          place.value,
          chosenPoint.value,
          kind.value,
          stepped.value,
          testsShown.value,
          pointedWire.value,
          language.value,
        ]}
        draw={(sheet) =>
          drawPlane(sheet, {
            net: network,
            place: at,
            wires,
            inputs: Array.from({ length: network.inputs }, (_, i) => inputName(i)),
            captions: captionsOf(network, at),
            kind: kind.value,
            range: hello.value?.plane?.range ?? 6,
            points: allPoints.value,
            chosen: neuron,
            hovered: hovered.value,
            muted: muted.value,
            wire,
            told: wire === null ? '' : wireTold(wires[wire]),
            neuronTold: neuronTold(network),
            spot: place.value,
            chosenPoint: chosenPoint.value,
          })
        }
      />
      <Wires wires={wires} />
      <InputTargets boxes={at.inputs} />
      <NeuronTargets targets={targetsOf(at)} network={network} />
      <Answer box={at.answer} />
      <Sizes at={at} network={network} />
    </>
  );
}

export default function PlaneView() {
  const T = texts();
  const box = useRef<HTMLDivElement>(null);
  const size = useSizeOf(box);
  const network = net.value;
  const { width, height } = size.value;
  useEffect(() => read('plane'), []);
  const at = useMemo(
    () =>
      network && width >= 50 && height >= 50
        ? arrange(
            width,
            height,
            network.inputs,
            network.layers.map((l) => l.width),
            Math.max(...Array.from({ length: network.inputs }, (_, i) => inputName(i).length)),
            textScale.value,
            touches.value ? overhead.finger : overhead.mouse,
          )
        : null,
    [network, width, height, textScale.value, touches.value],
  );
  return (
    <div class="plane" ref={box} role="group" aria-label={T.plane.stage}>
      {network && at && <Stage network={network} at={at} />}
      <Invitation />
    </div>
  );
}
