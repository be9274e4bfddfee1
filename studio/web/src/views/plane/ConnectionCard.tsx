// A connection or a bias: its value, what it carries at the place that is looked at, its gradient.
import { useEffect } from 'preact/hooks';
import type { Place } from '../../engine/types';
import { read } from '../../model/engine';
import { inputName, nameOfPlace, neuronName } from '../../model/names';
import { net, ownerOf, parameterAt } from '../../model/network';
import { place as looked } from '../../model/place';
import { selection } from '../../model/selection';
import { pulse, tensors } from '../../model/tensors';
import { TestAnswer } from '../../parts/selected/TestAnswer';
import { HoldButton, Product, Slope } from '../../parts/selected/WeightWords';
import { fill, texts } from '../../text/plane';
import { Knob, SmallPicture } from './Knob';

export function ConnectionCard({ place }: { place: Place }) {
  const T = texts();
  useEffect(() => read('gradient'), []);
  void pulse.value;
  const network = net.value;
  const owner = network && ownerOf(network, place);
  if (!network || !owner || owner.neuron >= owner.layer.width)
    return <p class="small">{T.plane.nothing}</p>;
  const { layer, neuron, input } = owner;
  const at = parameterAt(network, place);
  const w = tensors.parameters[at] ?? 0;
  const a = input === null ? 1 : (tensors.activations[layer.inputsAt + input] ?? 0);
  const slope = looked.value.label === null ? null : (tensors.gradient?.[at] ?? null);
  return (
    <div class="card plane-card">
      <h2>{input === null ? T.selected.bias : T.selected.weight}</h2>
      <p class="small">{nameOfPlace(place)}</p>
      {input !== null && (
        <p class="from-to" aria-hidden="true">
          <SmallPicture layer={layer.index - 1} neuron={input} />→
          <SmallPicture layer={layer.index} neuron={neuron} />
        </p>
      )}
      <ul class="plane-knobs">
        <Knob place={place} picture={null} name={input === null ? 'b' : 'w'} />
      </ul>
      {input !== null && <Product w={w} a={a} />}
      {slope !== null && <Slope slope={slope} words={T.plane.gradient} />}
      <div class="buttons">
        <HoldButton place={place} />
        {input !== null && (
          <button
            onClick={() =>
              (selection.value =
                layer.index === 0
                  ? { kind: 'pixel', pixel: input }
                  : { kind: 'neuron', layer: layer.index - 1, neuron: input })
            }
          >
            {layer.index === 0
              ? fill(T.plane.input, { name: inputName(input) })
              : neuronName(layer.index - 1, input)}
          </button>
        )}
        <button onClick={() => (selection.value = { kind: 'neuron', layer: layer.index, neuron })}>
          {neuronName(layer.index, neuron)}
        </button>
      </div>
      <TestAnswer />
    </div>
  );
}
