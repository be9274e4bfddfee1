// A figure that has to change the network goes away on a branch of its own, from which the
// visitor's network comes back as it was.
import { tell } from '../../model/engine';
import { type Home, goHome, homeNow } from '../../model/home';

let home: Home | null = null;

/** A new branch from that moment is the present; false: it could not be. */
export async function goAway(
  { branch, step }: { branch: number; step: number },
  name: string,
): Promise<boolean> {
  const was = home ?? homeNow();
  if (!was || !(await tell('fork', { branch, step, name }))) return false;
  home = was;
  return true;
}

export async function comeHome(): Promise<void> {
  const was = home;
  home = null;
  if (was) await goHome(was);
}
