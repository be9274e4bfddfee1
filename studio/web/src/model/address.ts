// Each view has an address, so that Back goes to the view before and a reload comes back to this
// one. The first of the views needs none.
import { effect } from '@preact/signals';
import type { ViewName } from '../views';
import { view } from './selection';

export const nameAt = <Name extends string>(hash: string, names: readonly Name[]): Name =>
  names.find((name) => hash === `#${name}`) ?? names[0];

export const hashOf = <Name extends string>(name: Name, names: readonly Name[]): string =>
  name === names[0] ? '' : `#${name}`;

export function followAddress(names: readonly ViewName[]): void {
  const here = (): ViewName => nameAt(location.hash, names);
  view.value = here();
  addEventListener('popstate', () => (view.value = here()));
  effect(() => {
    const hash = hashOf(view.value, names);
    if (here() !== view.value)
      history.pushState(null, '', location.pathname + location.search + hash);
  });
}
