// What the network sees of a point: each input can be chosen.
import { inputName } from '../../model/names';
import { selection } from '../../model/selection';
import { slowPulse, tensors } from '../../model/tensors';
import { fill, fixed, texts } from '../../text/plane';
import type { Box } from './layout';

export function InputTargets({ boxes }: { boxes: Box[] }) {
  const T = texts();
  void slowPulse.value;
  return (
    <>
      {boxes.map(({ x, y, side }, i) => {
        const label = fill(T.network.label, {
          name: fill(T.plane.input, { name: inputName(i) }),
          value: fixed(tensors.activations[i] ?? 0),
        });
        return (
          <button
            key={i}
            class="target"
            data-input={i}
            aria-label={label}
            aria-pressed={selection.value?.kind === 'pixel' && selection.value.pixel === i}
            title={label}
            style={{ left: `${x}px`, top: `${y}px`, width: `${side}px`, height: `${side}px` }}
            onClick={() => (selection.value = { kind: 'pixel', pixel: i })}
          />
        );
      })}
    </>
  );
}
