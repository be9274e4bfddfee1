// Each view has an address, so that Back goes to the view before and a reload comes back to this one.
import { effect } from '@preact/signals';
import { type View, view } from './selection';

const views: View[] = ['network', 'hand', 'descent', 'overfit', 'sees', 'cnn', 'speech'];

export const viewOf = (hash: string): View => views.find((name) => hash === `#${name}`) ?? 'network';
export const hashOf = (name: View): string => (name === 'network' ? '' : `#${name}`);

export function followAddress(): void {
  view.value = viewOf(location.hash);
  addEventListener('popstate', () => (view.value = viewOf(location.hash)));
  effect(() => {
    const hash = hashOf(view.value);
    if (viewOf(location.hash) !== view.value) history.pushState(null, '', location.pathname + location.search + hash);
  });
}
