// What of the network has changed since it was last told of, in sentences.
import { fill, texts } from '../text';

/** What can be told, in words already where there are words for it. */
export interface Told {
  /** which network this is: nothing is compared with another one */
  of: string;
  running: boolean;
  /** the step that is shown, and whether it is a past one */
  step: string;
  past: boolean;
  /** step, cost, share of right answers */
  learning: string;
  answer: string;
  /** of the layer whose neuron has focus; '' where none has */
  brightest: string;
  branches: number;
  forkedAt: string;
}

export function news(before: Told | null, now: Told): string[] {
  const T = texts().aloud;
  if (!before || before.of !== now.of) return now.answer ? [now.answer] : [];
  const found: string[] = [];
  if (now.branches > before.branches) found.push(fill(T.branch, { step: now.forkedAt }));
  if (now.past !== before.past) found.push(now.past ? T.past : T.present);
  if (now.running !== before.running) found.push(now.running ? T.learns : T.paused);
  if (now.learning !== before.learning && (now.running || now.step !== before.step))
    found.push(now.learning);
  if (now.running) return found; // the light changes all the time, and is told of in the end
  if (now.answer && now.answer !== before.answer) found.push(now.answer);
  if (now.brightest && now.brightest !== before.brightest) found.push(now.brightest);
  return found;
}
