// The slice is that of the view "Descent". Here two balls roll on each new one, and all weights
// may learn: on a branch of their own, from which the visitor's network comes back.
import { effect, untracked } from '@preact/signals';
import { tell } from '../../../model/engine';
import { running, state } from '../../../model/learning';
import {
  ball,
  begin,
  begun,
  earlier,
  mode,
  putBall,
  rate,
  roll,
  rollSteps,
  samples,
  surface,
} from '../../../views/descent/model';
import { axes } from '../../../views/descent/state';
import { placeIn } from '../../../views/descent/surface';
import { comeHome, goAway } from '../away';

/** steps a second: slowly enough that the slice is seen to move */
const pace = 30;
/** of the slice, from its left and from below */
const spots = [
  [0.14, 0.82],
  [0.84, 0.2],
] as const;

async function twoRoll(): Promise<void> {
  const mine = begun.peek();
  const grid = surface.peek()?.grid;
  const lay = ball.peek();
  const { x, y } = axes.peek();
  if (!grid || !lay || !x || !y) return;
  const [one, other] = spots.map(([right, up]) => placeIn(grid, right, up));
  const fields = { x, y, at: one, rate: rate.peek(), steps: rollSteps, samples };
  const reply = await tell('roll', fields);
  const moved = ball.peek()?.x !== lay.x || ball.peek()?.y !== lay.y;
  if (!reply || moved || begun.peek() !== mine || mode.peek() !== 'two') return;
  putBall(...other);
  earlier.value = [reply.path];
  await roll();
}

/** Two balls on each new slice, for as long as somebody looks. */
export function follow(): () => void {
  const before = begun.peek();
  return effect(() => {
    if (begun.value !== before && mode.peek() === 'two') void untracked(twoRoll);
  });
}

export async function allLearn(name: string): Promise<void> {
  const now = state.peek();
  if (!now) return;
  if (!running.peek()) {
    if (!(await goAway(now.shown, name))) return;
    await tell('learn', { run: true, pace });
  }
  mode.value = 'all';
  begin();
}

/** The visitor's network is as it was. */
export async function giveBack(): Promise<void> {
  if (mode.peek() === 'two') return;
  await comeHome();
  mode.value = 'two';
  begin();
}
