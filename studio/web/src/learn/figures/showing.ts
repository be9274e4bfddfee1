// What the network says of pictures that a figure shows it. Each is asked for together with what
// the visitor has put in, so that nothing else can come in between and theirs is there afterwards.
import type { Fields } from '../../engine/commands';
import { ask } from '../../model/engine';
import { shownNow } from '../../model/input';
import { recipe } from '../../model/learning';
import { canDraw } from '../../model/network';
import { subject } from '../../model/subject';
import type { Said } from './pixels';

export interface Seen extends Said {
  /** a byte each */
  picture: Uint8Array;
}

export const canShow = (): boolean => subject.value === 'digits' && canDraw.value;

export async function see(what: Fields<'input'>, withSlopes = false): Promise<Seen> {
  const asked = [
    ask('input', what),
    ask('cost', {}),
    withSlopes ? ask('saliency', {}) : null,
    ask('input', shownNow()),
  ] as const;
  const [shown, { outputs, cost }, saliency] = await Promise.all(asked);
  const pictures = shown.bulk[0].numbers as Uint8Array;
  return {
    picture: pictures.slice(-28 * 28),
    outputs,
    cost,
    parameters: recipe.peek() ?? undefined,
    slopes: (saliency?.bulk[0].numbers as Float32Array | undefined) ?? null,
  };
}
