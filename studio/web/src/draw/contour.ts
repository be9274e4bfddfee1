// Lines of equal value on a grid of numbers.
export interface Field {
  side: number;
  values: ArrayLike<number>;
}

export type Segment = [number, number, number, number];

/** Marching squares: pieces of the line on which the grid has this value, in cells of the grid. */
export function contour(grid: Field, level: number): Segment[] {
  const { side, values } = grid;
  const segments: Segment[] = [];
  for (let y = 0; y + 1 < side; ++y)
    for (let x = 0; x + 1 < side; ++x) {
      const a = values[y * side + x];
      const b = values[y * side + x + 1];
      const c = values[(y + 1) * side + x + 1];
      const d = values[(y + 1) * side + x];
      if (a < level === b < level && b < level === c < level && c < level === d < level) continue;
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

/** The line on which the grids have this value, in a box that they fill: white, with a dark rim. */
export function strokeBoundary(
  context: CanvasRenderingContext2D,
  box: { x: number; y: number; side: number },
  grids: readonly Field[],
  level: number,
): void {
  context.beginPath();
  for (const grid of grids) {
    const cell = box.side / grid.side;
    const [left, top] = [box.x + cell / 2, box.y + cell / 2];
    for (const [x1, y1, x2, y2] of contour(grid, level)) {
      context.moveTo(left + x1 * cell, top + y1 * cell);
      context.lineTo(left + x2 * cell, top + y2 * cell);
    }
  }
  context.lineCap = 'round';
  for (const [width, style] of [
    [3.6, 'rgb(0 0 0 / 0.4)'],
    [1.8, '#fff'],
  ] as const) {
    context.strokeStyle = style;
    context.lineWidth = width;
    context.stroke();
  }
}
