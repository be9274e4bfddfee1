// What neurons, layers and weights are called in the reader's language.
import type { Place, PlaneInput, TableColumn } from '../engine/types';
import { fill, texts } from '../text';
import { type Net, hello, net, ownerOf, pixelAt } from './network';

export function neuronName(layer: number, neuron: number): string {
  const T = texts();
  const network = net.value;
  const last = (network?.layers.length ?? 1) - 1;
  if (layer === last && network?.layers[last].width === 1) return T.network.single;
  if (layer === last) {
    const { plane, table, data } = hello.value ?? {};
    const columns = table?.kind === 'numbers' ? table.targets.map(({ name }) => name) : null;
    const names = plane ? T.network.classNames : (columns ?? data?.classes);
    return fill(T.network.output, { digit: names?.[neuron] ?? neuron });
  }
  return fill(T.network.neuron, { n: neuron + 1, layer: layerName(layer) });
}

/** The column of a table that an input belongs to and, of words, which one. */
function columnName(columns: TableColumn[], input: number): string {
  let at = input;
  for (const { name, words } of columns) {
    const width = words?.length ?? 1;
    if (at < width) return words ? `${name} = ${words[at]}` : name;
    at -= width;
  }
  return String(input + 1);
}

/** An input of the plane as mathematics writes it. */
export const inputNames: Record<PlaneInput, string> = {
  x: 'x',
  y: 'y',
  x2: 'x²',
  y2: 'y²',
  xy: 'xy',
  sinx: 'sin x',
  siny: 'sin y',
};

export function inputName(input: number): string {
  const columns = hello.value?.table?.columns;
  if (columns) return columnName(columns, input);
  const name = hello.value?.plane?.inputs[input];
  return name ? inputNames[name] : String(input + 1);
}

export function layerName(layer: number): string {
  const T = texts().network;
  const last = (net.value?.layers.length ?? 1) - 1;
  return layer === last ? T.outputLayer : (T.layerNames[layer] ?? `${layer + 1}`);
}

function pixelName(network: Net, input: number): string {
  const T = texts();
  const { x, y, colour } = pixelAt(network, input);
  const name = fill(T.selected.pixelFrom, { x, y });
  return colour === null ? name : `${name} (${T.network.colours[colour]})`;
}

export function nameOfPlace(place: Place): string {
  const T = texts();
  const network = net.value;
  const owner = network && ownerOf(network, place);
  if (!network || !owner) return `${place.parameter}[${place.index}]`;
  const to = neuronName(owner.layer.index, owner.neuron);
  if (owner.input === null) return fill(T.selected.weightBias, { to: to.toLowerCase() });
  const from =
    owner.layer.index > 0
      ? neuronName(owner.layer.index - 1, owner.input).toLowerCase()
      : hello.value?.plane || hello.value?.table
        ? inputName(owner.input)
        : pixelName(network, owner.input);
  return fill(T.selected.weightFrom, { from, to: to.toLowerCase() });
}
