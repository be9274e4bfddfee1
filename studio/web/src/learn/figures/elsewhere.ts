// Asks something about a network that is not shown: the newborn one or the one taught beforehand,
// as it began. The present stays; what was shown is shown again once the question is under way.
import type { CommandName, Fields } from '../../engine/commands';
import type { Reply } from '../../engine/engine';
import { ask } from '../../model/engine';
import { branches, state } from '../../model/learning';

/** `shown`: whatever is shown */
export type Where = 'newborn' | 'taught' | 'shown';

/** Whether what is shown is just that network. */
export function isThere(where: Where): boolean {
  const now = state.peek();
  if (!now || where === 'shown') return where === 'shown';
  const { branch, step } = now.shown;
  return step === 0 && now.edits === 0 && idOf(where) === branch;
}

/** Of the branches that begin with it the first. */
export function idOf(where: 'newborn' | 'taught'): number | null {
  const ids = branches.value.filter(({ taught }) => taught === (where === 'taught'));
  return ids.length > 0 ? Math.min(...ids.map(({ id }) => id)) : null;
}

export async function askOf<K extends CommandName>(
  where: Where,
  name: K,
  fields: Fields<K>,
): Promise<{ reply: Promise<Reply<K>> }> {
  if (where === 'shown' || isThere(where)) return { reply: ask(name, fields) };
  const [now, there] = [state.peek()!, idOf(where)];
  const { branch, step, live } = now.shown;
  if (there === null) throw new Error(`there is no ${where} network`);
  try {
    await ask('time', { step: 0, branch: there, exact: true });
    const reply = ask(name, fields); // it looks at what is shown when it comes
    reply.catch(() => {}); // told to whoever awaits it
    return { reply };
  } finally {
    await ask('time', live ? { live } : { step, branch, exact: true });
    if (now.running) await ask('learn', { run: true, pace: now.pace });
  }
}
