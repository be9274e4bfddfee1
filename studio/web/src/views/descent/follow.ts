import { useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Place } from '../../engine/types';
import { running, state, touched } from '../../model/learning';
import { net } from '../../model/network';
import { begin, loadSurface, reach, steepest, surface } from './model';
import { axes } from './state';

/** The slice goes with the network, its two weights and its reach. */
export function useSurface(): void {
  useEffect(() => {
    const known = net.peek();
    const fits = (p: Place | null): boolean =>
      !!p && !!known?.parameters.some((q) => q.name === p.parameter);
    if (!fits(axes.peek().x) || !fits(axes.peek().y)) void steepest();
  }, [net.value]);
  useSignalEffect(() => {
    void reach.value;
    if (axes.value.x && axes.value.y) begin();
  });
  useSignalEffect(() => {
    void [state.value?.step, state.value?.shown.step, touched.value];
    if (surface.peek()) loadSurface(running.peek() ? 25 : 33, true);
  });
}
