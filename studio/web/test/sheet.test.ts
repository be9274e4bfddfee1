import { beforeEach, describe, expect, it } from 'vitest';
import { hello } from '../src/model/network';
import { tensors } from '../src/model/tensors';
import { askedOf, shortened, sumOf } from '../src/sheet/numbers';

const layers = [
  { name: 'a', width: 2, activation: 'sigmoid', inputs: 6, weight: 'a.weight', bias: 'a.bias' },
];
const parameters = [
  { name: 'a.weight', shape: [2, 6], offset: 0 },
  { name: 'a.bias', shape: [2], offset: 12 },
];

describe('a worksheet', () => {
  beforeEach(() => {
    hello.value = {
      revision: 1,
      layers,
      parameters,
      count: 14,
      input: { name: 'input', shape: [6] },
    } as never;
    tensors.parameters = new Float32Array([0, 0, 0, 0, 0, 0, 1, -2, 3, 0.5, 0.25, 0.125, 0, 0.75]);
    tensors.activations = new Float32Array([1, 1, 1, 1, 1, 1, 0, 3.625, 0.5, 0.97]);
  });

  it('asks about the chosen neuron, and about the first one where none is', () => {
    expect(askedOf({ kind: 'neuron', layer: 0, neuron: 1 })?.neuron).toBe(1);
    expect(askedOf({ kind: 'weight', place: { parameter: 'a.weight', index: 8 } })?.neuron).toBe(1);
    expect(askedOf({ kind: 'neuron', layer: 3, neuron: 1 })?.neuron).toBe(0);
    expect(askedOf(null)?.neuron).toBe(0);
  });

  it('has a sum that comes out', () => {
    const asked = askedOf({ kind: 'neuron', layer: 0, neuron: 1 })!;
    const { votes, others, rest, bias, z } = sumOf(asked);
    expect(votes.map((v) => v.input)).toEqual([2, 1, 0, 3]);
    expect(others).toBe(2);
    expect(votes.reduce((sum, { w, a }) => sum + w * a, rest + bias)).toBeCloseTo(z, 6);
  });

  it('of many outputs has the wanted one and the largest, and what the others cost', () => {
    const all = Array.from({ length: 30 }, (_, i) => ({
      name: String(i),
      value: i / 100,
      wanted: i === 3 ? 1 : 0,
    }));
    const { rows, others } = shortened(all, Array<number>(30).fill(0.5));
    expect(rows.map((r) => Number(r.name))).toEqual([3, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
    expect(others).toEqual({ count: 20, cost: 10 });
    expect(shortened(all.slice(0, 10), []).others).toBeNull();
  });
});
