// What a window of weights makes of a picture, place by place. Outside the picture it is dark.
export interface Picture {
  pixels: ArrayLike<number>;
  across: number;
  down: number;
}

export interface Filter {
  weights: readonly number[];
  /** of the window, in pixels */
  side: number;
  bias: number;
  /** how many pixels the window may stand out over the edge */
  margin: number;
}

export interface Place {
  row: number;
  column: number;
}

/** What lies under the window at one place, row by row, and what it makes of that. */
export interface Under {
  pixels: number[];
  products: number[];
  sum: number;
  /** with the bias */
  z: number;
}

export const mapSize = ({ across, down }: Picture, { side, margin }: Filter) => ({
  across: across + 2 * margin - side + 1,
  down: down + 2 * margin - side + 1,
});

export function under(picture: Picture, filter: Filter, { row, column }: Place): Under {
  const { side, margin, weights, bias } = filter;
  const pixels = weights.map((_, i) => {
    const y = row - margin + Math.floor(i / side);
    const x = column - margin + (i % side);
    const inside = y >= 0 && x >= 0 && y < picture.down && x < picture.across;
    return inside ? picture.pixels[y * picture.across + x] : 0;
  });
  const products = weights.map((weight, i) => weight * pixels[i]);
  const sum = products.reduce((all, product) => all + product, 0);
  return { pixels, products, sum, z: sum + bias };
}

/** The feature map before its activation. */
export function featureMap(picture: Picture, filter: Filter): Float64Array {
  const { across, down } = mapSize(picture, filter);
  return Float64Array.from(
    { length: across * down },
    (_, i) => under(picture, filter, { row: Math.floor(i / across), column: i % across }).z,
  );
}

const activations: Record<string, (z: number) => number> = {
  identity: (z) => z,
  relu: (z) => Math.max(0, z),
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  tanh: Math.tanh,
};

export const knows = (activation: string): boolean => activation in activations;

/** The largest difference between a map of ours and one of the engine's, after its activation. */
export function apart(
  map: ArrayLike<number>,
  activation: string,
  engine: ArrayLike<number>,
): number {
  let most = 0;
  for (let i = 0; i < map.length; ++i)
    most = Math.max(most, Math.abs(activations[activation](map[i]) - engine[i]));
  return most;
}

/** How far the window may stand out, so that a map has this size; null if no window does that. */
export function marginOf(across: number, mapAcross: number, side: number): number | null {
  const margin = (mapAcross - across + side - 1) / 2;
  return Number.isInteger(margin) && margin >= 0 && margin < side ? margin : null;
}

/** The places on the way from one to another, both with it, none left out. */
export function way(from: Place, to: Place): Place[] {
  const steps = Math.max(Math.abs(to.row - from.row), Math.abs(to.column - from.column));
  return Array.from({ length: steps + 1 }, (_, i) => {
    const share = steps === 0 ? 0 : i / steps;
    return {
      row: Math.round(from.row + share * (to.row - from.row)),
      column: Math.round(from.column + share * (to.column - from.column)),
    };
  });
}

const columns = (row: number[]): number[] => Array.from({ length: 5 }, () => row).flat();

/** To begin one's own with. */
export const samples = {
  upright: columns([-1, -1, 0, 1, 1]),
  level: [-1, -1, 0, 1, 1].flatMap((weight) => Array<number>(5).fill(weight)),
  mean: Array<number>(25).fill(0.04),
} as const satisfies Record<string, number[]>;
export type Sample = keyof typeof samples;
export const sampleNames = Object.keys(samples) as Sample[];
