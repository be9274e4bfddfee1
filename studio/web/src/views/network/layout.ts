// Where everything of the network stands on the stage: plain geometry, no drawing.
export interface Spot {
  x: number;
  y: number;
  radius: number;
}

export interface Arrangement {
  input: { x: number; y: number; side: number; height: number };
  /** thumbnails of the first layer's weights stand left of its neurons */
  thumb: number;
  thumbGap: number;
  layers: Spot[][];
  captions: { x: number; y: number }[];
  labelX: number;
  narrow: boolean;
}

const mostRadius = 15;
const biggestOutput = 17;

/** A column of `count` spots between top and bottom, in as many columns as it takes to be seen. */
function column(
  count: number,
  x: number,
  top: number,
  bottom: number,
  most: number,
  room: number,
): Spot[] {
  const height = bottom - top;
  let columns = 1;
  while (columns < 8 && (height / Math.ceil(count / columns)) * 0.42 < 5 && columns * 12 < room)
    ++columns;
  const rows = Math.ceil(count / columns);
  const step = Math.min(height / rows, most * 2.75);
  const radius = Math.max(2, Math.min(most, step * 0.42));
  const across = Math.min(radius * 2.6, room / columns);
  const first = (top + bottom) / 2 - (step * (rows - 1)) / 2;
  return Array.from({ length: count }, (_, i) => ({
    x: x + (Math.floor(i / rows) - (columns - 1) / 2) * across,
    y: first + (i % rows) * step,
    radius,
  }));
}

/**
 * `across` × `down`: how the inputs lie; thumbnails are of pictures alone; `scale` is that of text.
 */
export function arrange(
  width: number,
  height: number,
  widths: number[],
  across = 28,
  down = across,
  longestName = 1,
  scale = 1,
): Arrangement {
  const narrow = width < 520;
  const top = 40 * scale;
  const bottom = height - 18 * scale;
  const count = widths.length;
  const wanted = narrow
    ? Math.min(84, Math.floor((width * 0.22) / across) * across || 56)
    : Math.max(112, Math.min(196, Math.floor((width * 0.25) / across) * across));
  const legend = down > across && !narrow ? 84 * scale : 0; // stands under the inputs
  const side = Math.min(wanted, ((bottom - top - legend) * across) / down);
  const tall = (side * down) / across;
  const left = narrow ? 10 : Math.max(20, width * 0.035);
  const labels = scale * Math.max(narrow ? 36 : 58, Math.min(130, 34 + 12 * longestName));
  const right = width - labels - (narrow ? 12 : 24);
  const rowHeight = (bottom - top) / Math.max(1, widths[0] ?? 1);
  const thumb =
    rowHeight >= 13 && (widths[0] ?? 0) <= 40 ? Math.min(narrow ? 22 : 34, rowHeight * 0.86) : 0;
  const firstX = left + side + (narrow ? 44 : Math.max(84, width * 0.11)) + thumb;
  const between = count > 1 ? (right - firstX) / (count - 1) : 0;
  const layers = widths.map((n, i) =>
    column(
      n,
      firstX + i * between,
      top,
      bottom,
      (i === count - 1 ? biggestOutput : mostRadius) * scale,
      Math.max(24, between * 0.45),
    ),
  );
  return {
    input: { x: left, y: (top + bottom - legend) / 2 - tall / 2, side, height: tall },
    thumb,
    thumbGap: narrow ? 5 : 8,
    layers,
    captions: layers.map((spots, i) => ({
      x: firstX + i * between,
      y: Math.max(14 * scale, spots[0].y - spots[0].radius - 14),
    })),
    labelX: right + (narrow ? 22 : 34) * scale,
    narrow,
  };
}

/** The strongest few of the votes that a neuron receives, by weight × activation. */
export function strongest(
  weights: ArrayLike<number>,
  from: number,
  inputs: ArrayLike<number>,
  inputsAt: number,
  count: number,
  keep: number,
): { input: number; vote: number }[] {
  const best: { input: number; vote: number }[] = [];
  for (let i = 0; i < count; ++i) {
    const vote = weights[from + i] * inputs[inputsAt + i];
    if (vote === 0) continue;
    if (best.length < keep || Math.abs(vote) > Math.abs(best[best.length - 1].vote)) {
      if (best.length === keep) best.pop();
      let at = best.length;
      while (at > 0 && Math.abs(best[at - 1].vote) < Math.abs(vote)) --at;
      best.splice(at, 0, { input: i, vote });
    }
  }
  return best;
}
