// What a person has made of the network that is shown, and would lose if a link took its place.
import type { Branch, Lesson } from '../engine/types';

/** The fields of a lesson that tell what was done. */
interface Done {
  step: number;
  parameters?: string;
  waiting?: unknown[];
  eras?: { by?: string; edits?: unknown[]; recipe?: object; points?: object }[];
}

/** Whether a network is as it was found: nothing learnt, set or changed. */
export function isUntouched(lesson: Lesson): boolean {
  const { step, waiting, eras = [] } = lesson as Done;
  return (
    step === 0 &&
    !waiting?.length &&
    eras.every((era) => !era.edits && !era.recipe && !era.points && era.by !== 'nudge')
  );
}

/** Two lessons that lead to the same parameters at the same step. */
const isSame = (a: Lesson, b: Lesson): boolean =>
  a.subject === b.subject && a.step === b.step && a.parameters === b.parameters;

/**
 * Whether there is something to lose. `shown` is the network as a lesson, null where there is none
 * that leads to it, on the branch `here`; `found` are lessons that can be had again: that of the
 * link, and the last one that was followed.
 */
export function hasWork(
  shown: Lesson | null,
  branches: readonly Branch[],
  here: number,
  found: readonly (Lesson | null)[],
): boolean {
  if (!shown) return true;
  if (branches.some(({ id, step }) => step > (id === here ? shown.step : 0))) return true;
  return !isUntouched(shown) && !found.some((each) => each && isSame(each, shown));
}
