// How much of a neuron's weights lies in one place: whether a picture of weights shows anything at
// all.

/**
 * The share of the sum of squared weights that the heaviest patch holds. A patch is made of weights
 * of one sign that touch along an edge, each larger in size than the root mean square of all.
 */
export function heaviestPatch(weights: ArrayLike<number>, across: number): number {
  let all = 0;
  for (let i = 0; i < weights.length; ++i) all += weights[i] ** 2;
  if (all === 0) return 0;
  const least = Math.sqrt(all / weights.length);
  const sign = Array.from({ length: weights.length }, (_, i) =>
    Math.abs(weights[i]) > least ? Math.sign(weights[i]) : 0,
  );
  let most = 0;
  for (let start = 0; start < sign.length; ++start) {
    const of = sign[start];
    if (of === 0) continue;
    let held = 0;
    const edge = [start];
    sign[start] = 0;
    for (let at = edge.pop(); at !== undefined; at = edge.pop()) {
      held += weights[at] ** 2;
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
    most = Math.max(most, held);
  }
  return most / all;
}
