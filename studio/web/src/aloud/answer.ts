// What a network answers and how sure it is, in words.
import { neuronName } from '../model/names';
import { type Layer } from '../model/network';
import { tensors } from '../model/tensors';
import { answered } from '../parts/CostTable';
import { fill, fixed, percent, texts } from '../text';

/** '' as long as nothing has gone in */
export function answerInWords(last: Layer): string {
  const T = texts().aloud;
  const outputs = tensors.activations.subarray(last.aAt, last.aAt + last.width);
  if (outputs.length === 0 || outputs.every((a) => a === 0)) return '';
  if (last.width === 1) return fill(T.output, { value: fixed(outputs[0], 1) });
  const best = answered(outputs);
  return fill(T.answer, {
    answer: neuronName(last.index, best),
    share: percent(outputs[best], 0),
  });
}
