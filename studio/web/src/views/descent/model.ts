// The slice through the landscape of cost: which two weights, the surface over them, the ball.
import { signal } from '@preact/signals';
import type { Place } from '../../engine/types';
import { ask, tell } from '../../model/engine';
import { setWeights } from '../../model/edits';
import { latest } from '../../model/frame';
import { net, parameterAt, placeAt } from '../../model/network';
import { reducedMotion } from '../../model/settings';
import { tensors } from '../../model/tensors';
import { axes } from './state';
import { type Extremes, type Grid, extremesOf } from './surface';

export type Mode = 'two' | 'all';

export interface Surface {
  grid: Grid;
  extremes: Extremes;
  step: number;
  samples: number;
  /** the cost where the network stands, and where that is */
  cost: number;
  at: [number, number];
}

export const mode = signal<Mode>('two');
export const reach = signal(4);
export const rate = signal(10);
export const surface = signal<Surface | null>(null);
export const ball = signal<{ x: number; y: number; cost: number | null } | null>(null);
/** downhill at the ball, as a step of rate 1 */
export const slope = signal<[number, number] | null>(null);
export type Path = [x: number, y: number, cost: number][];
export const path = signal<Path>([]);
/** of balls that have rolled on this slice before */
export const earlier = signal<readonly Path[]>([]);
const mostEarlier = 5;
/** ticks when a new slice is there, with the ball where the network is */
export const begun = signal(0);
export const sliceLow = signal<number | null>(null);
/** the ball has rolled as far as it goes, and lies there */
export const rolled = signal(false);
export const samples = 500;
export const rollSteps = 300;
let rolling = 0;

const valueOf = (place: Place): number => tensors.parameters[parameterAt(net.peek()!, place)] ?? 0;

export const loadSurface = latest(async (side: number, keepRange: boolean) => {
  const { x, y } = axes.peek();
  if (!x || !y) return;
  const before = surface.peek()?.grid;
  const around = (v: number): [number, number] => [v - reach.peek(), v + reach.peek()];
  const xRange = keepRange && before ? before.xRange : around(valueOf(x));
  const yRange = keepRange && before ? before.yRange : around(valueOf(y));
  const reply = await ask('surface', { x, y, xRange, yRange, side, samples });
  const values = reply.bulk[0].numbers;
  const grid: Grid = { side, values, xRange, yRange };
  const extremes = extremesOf(grid);
  surface.value = {
    grid,
    extremes,
    step: reply.step,
    samples: reply.samples,
    cost: reply.cost,
    at: reply.at,
  };
  if (mode.peek() === 'all' || !keepRange) {
    ball.value = { x: reply.at[0], y: reply.at[1], cost: reply.cost };
    path.value =
      mode.peek() === 'all'
        ? ([...path.peek(), [reply.at[0], reply.at[1], reply.cost]].slice(-400) as Path)
        : [];
  }
  if (sliceLow.peek() === null) sliceLow.value = extremes.low;
  if (!keepRange) begun.value++;
  feel();
});

/** Asks for the slope under the ball. */
export const feel = latest(async () => {
  const { x, y } = axes.peek();
  const now = ball.peek();
  if (!x || !y || !now) return;
  const reply = await ask('roll', { x, y, at: [now.x, now.y], rate: 1, steps: 1, samples });
  const [start, end] = reply.path;
  if (!start || !end) return;
  slope.value = [end[0] - start[0], end[1] - start[1]];
  if (ball.peek()?.x === now.x && ball.peek()?.y === now.y) ball.value = { ...now, cost: start[2] };
});

export function putBall(x: number, y: number): void {
  rolling++;
  if (rolled.peek()) earlier.value = [...earlier.peek(), path.peek()].slice(-mostEarlier);
  path.value = [];
  rolled.value = false;
  ball.value = { x, y, cost: null };
  feel();
}

export async function roll(): Promise<void> {
  const { x, y } = axes.peek();
  const now = ball.peek();
  if (!x || !y || !now) return;
  const mine = ++rolling;
  rolled.value = false;
  const reply = await tell('roll', {
    x,
    y,
    at: [now.x, now.y],
    rate: rate.peek(),
    steps: rollSteps,
    samples,
  });
  if (!reply || mine !== rolling) return;
  const steps = reply.path;
  const show = (i: number): void => {
    path.value = steps.slice(0, i + 1);
    ball.value = { x: steps[i][0], y: steps[i][1], cost: steps[i][2] };
    if (i + 1 < steps.length) return;
    rolled.value = true;
    feel();
  };
  if (reducedMotion.peek()) {
    show(steps.length - 1);
    return;
  }
  const start = performance.now();
  const tick = (time: number): void => {
    if (mine !== rolling) return;
    const i = Math.max(0, Math.min(steps.length - 1, Math.floor((time - start) / 12)));
    show(i);
    if (i + 1 < steps.length) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}

export function applyBall(): void {
  const { x, y } = axes.peek();
  const now = ball.peek();
  if (x && y && now)
    setWeights([
      { place: x, value: now.x },
      { place: y, value: now.y },
    ]);
}

export async function steepest(): Promise<void> {
  const network = net.peek();
  if (!network) return;
  const reply = await tell('gradient', { of: 'batch', samples: 500 });
  const slopes = reply?.bulk[0]?.numbers;
  if (!slopes) return;
  const weights = network.layers.map((l) => [l.weightAt, l.weightAt + l.width * l.inputs]);
  const order: number[] = [];
  for (const [from, to] of weights) for (let i = from; i < to; ++i) order.push(i);
  order.sort((a, b) => Math.abs(slopes[b]) - Math.abs(slopes[a]));
  choose(placeAt(network, order[0]), placeAt(network, order[1]));
}

export function randomPair(): void {
  const network = net.peek();
  if (!network) return;
  const later = network.layers.slice(1);
  const layers = later.length > 0 ? later : network.layers;
  const pick = (): Place => {
    const layer = layers[Math.floor(Math.random() * layers.length)];
    return {
      parameter: layer.weight,
      index: Math.floor(Math.random() * layer.width * layer.inputs),
    };
  };
  const x = pick();
  let y = pick();
  while (y.parameter === x.parameter && y.index === x.index) y = pick();
  choose(x, y);
}

function choose(x: Place, y: Place): void {
  axes.value = { x, y };
}

export function begin(): void {
  rolling++;
  earlier.value = [];
  path.value = [];
  rolled.value = false;
  slope.value = null;
  sliceLow.value = null;
  loadSurface(33, false);
}
