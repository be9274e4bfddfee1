// Both networks on the digit: asked anew when it, its place or one of the networks is another.
import { useSignalEffect } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { atMost } from '../../model/frame';
import { input, stages } from '../../model/input';
import { state, touched } from '../../model/learning';
import { cnn, readFilters, readMaps, shift } from './model';

/** For as long as whoever calls it is shown. */
export function useBoth(): void {
  const followNetwork = useMemo(() => atMost(150, readMaps), []);
  useSignalEffect(() => {
    void [shift.value, stages.value, input.value];
    readMaps();
  });
  useSignalEffect(() => {
    void [state.value?.step, state.value?.shown.step, touched.value];
    followNetwork();
  });
  const followCnn = useMemo(
    () =>
      atMost(200, () => {
        readFilters();
        readMaps();
      }),
    [],
  );
  useSignalEffect(() => {
    if (cnn.value) followCnn();
  });
}
