// The figure of chapter 5 about the road between two moments, and a pass forward on the page.
import { describe, expect, it } from 'vitest';
import type { Branch } from '../src/engine/types';
import { passed } from '../src/learn/figures/forward';
import * as road from '../src/learn/figures/thirteen-thousand/road';
import { run, testNet } from './net';

const branch = (id: number, step: number, more: Partial<Branch> = {}): Branch => ({
  id,
  name: `${id}`,
  parent: id === 0 ? null : 0,
  forkedAt: 0,
  step,
  taught: false,
  ...more,
});

describe('the roads that there are', () => {
  const taught = branch(1, 700, { taught: true });

  it('lead from where the taught one was forked to it, however far it learned since', () => {
    const step = 0;
    expect(road.taughtRoad([branch(0, 300), taught])).toEqual({
      from: { branch: 0, step },
      to: { branch: 1, step },
    });
    expect(road.taughtRoad([branch(0, 300)])).toBeNull();
  });

  it('are of the present branch first, then of the last that has learnt', () => {
    const forked = branch(2, 900, { forkedAt: 900 });
    const at = (id: number, step: number) => road.ownRoad([branch(0, 5), taught, forked], {
      branch: id,
      step,
    });
    expect(at(0, 8)?.to).toEqual({ branch: 0, step: 8 });
    expect(at(2, 900)).toEqual({ from: { branch: 1, step: 0 }, to: { branch: 1, step: 700 } });
    expect(at(2, 901)?.from).toEqual({ branch: 2, step: 900 });
    expect(road.ownRoad([branch(0, 0)], { branch: 0, step: 0 })).toBeNull();
  });
});

describe('places of the road', () => {
  it('are those of the engine, and the nearest is found', () => {
    expect(road.placeOf(0)).toBeCloseTo(-0.2, 12);
    expect(road.placeOf(road.points - 1)).toBeCloseTo(1.4, 12);
    for (const part of [0, 0.2, 0.4, 0.6, 0.8, 1])
      expect(road.placeOf(road.indexOf(part))).toBeCloseTo(part, 12);
    expect(road.indexOf(-3)).toBe(0);
    expect(road.indexOf(3)).toBe(road.points - 1);
  });

  it('mix both ends', () => {
    const ends = Float32Array.of(1, -2, 3, 2);
    expect([...road.between(ends, 0)]).toEqual([1, -2]);
    expect([...road.between(ends, 0.25)]).toEqual([1.5, -1]);
    expect([...road.between(ends, 1)]).toEqual([3, 2]);
    expect([...road.between(ends, -0.5)]).toEqual([0, -4]);
  });

  it('have their highest cost between the ends alone', () => {
    const costs = Array.from({ length: road.points }, (_, i) => (i < 4 ? 90 : i > 24 ? 80 : i));
    expect(road.highest(costs)).toBe(24);
  });
});

it('a moment seen from the other end goes the other way', () => {
  const stop = road.stopOf([7, 0.25, 0.5, 0.5, 1.5]);
  expect(stop.angle).toBeCloseTo(60, 10);
  expect(road.turned(stop)).toMatchObject({ step: 7, at: 0.75, distance: 0.5, cost: 1.5 });
  expect(road.turned(stop).angle).toBeCloseTo(120, 10);
  expect(road.stopOf([0, 0, 0, -1.0000001, 0]).angle).toBe(180);
});

describe('a pass forward on the page', () => {
  const shape = [4, 3];
  const pixels = [0.2, 0, 1];
  const numbers = Array.from({ length: 3 * 4 + 4 + 4 * 3 + 3 }, (_, i) => Math.sin(3 * i));

  it('gives what the engine gives', () => {
    const at = run(shape, numbers.map(Math.fround), pixels.map(Math.fround), []);
    const { zAt, aAt, width } = at.net.layers[1];
    const inputs = Float32Array.of(9, ...pixels);
    const { sums, lights } = passed(at.net, Float32Array.from(numbers), inputs, 1);
    sums.forEach((z, n) => expect(z).toBeCloseTo(at.activations[zAt + n], 12));
    lights.forEach((a, n) => expect(a).toBeCloseTo(at.activations[aAt + n], 12));
    expect(lights.length).toBe(width);
  });

  it('ends in shares of 1 where a softmax ends it', () => {
    const net = testNet(shape, 3);
    net.layers[1].activation = 'softmax';
    const { sums, lights } = passed(net, Float32Array.from(numbers), Float32Array.from(pixels));
    expect(lights.reduce((sum, a) => sum + a, 0)).toBeCloseTo(1, 12);
    expect(lights[0] / lights[1]).toBeCloseTo(Math.exp(sums[0] - sums[1]), 10);
  });
});
