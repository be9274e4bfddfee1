// The formula of a neuron with its real numbers; the typesetting is fetched when first opened.
import './Formula.css';
import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { activationOf, sumOf, type Layer } from '../../model/network';
import { language } from '../../model/settings';
import { pulse, tensors } from '../../model/tensors';
import { fixed } from '../../text';
import { strongest } from '../../views/network/layout';

const comma = (text: string): string => text.replace(',', '{,}').replace('−', '-');

export function formulaOf(layer: Layer, neuron: number): string[] {
  const number = (v: number): string => comma(fixed(v));
  const bracketed = (v: number): string => (v < 0 ? `(${number(v)})` : number(v));
  const f =
    { sigmoid: '\\sigma', relu: '\\mathrm{ReLU}', softmax: '\\mathrm{softmax}' }[
      layer.activation
    ] ?? `\\mathrm{${layer.activation.replaceAll('_', '\\ ')}}`;
  const from = layer.weightAt + neuron * layer.inputs;
  const loud = strongest(
    tensors.parameters,
    from,
    tensors.activations,
    layer.inputsAt,
    layer.inputs,
    2,
  );
  const products = loud.map(
    ({ input }) =>
      `${bracketed(tensors.parameters[from + input])}\\cdot ` +
      number(tensors.activations[layer.inputsAt + input]),
  );
  const bias = tensors.parameters[layer.biasAt + neuron] ?? 0;
  const z = sumOf(layer, neuron);
  return [
    `a = ${f}(w_1a_1 + w_2a_2 + \\dots + w_{${layer.inputs}}a_{${layer.inputs}} + b)`,
    `= ${f}(${[...products, '\\dots'].join(' + ')} ` +
      `${bias < 0 ? '-' : '+'} ${number(Math.abs(bias))})`,
    `= ${f}(${number(z)}) = ${number(activationOf(layer, neuron))}`,
    ...(layer.activation === 'sigmoid' ? ['\\sigma(x) = \\dfrac{1}{1+e^{-x}}'] : []),
    ...(layer.activation === 'relu' ? ['\\mathrm{ReLU}(x) = \\max(0, x)'] : []),
  ];
}

export function Formula({ layer, neuron }: { layer: Layer; neuron: number }) {
  const box = useRef<HTMLDivElement>(null);
  const typeset = useSignal<((into: HTMLElement, lines: string[]) => void) | null>(null);
  useSignalEffect(() => {
    if (!typeset.value) {
      void import('./katex').then((m) => (typeset.value = m.typeset));
      return;
    }
    void pulse.value;
    void language.value;
    if (box.current) typeset.value(box.current, formulaOf(layer, neuron));
  });
  useEffect(() => box.current?.scrollIntoView({ block: 'nearest' }), [typeset.value]);
  return <div class="formula" ref={box} />;
}
