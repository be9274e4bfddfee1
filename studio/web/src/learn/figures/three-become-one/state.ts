// Three small layers that the reader drags or lets learn, and the one layer that they melt into.
// They are the figure's own: the visitor's network has no part in it.
import { computed, signal } from '@preact/signals';
import { marksOf } from '../../../views/plane/thumbs';
import {
  type Bend,
  type Knob,
  type Labelled,
  type Network,
  answers,
  gridOf,
  melted,
  rightOf,
  stepped,
  thrown,
  turned,
} from '../small-network/network';

export const window = { low: -3, high: 3 };
export const bends: readonly Bend[] = ['identity', 'sigmoid', 'relu'];
export const shapes = ['circle', 'blobs', 'xor'] as const;
export type Shape = (typeof shapes)[number];

/** With a sigmoid they have learnt the circle; all but rounded. */
export const start: Network = [
  { weights: [[-0.6, 3.2], [1.9, -1.6], [2.8, 0]], bias: [3, 1.7, -3] },
  { weights: [[-0.7, -3.5, 2.5], [-1.6, -0.9, -0.5], [-3.8, 1.1, 2.8]], bias: [1.6, -1.7, -0.5] },
  { weights: [[-4.6, 1.1, -4]], bias: [2.3] },
];

export const network = signal<Network>(start);
export const bend = signal<Bend>('identity');
export const shape = signal<Shape>('circle');
export const learning = signal(false);

export function pointsOf(which: Shape): Labelled {
  const marks = marksOf(which);
  return {
    places: [
      Float64Array.from(marks, ([x]) => x * window.high),
      Float64Array.from(marks, ([, y]) => y * window.high),
    ],
    labels: marks.map(([, , label]) => label),
  };
}

export const points = computed(() => pointsOf(shape.value));
/** what the three layers are without a bend */
export const one = computed<Network>(() => [melted(network.value)]);

const countRight = (which: Network, by: Bend): number =>
  rightOf(which, by, points.value).filter(Boolean).length;
export const right = computed(() => ({
  three: countRight(network.value, bend.value),
  one: countRight(one.value, 'identity'),
}));

const places = gridOf(window.low, window.high, 12);
/** how far the answers of the three and of the one are apart at most, over the plane */
export const apart = computed(() => {
  const single = answers(one.value, 'identity', places);
  return answers(network.value, bend.value, places).reduce(
    (most, sum, i) => Math.max(most, Math.abs(sum - single[i])),
    0,
  );
});

export function turn(knob: Knob, value: number): void {
  stop();
  network.value = turned(network.peek(), knob, value);
}

export function takeBend(which: Bend): void {
  stop();
  bend.value = which;
}

export const rates: Record<Bend, number> = { identity: 0.05, sigmoid: 2, relu: 0.1 };
export const course = { steps: 600, perFrame: 5, most: 1.2 };

/** The same each time: of the first weights thrown all bends learn all that they can. */
export const dice = (state: number) => (): number =>
  (state = (state * 48271) % 2147483647) / 2147483647;
export const firstThrow = 418916;
let random = dice(firstThrow);

let run = 0;
export function stop(): void {
  ++run;
  learning.value = false;
}

/** From new weights, with the bend as it is, to the end of the course. */
export function learn(which: Shape): void {
  stop();
  const mine = run;
  [shape.value, learning.value] = [which, true];
  network.value = thrown([2, 3, 3, 1], course.most, random);
  let step = 0;
  const tick = (): void => {
    if (mine !== run) return;
    let now = network.peek();
    for (let i = 0; i < course.perFrame; ++i, ++step)
      now = stepped(now, bend.peek(), points.peek(), rates[bend.peek()]);
    network.value = now;
    if (step >= course.steps) stop();
    else requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}

export function startOver(): void {
  stop();
  random = dice(firstThrow);
  [network.value, bend.value, shape.value] = [start, 'identity', 'circle'];
}
