// What the engine says of the network, asked anew whenever the network may have changed.
import { type Signal, useSignal, useSignalEffect } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { atMost, latest } from './frame';
import { state, touched } from './learning';

/**
 * Asks at most once in `wait` milliseconds; `inputs` are what the question depends on, and `when`
 * says whether the answer is wanted at all.
 */
export function useAnswer<T>(
  wait: number,
  ask: () => Promise<T>,
  inputs: unknown[] = [],
  when: () => boolean = () => true,
): Signal<T | null> {
  const found = useSignal<T | null>(null);
  const read = useMemo(() => {
    const once = latest(async () => {
      found.value = await ask();
    });
    return atMost(wait, once);
  }, inputs);
  useSignalEffect(() => {
    void [touched.value, state.value?.step, state.value?.shown.step];
    if (when()) read();
  });
  return found;
}
