// Circles, squares and triangles as an unsteady hand draws them: to begin with.
import type { Shape } from './sets';

/** From 0 to 1, the same ones for the same seed (a linear congruential generator). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const corners: Record<Shape, number> = { circle: 0, square: 4, triangle: 3 };
const points = 40;

/** How far the edge of a shape is from its middle in a direction, its corners being at 1. */
function radiusOf(shape: Shape, angle: number): number {
  const n = corners[shape];
  if (n === 0) return 1;
  const each = (2 * Math.PI) / n;
  const within = ((angle % each) + each) % each;
  return Math.cos(Math.PI / n) / Math.cos(within - Math.PI / n);
}

/** One line on a square of `side`: x, y, x, y, … */
export function drawnShape(shape: Shape, side: number, random: () => number): number[] {
  const between = (low: number, high: number): number => low + (high - low) * random();
  const turn = between(-0.5, 0.5) + (shape === 'square' ? Math.PI / 4 : Math.PI / 6);
  const [wide, high] = [between(0.26, 0.4) * side, between(0.26, 0.4) * side];
  const lean = between(-0.2, 0.2);
  const waves = [2, 3, 5].map((n) => ({
    n,
    size: between(0, 0.1 / Math.sqrt(n)),
    at: between(0, 2 * Math.PI),
  }));
  const end = between(0.93, 1.03); // the line rarely meets its beginning
  const line: number[] = [];
  for (let i = 0; i <= points; ++i) {
    const angle = (2 * Math.PI * end * i) / points;
    const wobble = waves.reduce((sum, { n, size, at }) => sum + size * Math.sin(n * angle + at), 0);
    const radius = radiusOf(shape, angle) * (1 + wobble);
    const [x, y] = [Math.cos(angle + turn) * radius, Math.sin(angle + turn) * radius];
    line.push(side / 2 + wide * (x + lean * y), side / 2 + high * y);
  }
  return line.map((value) => Math.round(10 * value) / 10);
}
