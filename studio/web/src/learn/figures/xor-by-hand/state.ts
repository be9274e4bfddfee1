// Two hidden neurons with ReLU and nine knobs that the reader turns; the figure's own network.
import { computed, signal } from '@preact/signals';
import { within } from '../../../draw/pointer';
import {
  type Knob,
  type Labelled,
  type Network,
  knobsOf,
  rightOf,
  turned,
  valueAt,
} from '../small-network/network';

export const window = { low: -0.5, high: 1.5 };

export const corners = [
  { x: 0, y: 0, label: 0 },
  { x: 0, y: 1, label: 1 },
  { x: 1, y: 0, label: 1 },
  { x: 1, y: 1, label: 0 },
] as const;
/** of a cloud: the corner itself, and those around it */
export const perCloud = 9;
const apart = 0.1;

/** Four small clouds, nine points each, without chance. */
export const points: Labelled = (() => {
  const all = corners.flatMap(({ x, y, label }) =>
    Array.from({ length: perCloud }, (_, i) => {
      const angle = (i * 2 * Math.PI) / (perCloud - 1);
      const out = i === perCloud - 1 ? 0 : apart * (i % 2 === 0 ? 1 : 0.6);
      return { x: x + out * Math.cos(angle), y: y + out * Math.sin(angle), label };
    }),
  );
  return {
    places: [Float64Array.from(all, ({ x }) => x), Float64Array.from(all, ({ y }) => y)],
    labels: all.map(({ label }) => label),
  };
})();

/** that of the chapter */
export const solution: Network = [
  { weights: [[1, 1], [1, 1]], bias: [0, -1] },
  { weights: [[1, -2]], bias: [-0.5] },
];
/** three clouds of four, which is as many as one neuron can */
export const alone: Network = [
  { weights: [[1, 1]], bias: [0] },
  { weights: [[1]], bias: [-0.5] },
];
/** what a reader begins with who wants to find it */
export const blank: Network = [
  { weights: [[1, 0], [0, 1]], bias: [0, 0] },
  { weights: [[1, 1]], bias: [-0.5] },
];

export const network = signal<Network>(solution);
export const pointsShown = signal(points);
export const isAlone = computed(() => network.value[0].bias.length === 1);
export const knobs = computed(() => knobsOf(network.value));

/** points that are right, and clouds of which all are */
export const right = computed(() => {
  const each = rightOf(network.value, 'relu', points);
  const clouds = corners.map((_, c) =>
    each.slice(c * perCloud, (c + 1) * perCloud).every(Boolean),
  );
  return { points: each.filter(Boolean).length, clouds: clouds.filter(Boolean).length };
});

export const most = 20;

export function turn(knob: Knob, value: number): void {
  const next = within(value, -most, most);
  // Half a number is none, and "0." is no other than 0: what is being typed stays.
  if (Number.isNaN(next) || next === valueAt(network.peek(), knob)) return;
  network.value = turned(network.peek(), knob, next);
}

export const knobAt = (knob: Knob): number => valueAt(network.value, knob);

export const show = (which: Network): void => void (network.value = which);

/** What comes of a corner: both hidden neurons and the answer. */
export function followed(of: Network, x: number, y: number): number[] {
  const [hidden, output] = of;
  const lights = hidden.weights.map(([w1, w2], n) =>
    Math.max(0, w1 * x + w2 * y + hidden.bias[n]),
  );
  return [
    ...lights,
    output.weights[0].reduce((sum, w, n) => sum + w * lights[n], output.bias[0]),
  ];
}
