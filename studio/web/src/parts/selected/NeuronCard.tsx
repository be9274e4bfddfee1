import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { holdPlaces, mute, setWeight } from '../../model/edits';
import { neuronName } from '../../model/names';
import { type Layer, activationOf, net } from '../../model/network';
import { held, muted, neuronKey, view } from '../../model/selection';
import { pulse, tensors } from '../../model/tensors';
import { fixed, texts } from '../../text';
import { brushNeuron, handTab } from '../../views/hand/state';
import { Slider } from '../Slider';
import { Formula } from './Formula';
import { OverTest } from './OverTest';
import { formulaOpen } from './state';
import { TestAnswer } from './TestAnswer';
import { VotesView } from './Votes';
import { WeightPicture } from './WeightPicture';

function Bias({ layer, neuron }: { layer: Layer; neuron: number }) {
  const T = texts();
  void pulse.value;
  const place = { parameter: layer.bias, index: neuron };
  const value = tensors.parameters[layer.biasAt + neuron] ?? 0;
  const most = Math.max(8, Math.ceil(Math.abs(value)) * 1.25);
  return (
    <Slider
      label={T.selected.biasSlider}
      name="bias"
      value={value}
      min={-most}
      max={most}
      step={0.01}
      shown={fixed(value)}
      onInput={(to) => setWeight(place, to)}
    />
  );
}

/** Silences a neuron, holds what it has, opens its formula; whatever else can be done with it. */
export function NeuronButtons({
  layer,
  neuron,
  children,
}: {
  layer: Layer;
  neuron: number;
  children?: ComponentChildren;
}) {
  const T = texts();
  const places = useMemo(
    () =>
      [
        ...Array.from({ length: layer.inputs }, (_, i) => ({
          parameter: layer.weight,
          index: neuron * layer.inputs + i,
        })),
        { parameter: layer.bias, index: neuron },
      ],
    [layer, neuron],
  );
  const key = neuronKey(layer.index, neuron);
  const silent = muted.value.has(key);
  const holds = held.value.has(key);
  return (
    <>
      <div class="buttons">
        <button
          data-do="mute"
          aria-pressed={silent}
          onClick={() => mute(layer.index, neuron, !silent)}
        >
          {silent ? T.selected.unmute : T.selected.mute}
        </button>
        <button
          aria-pressed={holds}
          title={T.selected.holdWhy}
          onClick={() => holdPlaces(places, !holds, key)}
        >
          {holds ? T.selected.release : T.selected.hold}
        </button>
        <button
          data-do="formula"
          aria-expanded={formulaOpen.value}
          onClick={() => (formulaOpen.value = !formulaOpen.value)}
        >
          {T.selected.formula}
        </button>
        {children}
      </div>
      {formulaOpen.value && <Formula layer={layer} neuron={neuron} />}
    </>
  );
}

interface Props {
  layer: number;
  neuron: number;
  /** where inputs are no picture, what stands in place of one */
  children?: ComponentChildren;
}

export function NeuronCard({ layer: l, neuron, children }: Props) {
  const T = texts();
  const layer = net.value?.layers[l];
  if (!layer || neuron >= layer.width) return <p class="small">{T.selected.nothing}</p>;
  return (
    <div class="card">
      <h2>{neuronName(l, neuron)}</h2>
      <Reading layer={layer} neuron={neuron} />
      {children ?? <WeightPicture layer={layer} neuron={neuron} />}
      <VotesView layer={layer} neuron={neuron} />
      <Bias layer={layer} neuron={neuron} />
      <NeuronButtons layer={layer} neuron={neuron}>
        {l === 0 && !children && (
          <button
            onClick={() => {
              brushNeuron.value = neuron;
              handTab.value = 'brush';
              view.value = 'hand';
            }}
          >
            {T.selected.paint}
          </button>
        )}
      </NeuronButtons>
      <TestAnswer />
      {!children && <OverTest layer={layer.name} neuron={neuron} />}
    </div>
  );
}

function Reading({ layer, neuron }: { layer: Layer; neuron: number }) {
  void pulse.value;
  const value = activationOf(layer, neuron);
  return (
    <p class="reading">
      <span>a</span>
      <strong data-test="activation">{fixed(value)}</strong>
    </p>
  );
}
