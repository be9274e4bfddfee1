// Training as the engine reports it: the state, the curves of every branch, the branches.
import { computed, signal } from '@preact/signals';
import type { Branch, CurvePoint, Recipe, State } from '../engine/types';
import { on } from './events';
import { perSubject } from './subject';

export const state = signal<State | null>(null);
export const branches = perSubject<Branch[]>(() => []);
export const curvesChanged = signal(0);
export const stopped = signal<{ reason: string; text: string } | null>(null);

export const running = computed(() => state.value?.running ?? false);
export const live = computed(() => state.value?.shown.live ?? true);
export const recipe = computed<Recipe | null>(() => state.value?.recipe ?? null);
/**
 * something in the parameters was changed by hand, a mute or a jump; views that evaluate ask again
 */
export const touched = signal(0);

const mostPoints = 4000;
export const curves = new Map<number, CurvePoint[]>();

export function clearCurves(): void {
  curves.clear();
  curvesChanged.value++;
}

export function addPoints(branch: number, points: CurvePoint[]): void {
  let all = curves.get(branch);
  if (!all) curves.set(branch, (all = []));
  for (const point of points) {
    while (all.length > 0 && all[all.length - 1][0] >= point[0]) all.pop();
    all.push(point);
  }
  if (all.length > mostPoints) curves.set(branch, thinned(all));
  curvesChanged.value++;
}

on('curve', (event) => addPoints(event.branch, event.points));
on('branches', (event) => {
  branches.value = event.list;
});
on('stopped', ({ reason, text }) => {
  stopped.value = { reason, text };
});

/** Every second point, but none that carries a test value. */
export function thinned(points: CurvePoint[]): CurvePoint[] {
  return points.filter((p, i) => i % 2 === 0 || p[4] !== null || i === points.length - 1);
}

export function curvesAsTable(): string {
  const rows = ['branch,step,epoch,cost,accuracy,test_cost,test_accuracy'];
  for (const [branch, points] of curves)
    for (const p of points) rows.push([branch, ...p.map((v) => v ?? '')].join(','));
  return rows.join('\n') + '\n';
}
