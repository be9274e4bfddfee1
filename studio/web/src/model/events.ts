// Who listens to which event of the engine: a part says so here, in its own module. One that is
// loaded late hears at once what was said last.
import type { EngineEvent } from '../engine/types';

type Name = EngineEvent['event'];
type Of<N extends Name> = Extract<EngineEvent, { event: N }>;

const listeners = new Map<Name, ((event: never) => void)[]>();
const last = new Map<Name, EngineEvent>();

export function on<N extends Name>(name: N, take: (event: Of<N>) => void): void {
  listeners.set(name, [...(listeners.get(name) ?? []), take]);
  const said = last.get(name);
  if (said) take(said as Of<N>);
}

export function passOn(event: EngineEvent): void {
  last.set(event.event, event);
  for (const take of listeners.get(event.event) ?? []) take(event as never);
}
