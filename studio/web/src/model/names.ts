// What neurons, layers and weights are called in the reader's language.
import type { Place } from '../engine/types';
import { fill, texts } from '../text';
import { hello, net, ownerOf, pixelAt } from './network';

export function neuronName(layer: number, neuron: number): string {
  const T = texts();
  const network = net.value;
  const last = (network?.layers.length ?? 1) - 1;
  if (layer === last)
    return fill(T.network.output, { digit: hello.value?.data.classes[neuron] ?? neuron });
  return fill(T.network.neuron, { n: neuron + 1, layer: layerName(layer) });
}

export function layerName(layer: number): string {
  const T = texts().network;
  const last = (net.value?.layers.length ?? 1) - 1;
  return layer === last ? T.outputLayer : (T.layerNames[layer] ?? `${layer + 1}`);
}

export function nameOfPlace(place: Place): string {
  const T = texts();
  const network = net.value;
  const owner = network && ownerOf(network, place);
  if (!network || !owner) return `${place.parameter}[${place.index}]`;
  const to = neuronName(owner.layer.index, owner.neuron);
  if (owner.input === null) return fill(T.selected.weightBias, { to: to.toLowerCase() });
  const { x, y, colour } = pixelAt(network, owner.input);
  const from =
    owner.layer.index === 0
      ? fill(T.selected.pixelFrom, { x, y }) +
        (colour === null ? '' : ` (${T.network.colours[colour]})`)
      : neuronName(owner.layer.index - 1, owner.input).toLowerCase();
  return fill(T.selected.weightFrom, { from, to: to.toLowerCase() });
}
