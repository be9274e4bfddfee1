// How much of a neuron's weights lies in one place: whether a picture of weights shows anything at
// all.

export interface Patch {
  /** of the sum of squared weights */
  share: number;
  cells: number[];
}

/**
 * The heaviest patch. A patch is made of weights of one sign that touch along an edge, each larger
 * in size than the root mean square of all.
 */
export function heaviestPatch(weights: ArrayLike<number>, across: number): Patch {
  let all = 0;
  for (let i = 0; i < weights.length; ++i) all += weights[i] ** 2;
  if (all === 0) return { share: 0, cells: [] };
  const least = Math.sqrt(all / weights.length);
  const sign = Array.from({ length: weights.length }, (_, i) =>
    Math.abs(weights[i]) > least ? Math.sign(weights[i]) : 0,
  );
  let heaviest = { held: 0, cells: [] as number[] };
  for (let start = 0; start < sign.length; ++start) {
    const of = sign[start];
    if (of === 0) continue;
    const now = { held: 0, cells: [] as number[] };
    const edge = [start];
    sign[start] = 0;
    for (let at = edge.pop(); at !== undefined; at = edge.pop()) {
      now.held += weights[at] ** 2;
      now.cells.push(at);
      const x = at % across;
      for (const next of [
        x > 0 ? at - 1 : -1,
        x + 1 < across ? at + 1 : -1,
        at - across,
        at + across,
      ]) {
        if (next < 0 || next >= sign.length || sign[next] !== of) continue;
        sign[next] = 0;
        edge.push(next);
      }
    }
    if (now.held > heaviest.held) heaviest = now;
  }
  return { share: heaviest.held / all, cells: heaviest.cells };
}
