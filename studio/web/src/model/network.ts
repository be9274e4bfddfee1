// The network that the engine holds: its layers, where each parameter lies, which activations.
import { computed, signal } from '@preact/signals';
import type { Channel, Hello, LayerInfo, ParameterInfo, Place } from '../engine/types';
import { tensors } from './tensors';

export const hello = signal<Hello | null>(null);
/** what there is beside what every studio has */
export const offers = signal<string[]>([]);

export interface Layer extends LayerInfo {
  index: number;
  /** where its z and its activations begin in the activations tensor */
  zAt: number;
  aAt: number;
  /** where the activations that it reads begin */
  inputsAt: number;
  weightAt: number;
  biasAt: number;
}

/** How the inputs of a picture lie: its colours one below the other, `across` × `side` each. */
export interface Net {
  across: number;
  /** rows of all colours */
  down: number;
  /** 1: grey; 3: red, green, blue */
  planes: number;
  revision: number;
  layers: Layer[];
  parameters: ParameterInfo[];
  count: number;
  activations: number;
  inputs: number;
}

function laidOut(shape: number[], inputs: number): Pick<Net, 'across' | 'down' | 'planes'> {
  if (shape.length === 3) return { planes: shape[0], across: shape[2], down: shape[0] * shape[1] };
  if (shape.length === 2) return { planes: 1, across: shape[1], down: shape[0] };
  const across = Math.max(1, Math.ceil(Math.sqrt(inputs)));
  return { planes: 1, across, down: Math.ceil(inputs / across) };
}

export function describe(
  h: Pick<Hello, 'revision' | 'parameters' | 'count' | 'layers' | 'input'>,
): Net {
  const offset = new Map(h.parameters.map((p) => [p.name, p.offset]));
  const inputs = h.layers[0]?.inputs ?? 784;
  let at = inputs;
  let inputsAt = 0;
  const layers = h.layers.map((layer, index) => {
    const described: Layer = {
      ...layer,
      index,
      zAt: at,
      aAt: at + layer.width,
      inputsAt,
      weightAt: offset.get(layer.weight) ?? 0,
      biasAt: offset.get(layer.bias) ?? 0,
    };
    inputsAt = described.aAt;
    at += 2 * layer.width;
    return described;
  });
  return {
    ...laidOut(h.input.shape, inputs),
    revision: h.revision,
    layers,
    parameters: h.parameters,
    count: h.count,
    activations: at,
    inputs,
  };
}

/** How many numbers of each channel belong to a network. */
export function sizesOf({ plane, layers }: Hello, network: Net): Record<Channel, number> {
  const inner = layers.slice(0, -1).reduce((sum, { width }) => sum + width, network.inputs);
  const outputs = layers.at(-1)?.width ?? 0;
  return {
    parameters: network.count,
    activations: network.activations,
    gradient: network.count,
    plane: plane ? inner * plane.side ** 2 + outputs * plane.outputSide ** 2 : 0,
  };
}

let described: { layers: LayerInfo[]; net: Net } | null = null;

/** Stays the same one as long as its layers do, whatever else of the hello has changed. */
export const net = computed<Net | null>(() => {
  const h = hello.value;
  if (!h) return null;
  if (described?.layers !== h.layers) described = { layers: h.layers, net: describe(h) };
  return described.net;
});

/** Digits can be drawn for a network that reads pictures as MNIST has them. */
export const canDraw = computed(
  () =>
    net.value === null ||
    (net.value.planes === 1 && net.value.across === 28 && net.value.down === 28),
);

/**
 * Where an input lies in its picture, from 1, and its colour: 0 red, 1 green, 2 blue; null where it
 * is grey.
 */
export function pixelAt(
  network: Net,
  index: number,
): { x: number; y: number; colour: number | null } {
  const side = network.down / network.planes;
  const row = Math.floor(index / network.across);
  return {
    x: (index % network.across) + 1,
    y: (row % side) + 1,
    colour: network.planes === 3 ? Math.floor(row / side) : null,
  };
}

export function parameterAt(network: Net, place: Place): number {
  const found = network.parameters.find((p) => p.name === place.parameter);
  return (found?.offset ?? 0) + place.index;
}

export function placeAt(network: Net, position: number): Place {
  let found = network.parameters[0];
  for (const p of network.parameters) if (p.offset <= position) found = p;
  return { parameter: found.name, index: position - found.offset };
}

/** The neuron that a parameter belongs to, and which of its inputs; input is null for a bias. */
export function ownerOf(
  network: Net,
  place: Place,
): { layer: Layer; neuron: number; input: number | null } | null {
  for (const layer of network.layers) {
    if (layer.weight === place.parameter) {
      const neuron = Math.floor(place.index / layer.inputs);
      return { layer, neuron, input: place.index % layer.inputs };
    }
    if (layer.bias === place.parameter) return { layer, neuron: place.index, input: null };
  }
  return null;
}

export const valueOf = (position: number): number => tensors.parameters[position] ?? 0;
export const activationOf = (layer: Layer, neuron: number): number =>
  tensors.activations[layer.aAt + neuron] ?? 0;
export const sumOf = (layer: Layer, neuron: number): number =>
  tensors.activations[layer.zAt + neuron] ?? 0;

/**
 * What full brightness means in a layer: its upper bound, or the largest activation where there is
 * none.
 */
export function brightnessScale(layer: Layer): number {
  if (layer.range[1] !== null) return layer.range[1];
  let most = 1e-6;
  for (let i = 0; i < layer.width; ++i)
    most = Math.max(most, tensors.activations[layer.aAt + i] ?? 0);
  return most;
}
