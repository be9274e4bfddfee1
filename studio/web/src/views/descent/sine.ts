// One neuron whose activation is a sine, learning a sine of weight 3 from eight points: a landscape
// with several true minima.
const points = [-1, -0.7, -0.4, -0.1, 0.2, 0.5, 0.8, 1.1];
const truth = 3;
/** of the weight, as it is shown */
export const range: [number, number] = [-9, 15];

export const sineCost = (w: number): number =>
  points.reduce((sum, x) => sum + (Math.sin(w * x) - Math.sin(truth * x)) ** 2, 0) / points.length;
export const sineSlope = (w: number): number =>
  points.reduce(
    (sum, x) => sum + 2 * (Math.sin(w * x) - Math.sin(truth * x)) * Math.cos(w * x) * x,
    0,
  ) / points.length;
