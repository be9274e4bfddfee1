// What the network says of a place, in words.
import { hello, net } from '../../model/network';
import { fill, fixed, percent, signed, texts } from '../../text/plane';
import { kind } from './model';
import { asSigned } from './pictures';

const sure = 0.02; // an answer nearer to the middle is none

export const className = (label: number): string => {
  const T = texts().plane;
  if (kind.value === 'two') return label > 0.5 ? T.orange : T.blue;
  const names = [texts().network.classNames, hello.value?.data.classes];
  return names.map((of) => of?.[label]).find(Boolean) ?? String(label + 1);
};

/** A label is a class or, in a regression, a value. */
export const labelInWords = (label: number): string =>
  kind.value === 'two' || kind.value === 'classes' ? className(label) : signed(label, 0);

export function answerInWords(outputs: number[]): string {
  const T = texts().plane;
  const last = net.value?.layers.at(-1);
  if (!last || outputs.length === 0) return '—';
  if (kind.value === 'field' || kind.value === 'curve') return fixed(outputs[0]);
  if (kind.value === 'classes') {
    const best = outputs.indexOf(Math.max(...outputs));
    return fill(T.classShare, { name: className(best), share: percent(outputs[best], 0) });
  }
  const side = asSigned(last.range, outputs[0]);
  if (Math.abs(side) < sure) return T.undecided;
  return fill(T.classValue, { name: className(side > 0 ? 1 : 0), value: fixed(outputs[0]) });
}
