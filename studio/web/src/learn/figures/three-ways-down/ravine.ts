// Three ways down the ravine u² + 100v², from the same place: plain descent, momentum, Adam.
export const methods = ['plain', 'momentum', 'adam'] as const;
export type Method = (typeof methods)[number];

export interface Place {
  u: number;
  v: number;
}

export const start: Place = { u: 10, v: 1 };
export const costAt = ({ u, v }: Place): number => u * u + 100 * v * v;
const slopeAt = ({ u, v }: Place): [number, number] => [2 * u, 200 * v];

/** Of two decimals the rate with which each needs the fewest steps. */
export const best: Record<Method, number> = { plain: 0.0098, momentum: 0.0022, adam: 0.31 };

type Stepper = (slope: number, step: number) => number;

/** What one knob moves by, for a rate of 1; it has its own memory. */
const steppers: Record<Method, () => Stepper> = {
  plain: () => (g) => g,
  momentum: () => {
    let v = 0;
    return (g) => (v = 0.9 * v + g);
  },
  adam: () => {
    let [m, v] = [0, 0];
    return (g, step) => {
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      return m / (1 - 0.9 ** step) / (Math.sqrt(v / (1 - 0.999 ** step)) + 1e-8);
    };
  },
};

/** The start and the places after each step. */
export function wayOf(method: Method, rate: number, steps: number): Place[] {
  const [alongU, alongV] = [steppers[method](), steppers[method]()];
  const way = [start];
  for (let step = 1; step <= steps; ++step) {
    const { u, v } = way[step - 1];
    const [gu, gv] = slopeAt({ u, v });
    const next = { u: u - rate * alongU(gu, step), v: v - rate * alongV(gv, step) };
    if (!Number.isFinite(costAt(next)) || costAt(next) > 1e12) break;
    way.push(next);
  }
  return way;
}

const patience = 3000;
const goal = 1e-6;

/**
 * The step from which on the cost stays below a millionth of what it was at first; null: it does
 * not come to that.
 */
export function stepsTo(method: Method, rate: number): number | null {
  const way = wayOf(method, rate, patience);
  const least = goal * costAt(start);
  let last = way.length - 1;
  if (way.length <= patience || costAt(way[last]) > least) return null;
  while (last > 0 && costAt(way[last - 1]) <= least) --last;
  return last;
}

/** what rates are chosen from: two decimals each */
export const rates = Array.from({ length: 4 }, (_, i) => i - 4).flatMap((power) =>
  Array.from({ length: 90 }, (_, i) => Number(((i + 10) / 10).toFixed(1) + `e${power}`)),
);
