// Slopes of the costs, in doubles: of one output that says a where y is wanted, by the output
// itself or, where the cost has an activation in it, by the sum that goes into that.

/** δ and γ, for the costs that have one */
export interface CostParameters {
  huber_delta: number;
  focal_gamma: number;
}

const usual: CostParameters = { huber_delta: 1, focal_gamma: 2 };

/** −ln p, without an infinity */
const surprise = (p: number): number => -Math.log(Math.max(p, 1e-38));

export function slopeOfCost(cost: string, a: number, y: number, of = usual): number {
  const [delta, gamma] = [of.huber_delta, of.focal_gamma];
  switch (cost) {
    case 'squared':
      return 2 * (a - y);
    case 'absolute':
      return Math.sign(a - y);
    case 'huber':
      return Math.max(-delta, Math.min(delta, a - y));
    case 'focal':
      return (
        (1 - y) * a ** gamma * (a + gamma * (1 - a) * surprise(1 - a)) -
        y * (1 - a) ** gamma * (1 - a + gamma * a * surprise(a))
      );
    default:
      return a - y;
  }
}
