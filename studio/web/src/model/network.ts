// The network that the engine holds: its layers, where each parameter lies, which activations.
import { computed, signal } from '@preact/signals';
import type { Hello, LayerInfo, ParameterInfo, Place } from '../engine/types';
import { tensors } from './tensors';

export const hello = signal<Hello | null>(null);

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

export interface Net {
  revision: number;
  layers: Layer[];
  parameters: ParameterInfo[];
  count: number;
  activations: number;
  inputs: number;
}

export function describe(h: Pick<Hello, 'revision' | 'parameters' | 'count' | 'layers'>): Net {
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
  return { revision: h.revision, layers, parameters: h.parameters, count: h.count, activations: at, inputs };
}

export const net = computed<Net | null>(() => (hello.value ? describe(hello.value) : null));

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
export function ownerOf(network: Net, place: Place): { layer: Layer; neuron: number; input: number | null } | null {
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
export const activationOf = (layer: Layer, neuron: number): number => tensors.activations[layer.aAt + neuron] ?? 0;
export const sumOf = (layer: Layer, neuron: number): number => tensors.activations[layer.zAt + neuron] ?? 0;

/** What 1.0 of brightness means in a layer: 1 for sigmoid and softmax, the largest activation where there is no upper bound. */
export function brightnessScale(layer: Layer): number {
  if (layer.activation === 'sigmoid' || layer.activation === 'softmax') return 1;
  let most = 1e-6;
  for (let i = 0; i < layer.width; ++i) most = Math.max(most, tensors.activations[layer.aAt + i] ?? 0);
  return most;
}
