// A round brush on a picture of weights: orange, blue, and a rubber.
export type Tool = 'plus' | 'minus' | 'rubber';
export const tools: readonly Tool[] = ['plus', 'minus', 'rubber'];

/** The weights under a round brush: those whose middle is within its radius, weaker at its edge. */
export function underBrush(
  x: number,
  y: number,
  radius: number,
  across: number,
  down = across,
): { index: number; share: number }[] {
  const found: { index: number; share: number }[] = [];
  for (let row = Math.floor(y - radius); row <= y + radius; ++row)
    for (let column = Math.floor(x - radius); column <= x + radius; ++column) {
      if (row < 0 || column < 0 || row >= down || column >= across) continue;
      const away = Math.hypot(column + 0.5 - x, row + 0.5 - y);
      if (away <= radius)
        found.push({ index: row * across + column, share: 1 - 0.6 * (away / radius) });
    }
  return found;
}

/** What a weight becomes under the brush. */
export function stroked(now: number, tool: Tool, force: number, share: number): number {
  if (tool === 'rubber') return now * (1 - share * 0.6);
  return now + (tool === 'plus' ? 1 : -1) * force * share;
}
