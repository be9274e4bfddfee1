// One order of the pixels for all pictures, and the four networks that learn with it and without.
import type { Runner } from '../../../engine/commands';
import { plain } from '../races';

type Numbers = ArrayLike<number>;

/** Number i is what was at order[i]. */
export const inOrder = (values: Numbers, order: Numbers): number[] =>
  Array.from(order, (from) => values[from]);

/** The other way: what is at i goes to order[i]. */
export function putBack(values: Numbers, order: Numbers): Float32Array {
  const back = new Float32Array(order.length);
  for (let i = 0; i < order.length; ++i) back[order[i]] = values[i];
  return back;
}

export const networks = ['perceptron', 'network'] as const;
export type Network = (typeof networks)[number];

export interface Lane {
  network: Network;
  mixed: boolean;
}

/** in the order in which they race */
export const lanes: readonly Lane[] = networks.flatMap((network) => [
  { network, mixed: false },
  { network, mixed: true },
]);

const recipes: Record<Network, Runner> = {
  perceptron: { ...plain, hidden: [16, 16], rate: 3, train_size: 0 },
  // LeNet, as of the text
  network: {
    ...plain,
    net:
      'conv(6,5x5,same) relu maxpool(2) conv(16,5x5) relu maxpool(2) ' +
      'dense(120) relu dense(84) relu',
    activation: 'relu',
    init: 'he',
    cost: 'softmax_cross_entropy',
    optimizer: 'adam',
    batch: 100,
    rate: 0.002,
    train_size: 0,
  },
};

export const runnersOf = (seed: number): Runner[] =>
  lanes.map(({ network, mixed }) =>
    mixed ? { ...recipes[network], pixel_order: seed } : recipes[network],
  );

/** the share of right answers at which the lanes begin; whoever has less waits there */
export const low = 0.8;

/** How far along its lane a network is, from 0 to 1. */
export const along = (share: number): number =>
  Math.max(0, Math.min(1, (share - low) / (1 - low)));
