// What the first layer was hoped to look for: strokes and parts of loops, drawn as weights.
type Shape = (x: number, y: number) => number;

const line =
  (x1: number, y1: number, x2: number, y2: number): Shape =>
  (x, y) => {
    const [dx, dy] = [x2 - x1, y2 - y1];
    const t = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)));
    return Math.hypot(x - x1 - t * dx, y - y1 - t * dy);
  };

const arc =
  (cx: number, cy: number, radius: number, from: number, to: number): Shape =>
  (x, y) => {
    const angle = (Math.atan2(y - cy, x - cx) + 2 * Math.PI) % (2 * Math.PI);
    const inside = from <= to ? angle >= from && angle <= to : angle >= from || angle <= to;
    if (inside) return Math.abs(Math.hypot(x - cx, y - cy) - radius);
    const end = (a: number): number =>
      Math.hypot(x - cx - radius * Math.cos(a), y - cy - radius * Math.sin(a));
    return Math.min(end(from), end(to));
  };

const shapes: Shape[] = [
  line(14, 4, 14, 24),
  line(5, 14, 23, 14),
  line(6, 23, 22, 5),
  line(6, 5, 22, 23),
  line(6, 6, 22, 6),
  arc(14, 9, 6, 0, 6.283),
  arc(14, 19, 6, 0, 6.283),
  arc(14, 14, 10, 0, 6.283),
  arc(14, 9, 6, 3.14, 0.2),
  arc(14, 19, 6, 0, 3.14),
  arc(14, 9, 6, 4.7, 1.57),
  arc(14, 19, 6, 4.7, 1.57),
  line(9, 5, 9, 15),
  line(19, 5, 19, 24),
  line(6, 22, 22, 22),
  arc(14, 14, 9, 1.57, 4.7),
];

/** Light wanted on the stroke, and none just beside it. */
export function hopedWeights(n: number): Float32Array {
  const weights = new Float32Array(784);
  const distance = shapes[n % shapes.length];
  for (let i = 0; i < 784; ++i) {
    const d = distance((i % 28) + 0.5, Math.floor(i / 28) + 0.5);
    weights[i] = Math.exp(-((d / 1.6) ** 2)) - 0.45 * Math.exp(-(((d - 4) / 1.8) ** 2));
  }
  return weights;
}
export const hopedCount = shapes.length;
