// Geometry of the surface: places between weights and the screen, levels of its contour lines.
import type { Field } from '../../draw/contour';

export interface Grid extends Field {
  xRange: [number, number];
  yRange: [number, number];
}

export interface Extremes {
  low: number;
  high: number;
  lowAt: [number, number];
}

export function extremesOf(grid: Grid): Extremes {
  let low = Infinity;
  let high = -Infinity;
  let at = 0;
  for (let i = 0; i < grid.values.length; ++i) {
    const v = grid.values[i];
    if (v < low) [low, at] = [v, i];
    if (v > high) high = v;
  }
  return {
    low,
    high,
    lowAt: [
      valueAt(grid.xRange, grid.side, at % grid.side),
      valueAt(grid.yRange, grid.side, Math.floor(at / grid.side)),
    ],
  };
}

/** The place of a grid at a share of its width, from the left, and of its height, from below. */
export function placeIn(
  { xRange, yRange }: Pick<Grid, 'xRange' | 'yRange'>,
  right: number,
  up: number,
): [x: number, y: number] {
  return [
    xRange[0] + right * (xRange[1] - xRange[0]),
    yRange[0] + up * (yRange[1] - yRange[0]),
  ];
}

export const valueAt = (range: [number, number], side: number, i: number): number =>
  range[0] + ((range[1] - range[0]) * i) / (side - 1);

/** Levels that lie closer together near the bottom, where the ground is flat. */
export function levelsOf(low: number, high: number, count: number): number[] {
  return Array.from(
    { length: count },
    (_, i) => low + (high - low) * ((i + 1) / (count + 1)) ** 1.8,
  );
}
