// The small networks of chapter 2, which the page works out itself.
import { describe, expect, it } from 'vitest';
import './browser';
import * as small from '../src/learn/figures/small-network/network';

const { bends, course, dice, firstThrow, pointsOf, rates, shapes, start } = await import(
  '../src/learn/figures/three-become-one/state'
);

const xor = await import('../src/learn/figures/xor-by-hand/state');

const points = (): small.Labelled => {
  const random = dice(11);
  const even = (): number => 4 * random() - 2;
  return {
    places: [Float64Array.from({ length: 9 }, even), Float64Array.from({ length: 9 }, even)],
    labels: Array.from({ length: 9 }, (_, i) => i % 2),
  };
};
const networks = [[2, 3, 3, 1], [2, 2, 1], [2, 1]].map((widths, i) =>
  small.thrown(widths, 1.5, dice(5 + i)),
);
const rightly = (network: small.Network, bend: small.Bend, of: small.Labelled): number =>
  small.rightOf(network, bend, of).filter(Boolean).length;

describe('a small network', () => {
  it('goes forward as the chapter does by hand', () => {
    const chain = [
      { weights: [[3, 0]], bias: [1] },
      { weights: [[2]], bias: [4] },
    ];
    for (const x of [-2, 0, 5]) {
      expect(small.answerAt(chain, 'identity', x, 9)).toBe(6 * x + 6);
      const bent = 2 * Math.max(0, 3 * x + 1) + 4;
      expect(small.answerAt(chain, 'relu', x, 9)).toBe(bent);
    }
    expect(small.melted(chain)).toEqual({ weights: [[6, 0]], bias: [6] });
  });

  it('has 25 knobs, and each is turned alone', () => {
    const [network] = networks;
    const knobs = small.knobsOf(network);
    expect(knobs).toHaveLength(25);
    for (const knob of knobs) {
      const other = small.turned(network, knob, 7);
      for (const at of knobs)
        expect(small.valueAt(other, at)).toBe(at === knob ? 7 : small.valueAt(network, at));
    }
  });

  it.each(bends)('has the slopes that a nudge finds: %s', (bend) => {
    for (const network of networks) {
      const slopes = small.slopesOf(network, bend, points());
      for (const knob of small.knobsOf(network)) {
        const [up, down] = [1e-6, -1e-6].map((by) =>
          small.costOf(
            small.turned(network, knob, small.valueAt(network, knob) + by),
            bend,
            points(),
          ),
        );
        expect(small.valueAt(slopes, knob)).toBeCloseTo((up - down) / 2e-6, 7);
      }
    }
  });

  it('goes down against its slopes', () => {
    const [network] = networks;
    const next = small.stepped(network, 'sigmoid', points(), 0.5);
    const slopes = small.slopesOf(network, 'sigmoid', points());
    for (const knob of small.knobsOf(network))
      expect(small.valueAt(next, knob)).toBe(
        small.valueAt(network, knob) - 0.5 * small.valueAt(slopes, knob),
      );
    const cost = (of: small.Network): number => small.costOf(of, 'sigmoid', points());
    expect(cost(next)).toBeLessThan(cost(network));
  });

  it('lies on the plane row by row from the top', () => {
    const [xs, ys] = small.gridOf(-3, 3, 3);
    expect([...xs]).toEqual([-2, 0, 2, -2, 0, 2, -2, 0, 2]);
    expect([...ys]).toEqual([2, 2, 2, 0, 0, 0, -2, -2, -2]);
  });
});

describe('three layers', () => {
  const places = small.gridOf(-3, 3, 9);
  const apart = (network: small.Network, bend: small.Bend): number => {
    const one = small.answers([small.melted(network)], 'identity', places);
    return Math.max(
      ...small.answers(network, bend, places).map((sum, i) => Math.abs(sum - one[i])),
    );
  };

  it('are one without a bend, and with one they are not', () => {
    for (const network of [start, networks[0], networks[1]]) {
      expect(apart(network, 'identity')).toBeLessThan(1e-11);
      expect(apart(network, 'sigmoid')).toBeGreaterThan(0.1);
      expect(apart(network, 'relu')).toBeGreaterThan(0.1);
    }
  });

  it('begin with knobs that enclose the circle with a sigmoid, and cut it without', () => {
    const circle = pointsOf('circle');
    expect(rightly(start, 'sigmoid', circle)).toBe(40);
    expect(rightly(start, 'identity', circle)).toBeLessThan(30);
    expect(rightly(start, 'identity', circle)).toBe(
      rightly([small.melted(start)], 'identity', circle),
    );
  });

  it.each(bends)('learn at first all that they can: %s', (bend) => {
    for (const shape of shapes) {
      let network = small.thrown([2, 3, 3, 1], course.most, dice(firstThrow));
      const of = pointsOf(shape);
      for (let i = 0; i < course.steps; ++i)
        network = small.stepped(network, bend, of, rates[bend]);
      const right = rightly(network, bend, of);
      if (bend === 'identity' && shape !== 'blobs') expect(right).toBeLessThan(30);
      else expect(right).toBe(40);
    }
  });
});

describe('XOR by hand', () => {
  const right = (network: small.Network): number => rightly(network, 'relu', xor.points);

  it('has the solution and the table of the chapter', () => {
    expect(right(xor.solution)).toBe(36);
    expect(small.knobsOf(xor.solution)).toHaveLength(9);
    const table = xor.corners.map(({ x, y }) => xor.followed(xor.solution, x, y));
    expect(table).toEqual([[0, 0, -0.5], [1, 0, 0.5], [1, 0, 0.5], [2, 1, -0.5]]);
    xor.corners.forEach(({ x, y }, i) =>
      expect(small.answerAt(xor.solution, 'relu', x, y)).toBe(table[i][2]),
    );
  });

  it('counts points and whole clouds as knobs are turned', () => {
    xor.show(xor.solution);
    expect(xor.right.value).toEqual({ points: 36, clouds: 4 });
    xor.turn({ layer: 1, neuron: 0, input: 1 }, 0); // without the second: or
    expect(xor.right.value).toEqual({ points: 27, clouds: 3 });
    xor.turn({ layer: 1, neuron: 0, input: 1 }, NaN);
    expect(xor.knobAt({ layer: 1, neuron: 0, input: 1 })).toBe(0);
    xor.turn({ layer: 1, neuron: 0, input: 1 }, 99);
    expect(xor.knobAt({ layer: 1, neuron: 0, input: 1 })).toBe(xor.most);
    xor.show(xor.blank);
    expect(xor.right.value.points).toBeLessThan(36);
    xor.show(xor.solution);
  });

  it('gets three clouds of four with one neuron, and never more', () => {
    expect(right(xor.alone)).toBe(27);
    const random = dice(3);
    let most = 0;
    for (let i = 0; i < 4000; ++i)
      most = Math.max(most, right(small.thrown([2, 1, 1], 2, random)));
    expect(most).toBe(27);
  });
});
