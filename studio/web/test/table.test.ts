import './browser';
import { describe, expect, it } from 'vitest';
import { arrange, byColumn } from '../src/views/table/layout';

describe('the stage of a table', () => {
  it.each([
    [780, 640, 5, [32, 1]],
    [640, 500, 13, [32, 3]],
    [390, 480, 4, [32, 3]],
    [320, 480, 30, [64, 32, 10]],
    [1100, 800, 1, [2]],
    [780, 640, 60, [512, 2]],
  ])('of %i × %i holds %i columns and %j', (width, height, columns, widths) => {
    const at = arrange(width, height, {
      columns,
      widths,
      longest: 14,
      longestClass: 10,
      scale: 1,
    });
    expect(at.layers.map((spots) => spots.length)).toEqual(widths);
    for (const { x, y, radius } of [...at.columns, ...at.layers.flat()]) {
      expect(x - radius).toBeGreaterThanOrEqual(0);
      expect(y - radius).toBeGreaterThanOrEqual(0);
      expect(x + radius).toBeLessThanOrEqual(width);
      expect(y + radius).toBeLessThanOrEqual(height);
    }
    expect(at.answers.x + at.answers.width).toBeLessThanOrEqual(width);
    expect(at.answers.width).toBeGreaterThan(40);
    const names = at.columns.map(({ x, radius }) => x - radius - at.names);
    expect(Math.min(...names)).toBeGreaterThanOrEqual(0);
  });

  it('sums the votes of a column', () => {
    const columns = [
      { at: 0, width: 1 },
      { at: 1, width: 3 },
    ];
    expect(byColumn((i) => i + 1, columns)).toEqual([1, 9]);
  });
});
