// A neuron of the plane, large: where it lights up, and a knob for each of its weights.
import { whereStrongest } from '../../aloud/pictures';
import { Drawing } from '../../draw/canvas';
import { inputName, neuronName } from '../../model/names';
import { type Layer, activationOf, hello, net } from '../../model/network';
import { place } from '../../model/place';
import { pulse, tensors } from '../../model/tensors';
import { NeuronButtons } from '../../parts/selected/NeuronCard';
import { TestAnswer } from '../../parts/selected/TestAnswer';
import { ScaleBar } from '../../parts/selected/WeightPicture';
import { fill, fixed, plural, signed, texts } from '../../text/plane';
import { drawPoints } from './draw';
import { Knob } from './Knob';
import { kind, pointAt, pointCount, points, stepped, testsShown } from './model';
import { inputLayer, offsetOf, pictures, putPicture, rangeOf, scaleOf, sideOf } from './pictures';

const mostKnobs = 16;

/** What full colour means in the picture of a neuron. */
function scaleNow(layer: number, neuron: number): number {
  const network = net.value;
  const info = hello.value?.plane;
  if (!network || !info || !tensors.plane) return 1;
  const from = offsetOf(network, info, layer, neuron);
  const range = rangeOf(network.layers[layer]);
  return scaleOf(range, tensors.plane, from, sideOf(network, info, layer) ** 2);
}

function planePictureInWords(layer: number, neuron: number): string {
  const network = net.value;
  const info = hello.value?.plane;
  if (!network || !info || !tensors.plane) return '';
  const side = sideOf(network, info, layer);
  return whereStrongest(tensors.plane, offsetOf(network, info, layer, neuron), side, side);
}

function LargePicture({ layer, neuron }: { layer: number; neuron: number }) {
  const T = texts().plane;
  void pulse.value;
  const layers = net.value?.layers ?? [];
  const label = `${T.pictureLabel}: ${planePictureInWords(layer, neuron)}`;
  const output = layer === layers.length - 1 ? layers[layer] : undefined;
  const share = output?.range[0] === 0 && output.range[1] === 1;
  return (
    <div class="with-scale">
      <div class="plane-picture" role="img" aria-label={label}>
        <Drawing
          class="fill-canvas"
          aria-hidden="true"
          channels={['plane']}
          follow={() => [
            points.value,
            place.value,
            kind.value,
            net.value,
            stepped.value,
            testsShown.value,
          ]}
          draw={({ context, width, palette }) => {
            const picture = pictures.large(palette, layer, neuron);
            const box = { x: 0, y: 0, side: width };
            if (picture) putPicture(context, picture, 0, 0, width);
            context.globalAlpha = 0.45;
            const shown = Array.from({ length: pointCount() }, (_, i) => pointAt(i));
            drawPoints(context, palette, box, {
              points: kind.value === 'curve' ? [] : shown,
              kind: kind.value,
              range: hello.value?.plane?.range ?? 6,
              chosenPoint: null,
            });
            context.globalAlpha = 1;
          }}
        />
      </div>
      {!share && <ScaleBar most={scaleNow(layer, neuron)} />}
      {share && output?.width === 1 && <ScaleBar most={1} labels={['1', '½', '0']} />}
    </div>
  );
}

const here = (value: number): string =>
  fill(texts().plane.here, {
    x: fixed(place.value.x, 1),
    y: fixed(place.value.y, 1),
    value: signed(value),
  });

export function PlaneNeuron({ layer, neuron }: { layer: Layer; neuron: number }) {
  const T = texts().plane;
  void pulse.value;
  const shown = Math.min(layer.inputs, mostKnobs);
  return (
    <div class="card plane-card">
      <h2>{neuronName(layer.index, neuron)}</h2>
      <LargePicture layer={layer.index} neuron={neuron} />
      <p class="small" data-test="activation">
        {here(activationOf(layer, neuron))}
      </p>
      <ul class="plane-knobs">
        {Array.from({ length: shown }, (_, i) => (
          <Knob
            key={i}
            place={{ parameter: layer.weight, index: neuron * layer.inputs + i }}
            picture={{ layer: layer.index - 1, neuron: i }}
          />
        ))}
        <Knob place={{ parameter: layer.bias, index: neuron }} picture={null} name="b" />
      </ul>
      {shown < layer.inputs && (
        <p class="small">{plural(layer.inputs - shown, T.moreWeights)}</p>
      )}
      <NeuronButtons layer={layer} neuron={neuron} />
      <TestAnswer />
    </div>
  );
}

/** What the network sees, and the weights that it goes out by. */
export function InputCard({ input }: { input: number }) {
  const T = texts().plane;
  void pulse.value;
  const first = net.value?.layers[0];
  const name = hello.value?.plane?.inputs[input];
  if (!first || !name) return null;
  return (
    <div class="card plane-card">
      <h2>{fill(T.input, { name: inputName(input) })}</h2>
      <LargePicture layer={inputLayer} neuron={input} />
      <p class="small">{T.inputFormulas[name]}</p>
      <p class="small">{here(tensors.activations[input] ?? 0)}</p>
      <h3>{T.goesTo}</h3>
      <ul class="plane-knobs">
        {Array.from({ length: Math.min(first.width, mostKnobs) }, (_, n) => (
          <Knob
            key={n}
            place={{ parameter: first.weight, index: n * first.inputs + input }}
            picture={{ layer: 0, neuron: n }}
          />
        ))}
      </ul>
    </div>
  );
}
