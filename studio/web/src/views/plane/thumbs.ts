// Each data set as a small picture: a few of its points, without chance. They only remind of the
// real ones, which the engine makes.
import type { Shape } from '../../engine/types';

/** x and y from −1 to 1, and a class or, of a curve, nothing */
export type Mark = [x: number, y: number, label: number];

const turn = 2 * Math.PI;
const golden = 0.618034;
const share = (i: number, by = golden): number => (i * by) % 1;

const ring = (i: number, radius: number, label: number): Mark => {
  const angle = turn * share(i);
  return [radius * Math.cos(angle), radius * Math.sin(angle), label];
};
/** how far out each of twenty points of a disc lies, so that they fill it evenly */
const out = (i: number): number => Math.sqrt((i + 0.5) / 20);
const arm = (i: number, label: number): Mark => {
  const t = (i + 1) / 20;
  const angle = turn * (1.4 * t + label / 2);
  return [0.85 * t * Math.cos(angle), 0.85 * t * Math.sin(angle), label];
};
const cloud = (i: number, x: number, y: number, label: number): Mark => {
  const [dx, dy] = ring(i, 0.34 * out(i % 20), label);
  return [x + dx, y + dy, label];
};

const two: Partial<Record<Shape, (i: number, label: number) => Mark>> = {
  circle: (i, label) => ring(i, label === 1 ? 0.38 * out(i) : 0.82, label),
  xor: (i, label) => {
    const [x, y] = [0.12 + 0.75 * share(i), 0.12 + 0.75 * share(i, 0.7548)];
    const side = i % 2 === 0 ? 1 : -1;
    return [side * x, label === 1 ? side * y : -side * y, label];
  },
  spirals: arm,
  moons: (i, label) => {
    const angle = (turn / 2) * (i / 19);
    const [x, y] = [0.55 * Math.cos(angle), 0.55 * Math.sin(angle)];
    return label === 1 ? [x - 0.28, y - 0.1, 1] : [0.28 - x, 0.1 - y, 0];
  },
  blobs: (i, label) => cloud(i, label === 1 ? 0.42 : -0.42, label === 1 ? 0.42 : -0.42, label),
};

const values: Partial<Record<Shape, (i: number) => Mark>> = {
  curve: (i) => {
    const x = i / 20 - 1;
    const y = 0.6 * Math.sin(4.5 * x) + 0.2 * x;
    return [0.9 * x, y, y];
  },
  slope: (i) => {
    const [x, y] = [((i % 7) - 3) / 3.6, (Math.floor(i / 7) - 3) / 3.6];
    return [x, y, (x + y) / 1.6];
  },
};

export function marksOf(shape: Shape): Mark[] {
  const make = two[shape];
  if (make) return Array.from({ length: 40 }, (_, i) => make(Math.floor(i / 2), i % 2));
  if (shape === 'rings3')
    return Array.from({ length: 48 }, (_, i) => ring(i, [0.15, 0.5, 0.85][i % 3], i % 3));
  const value = values[shape];
  return value ? Array.from({ length: shape === 'slope' ? 49 : 41 }, (_, i) => value(i)) : [];
}
