// The figures of chapter 7 and the loop of chapter 3: what they work out.
import { describe, expect, it } from 'vitest';
import * as noise from '../src/learn/figures/batch-and-noise/noise';
import * as speed from '../src/learn/figures/loop-and-kernel/speed';
import * as networks from '../src/learn/figures/three-ways-down/networks';
import * as ravine from '../src/learn/figures/three-ways-down/ravine';
import * as tug from '../src/learn/figures/tug-64/tug';
import { run, testNet } from './net';

const shape = [4, 3, 2];
const inputs = 3;
const pixels = Uint8Array.from([51, 0, 255, 200, 30, 10, 0, 90, 130]);
const labels = [1, 0, 1];

function parameters(): number[] {
  let state = 7;
  const random = (): number => ((state = (state * 48271) % 2147483647) / 2147483647) * 4 - 2;
  return Array.from({ length: 4 * inputs + 4 + 12 + 3 + 6 + 2 }, random);
}
const network = { net: testNet(shape, inputs), parameters: parameters(), cost: 'squared' };
const examples = { from: 0, pixels, labels };
const inputsOf = (at: number): number[] =>
  Array.from(pixels.subarray(at * inputs, (at + 1) * inputs), (v) => v / 255);

describe('a pull', () => {
  it('goes through the network as the engine goes', () => {
    const whole = run(shape, network.parameters, inputsOf(0), [0, 1]);
    const found = tug.forward(network, inputsOf(0));
    whole.activations.forEach((a, i) => expect(found[i]).toBeCloseTo(a, 12));
  });

  it.each([
    [1, 2, 0],
    [2, 1, 3],
    [3, 1, 2],
  ])('is the fall of the cost where the weight is moved: layer %i, [%i, %i]', (l, row, column) => {
    const knob = { l, row, column };
    const place = tug.weightPlace(network.net, knob);
    const costs = (by: number): number[] => {
      const other = parameters();
      other[place] += by;
      return labels.map((label, at) =>
        tug
          .pullsOf({ ...network, parameters: other }, knob, examples)
          [at].outputs.reduce((sum, a, n) => sum + (a - (n === label ? 1 : 0)) ** 2, 0),
      );
    };
    const [more, less] = [costs(1e-5), costs(-1e-5)];
    tug.pullsOf(network, knob, examples).forEach(({ force }, at) => {
      expect(force).toBeCloseTo(-(more[at] - less[at]) / 2e-5, 7);
    });
    const turned = tug.pullsOf(network, knob, examples, network.parameters[place] + 1e-5);
    expect(turned).not.toEqual(tug.pullsOf(network, knob, examples));
  });

  it('counts on the rope, until it lets go', () => {
    const pull = (at: number, force: number) => ({ at, force, label: 0, outputs: [] });
    const pulls = [pull(0, 0.5), pull(1, -0.25), pull(2, -0.04), pull(3, -0.75)];
    const all = tug.ropeOf(pulls, new Set());
    expect([all.up.count, all.down.count, all.earnest]).toEqual([1, 3, 3]);
    expect(all.mean).toBeCloseTo((1.04 - 0.5) / 4, 12);
    const rest = tug.ropeOf(pulls, new Set([3]));
    expect(rest.mean).toBeCloseTo((0.29 - 0.5) / 3, 12);
  });

  it('has a place on the paper that no other has', () => {
    const pulls = Array.from({ length: 64 }, (_, at) => ({
      at,
      force: at % 7 === 0 ? at / 100 : -at / 200,
      label: 0,
      outputs: [],
    }));
    const layout = tug.layoutOf(pulls, 520, 60, 31);
    expect(new Set(layout.cells.map(({ x, y }) => `${x} ${y}`)).size).toBe(64);
    for (const { at, x, y, up } of layout.cells) {
      expect(tug.cellAt(layout, x + 1, y + 1)?.at).toBe(at);
      expect(up).toBe(pulls[at].force > 0);
      expect(x + layout.size).toBeLessThanOrEqual(520 + 1e-9);
      expect(up ? y - layout.reach : y + layout.size + layout.reach).toBeGreaterThanOrEqual(0);
      expect(y + layout.size + (up ? 0 : layout.reach)).toBeLessThanOrEqual(layout.height);
    }
    const first = layout.cells[0].at;
    expect(tug.neighbour(layout, first, 1, 0)).toBe(layout.cells[1].at);
    expect(tug.neighbour(layout, first, -1, 0)).toBe(first);
    expect(tug.neighbour(layout, tug.neighbour(layout, first, 0, 1), 0, -1)).toBe(first);
  });
});

describe('the noise of batches', () => {
  it('is as far from the true arrow as is said', () => {
    const [length, cosine, whole] = [3, 0.3, 2];
    const distance = Math.sqrt(length ** 2 + whole ** 2 - 2 * length * whole * cosine);
    for (const i of [0, 1]) {
      const { x, y } = noise.endOf({ length, cosine, distance }, i);
      expect(Math.hypot(x - whole, y)).toBeCloseTo(distance, 12);
      expect(Math.hypot(x, y)).toBeCloseTo(length, 12);
      expect(y > 0).toBe(i === 0);
    }
  });

  it('falls along the root', () => {
    const of = noise.sizes.map((size) => ({ size, mean: 1.13 / Math.sqrt(size), draws: [] }));
    expect(noise.rootLine(of)).toBeCloseTo(1.13, 12);
    expect(noise.decades([0.0047, 1.13])).toEqual({ low: 0.001, high: 10 });
  });
});

describe('the ravine', () => {
  it('is left as fast as the chapter says', () => {
    expect(ravine.stepsTo('plain', ravine.best.plain)).toBe(332);
    expect(ravine.stepsTo('momentum', ravine.best.momentum)).toBe(123);
  });

  it.each(ravine.methods)('is best walked at the rate that is shown first: %s', (method) => {
    const steps = (rate: number): number => ravine.stepsTo(method, rate) ?? Infinity;
    expect(ravine.rates).toContain(ravine.best[method]);
    expect(Math.min(...ravine.rates.map(steps))).toBe(steps(ravine.best[method]));
  });

  it('throws off whoever is too fast', () => {
    expect(ravine.stepsTo('plain', 0.011)).toBeNull();
    expect(ravine.wayOf('plain', 1, 400).length).toBeLessThan(400);
  });
});

describe('three networks', () => {
  it('differ in nothing but how they are taught', () => {
    const recipes = ravine.methods.map((method) => networks.recipeOf(method, 1, 2));
    const same = recipes.map((recipe) => ({ ...recipe, optimizer: '' }));
    expect(same[1]).toEqual(same[0]);
    expect(same[2]).toEqual(same[0]);
    expect(new Set(recipes.map(({ optimizer }) => optimizer)).size).toBe(3);
  });
});

describe('the loop and the kernel', () => {
  it('are told for one picture', () => {
    const said = { loop: 0.02, kernel: 0.001, difference: 0, rows: 10, parameters: 1, threads: 1 };
    const found = speed.perPicture(64, { ...said, simd: 'avx2' });
    expect(found.loop).toBeCloseTo(0.002, 12);
    expect(speed.barsOf(found).loop).toBe(1);
    expect(speed.barsOf(found).kernel).toBeCloseTo(0.05, 12);
    expect(speed.multiplications(784, 16, 10)).toBe(12960);
  });
});
