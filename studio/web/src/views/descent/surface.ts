// Geometry of the surface: contour lines of a grid, places between weights and the screen.
export interface Grid {
  side: number;
  values: ArrayLike<number>;
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

export const valueAt = (range: [number, number], side: number, i: number): number =>
  range[0] + ((range[1] - range[0]) * i) / (side - 1);

/** Levels that lie closer together near the bottom, where the ground is flat. */
export function levelsOf(low: number, high: number, count: number): number[] {
  return Array.from(
    { length: count },
    (_, i) => low + (high - low) * ((i + 1) / (count + 1)) ** 1.8,
  );
}

export type Segment = [number, number, number, number];

/** Marching squares: pieces of the line on which the grid has this value, in cells of the grid. */
export function contour(grid: Grid, level: number): Segment[] {
  const { side, values } = grid;
  const segments: Segment[] = [];
  for (let y = 0; y + 1 < side; ++y)
    for (let x = 0; x + 1 < side; ++x) {
      const a = values[y * side + x];
      const b = values[y * side + x + 1];
      const c = values[(y + 1) * side + x + 1];
      const d = values[(y + 1) * side + x];
      const cut = (from: number, to: number): number => (level - from) / (to - from);
      const crossed: [number, number][] = [];
      if (a < level !== b < level) crossed.push([x + cut(a, b), y]);
      if (b < level !== c < level) crossed.push([x + 1, y + cut(b, c)]);
      if (d < level !== c < level) crossed.push([x + cut(d, c), y + 1]);
      if (a < level !== d < level) crossed.push([x, y + cut(a, d)]);
      for (let i = 0; i + 1 < crossed.length; i += 2)
        segments.push([crossed[i][0], crossed[i][1], crossed[i + 1][0], crossed[i + 1][1]]);
    }
  return segments;
}
