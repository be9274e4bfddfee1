// The points of the plane, what its network answers to them, and the place that is looked at.
import { computed, effect, signal } from '@preact/signals';
import type { Fields } from '../../engine/commands';
import type { PointFields, PointsEvent, Shape } from '../../engine/types';
import { greeted, tell } from '../../model/engine';
import { on } from '../../model/events';
import { latest } from '../../model/frame';
import { hello, net } from '../../model/network';
import { chosenPoint, lookAt, place, sendPlace, wantedPoint } from '../../model/place';
import { subject } from '../../model/subject';

export type PointSet = PointsEvent;

/** what makes the points */
export const made = signal<PointSet | null>(null);
/** [n][4]: x, y, label, and 1 for a point that is kept for testing */
export const points = signal<Float32Array>(new Float32Array(0));
export const pointSize = 4;

export interface Point {
  x: number;
  y: number;
  label: number;
  tested: boolean;
}

export const pointCount = (): number => points.value.length / pointSize;

export function pointAt(i: number): Point {
  const at = i * pointSize;
  const [x, y, label, part] = points.value.subarray(at, at + pointSize);
  return { x, y, label, tested: part > 0.5 };
}

/** A point that was looked at may be another one now, or gone. */
function follow(): void {
  const i = chosenPoint.peek();
  if (i === null) return;
  const now = i < pointCount() ? pointAt(i) : null;
  const { x, y, label } = place.peek();
  if (now?.x === x && now.y === y && now.label === label) return;
  chosenPoint.value = null;
  lookAt(x, y);
}

const take = (numbers: unknown): void => {
  if (!(numbers instanceof Float32Array) || subject.peek() !== 'plane') return;
  points.value = numbers;
  const wanted = wantedPoint.peek();
  wantedPoint.value = null;
  if (wanted !== null && wanted < pointCount()) choosePoint(wanted);
  else follow();
};

const readPoints = latest(async () => take((await tell('points', {}))?.bulk[0]?.numbers));

on('points', (event) => {
  made.value = event;
  const h = hello.peek();
  if (h?.subject === 'plane') hello.value = { ...h, data: { ...h.data, ...event.points } };
  readPoints();
});

const send = latest(async (fields: Fields<'points'>) => {
  take((await tell('points', fields))?.bulk[0]?.numbers);
});

/** Of changes that come faster than they are answered the last is kept: a slider that is drawn. */
export function changePoints(fields: Partial<PointFields>): void {
  if (made.value) made.value = { ...made.value, ...fields };
  send(fields);
}

/** By hand: none of these is left out. */
export async function editPoints(
  fields: Pick<Fields<'points'>, 'add' | 'erase' | 'set' | 'shape' | 'classes'>,
): Promise<void> {
  take((await tell('points', fields))?.bulk[0]?.numbers);
}

/**
 * How the answer is shown: two classes, more of them, a value over the plane, or a curve over x.
 */
export type Kind = 'two' | 'classes' | 'field' | 'curve';

export function kindOf(set: PointSet | null, outputs: number): Kind {
  if (outputs > 1) return 'classes';
  if (!set?.regression) return 'two';
  return set.inputs.every((name) => name === 'x' || name === 'x2' || name === 'sinx') &&
    set.shape !== 'slope'
    ? 'curve'
    : 'field';
}

export const kind = computed<Kind>(() => kindOf(made.value, net.value?.layers.at(-1)?.width ?? 1));

/** what one asks for who clicks on the plane: a point of a class, to take one away, to look */
export type Tool = { kind: 'look' } | { kind: 'add'; label: number } | { kind: 'erase' };
export const tool = signal<Tool>({ kind: 'look' });

export function choosePoint(i: number): void {
  const { x, y, label } = pointAt(i);
  chosenPoint.value = i;
  lookAt(x, y, label);
}

/** The index of the nearest point, none if that is farther than `reach`. */
export function nearestPoint(x: number, y: number, reach: number): number | null {
  let best: number | null = null;
  let least = reach;
  for (let i = 0; i < pointCount(); ++i) {
    const p = pointAt(i);
    if (p.tested && !testsShown.peek()) continue;
    const far = Math.hypot(p.x - x, (kind.peek() === 'curve' ? valueHeight * p.label : p.y) - y);
    if (far < least) [best, least] = [i, far];
  }
  return best;
}

/** whether points that only test are shown */
export const testsShown = signal(true);
/** whether answers and neurons are shown by their sign alone, without shades */
export const stepped = signal(false);

/** What is not shown is not chosen either. */
export function showTests(on: boolean): void {
  testsShown.value = on;
  const i = chosenPoint.peek();
  if (on || i === null || !pointAt(i).tested) return;
  chosenPoint.value = null;
  lookAt(place.peek().x, place.peek().y);
}

/** in a curve, how high in the plane a value of 1 stands */
export const valueHeight = 5;

/** Shapes whose number of classes one chooses. */
export const hasClasses = (shape: Shape): boolean =>
  ['blobs', 'spirals', 'own'].includes(shape) && !made.value?.regression;

effect(() => {
  if (greeted.value > 0 && hello.value?.subject === 'plane') sendPlace();
});
effect(() => {
  if (greeted.value > 0 && subject.value === 'plane' && wantedPoint.value !== null) readPoints();
});
