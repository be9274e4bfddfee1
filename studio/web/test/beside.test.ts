import { expect, it } from 'vitest';
import { brightestOf, cellsOf, mostShift, moveTo, rangeOf, shift } from '../src/views/cnn/model';
import { gridOf } from '../src/views/cnn/draw';
import {
  type Hearing,
  envelope,
  gateAt,
  gateFrame,
  reachOf,
  saidAt,
  scaleOf,
  secondsOf,
  slowestFirst,
  withGates,
} from '../src/views/speech/model';

it('a layer without gates is not looked into', () => {
  const layer = { name: 'rnn1', units: 2, directions: 1, heard: 3, frames: 4, output: 'last' };
  expect(withGates({ ...layer, slots: ['sum', 'hidden'] })).toBeNull();
  const gated = { ...layer, slots: ['input_gate', 'forget_gate', 'hidden'] };
  expect(withGates(gated)).toBe(gated);
  expect(withGates(null)).toBeNull();
});

it('a layer is a row of maps or of neurons', () => {
  expect(cellsOf({ shape: [6, 28, 14], offset: 784 })).toEqual({
    count: 6,
    height: 28,
    width: 14,
    from: 784,
  });
  expect(cellsOf({ shape: [10], offset: 5 })).toEqual({ count: 10, height: 1, width: 1, from: 5 });
});

it('sixteen maps take two lines on a phone', () => {
  const columns = (count: number, width: number, phone: boolean): number =>
    gridOf({ count, width, height: width, from: 0 }, phone).columns;
  expect(columns(16, 10, true)).toBe(8);
  expect(columns(16, 10, false)).toBe(16);
  expect(columns(6, 28, true)).toBe(6);
  expect(columns(120, 1, true)).toBe(120);
  expect(gridOf({ count: 16, width: 10, height: 10, from: 0 }, true).lines).toBe(2);
});

it('colours know what a layer reaches', () => {
  const numbers = Float32Array.from([9, -2, 0.5, 3, 1]);
  const cells = { count: 2, width: 2, height: 1, from: 1 };
  expect(rangeOf(numbers, cells)).toEqual({ low: -2, high: 3 });
  expect(brightestOf(numbers, cells, 0)).toBe(1);
  expect(brightestOf(numbers, cells, 1)).toBe(0);
});

it('a digit moves by whole pixels and stays on the picture', () => {
  moveTo(2.4, -3.6);
  expect(shift.value).toEqual([2, -4]);
  moveTo(999, -0.2);
  expect(shift.value).toEqual([mostShift, 0]);
  expect(Object.is(shift.value[1], -0)).toBe(false);
});

const slots = ['input_gate', 'forget_gate', 'output_gate', 'cell_candidate', 'cell', 'hidden'];

/** Two units, three frames: unit 1 forgets slowly, and numbers tell their place. */
function heard(): Hearing {
  const gates = new Float32Array(2 * 6 * 3 * 2);
  for (let i = 0; i < gates.length; ++i) gates[i] = i / 100;
  return {
    name: '',
    label: null,
    seconds: 1,
    rate: 8000,
    word: 1,
    whole: true,
    heard: 6,
    every: 2,
    features: { rate: 8000, windowMs: 25, hopMs: 10, bands: 2, frames: 8, lowHz: 60, highHz: 4000 },
    classes: ['a', 'b'],
    outputs: [0.3, 0.7],
    parameters: 9,
    layer: { name: 'lstm1', units: 2, directions: 2, heard: 3, frames: 4, slots, output: 'mean' },
    wave: new Float32Array(4),
    spectrogram: new Float32Array(16),
    said: Float32Array.from([0.5, 0.5, 0.4, 0.6, 0.3, 0.7]),
    gates,
    source: { recording: 0 },
  };
}

it('a moment finds its words and its gates', () => {
  const h = heard();
  expect([...saidAt(h, 1)]).toEqual([0.5, 0.5]);
  expect(saidAt(h, 5)[1]).toBeCloseTo(0.7);
  expect(saidAt(h, 99)[1]).toBeCloseTo(0.7);
  expect([0, 2, 5].map((t) => gateFrame(h, t))).toEqual([0, 1, 2]);
  // direction 1, slot 4 (cell), frame 2, unit 1: ((1·6 + 4)·3 + 2)·2 + 1
  expect(gateAt(h, 1, 'cell', 2, 1)).toBeCloseTo(0.65);
  expect(gateAt(h, 0, 'cell', -1, 0)).toBe(0);
  expect(secondsOf(h, 25)).toBeCloseTo(0.25);
});

it('units that forget slowest come first', () => expect(slowestFirst(heard(), 0)).toEqual([1, 0]));

it('gates reach from 0 to 1, the others as far as nearly all of them', () => {
  expect(scaleOf(heard(), 'forget_gate')).toBe(1);
  expect(scaleOf(heard(), 'cell')).toBeCloseTo(0.7);
  expect(reachOf(heard(), 0, 'cell', 1)).toBeCloseTo(0.3);
  expect(reachOf(heard(), 0, 'input_gate', 1)).toBe(1);
});

it('an envelope holds every sample', () => {
  const wave = Float32Array.from({ length: 100 }, (_, i) => Math.sin(i));
  const parts = envelope(wave, 7);
  expect(parts.length).toBe(7);
  expect(Math.max(...parts.map((p) => p.high))).toBe(Math.max(...wave));
  expect(Math.min(...parts.map((p) => p.low))).toBe(Math.min(...wave));
});
