import './WeightCard.css';
import { useEffect } from 'preact/hooks';
import { read, tell } from '../../model/engine';
import type { Answer } from '../../engine/commands';
import type { Place } from '../../engine/types';
import { setWeight } from '../../model/edits';
import { nameOfPlace, neuronName } from '../../model/names';
import { net, ownerOf, parameterAt } from '../../model/network';
import { selection } from '../../model/selection';
import { pulse, tensors } from '../../model/tensors';
import { brief, signed, texts } from '../../text';
import { axes } from '../../views/descent/state';
import { Slider } from '../Slider';
import { pulled } from './state';
import { TestAnswer } from './TestAnswer';
import { HoldButton, Product, Slope } from './WeightWords';

const isHere = (a: Place | undefined, b: Place): boolean =>
  a?.parameter === b.parameter && a.index === b.index;

export function WeightCard({ place }: { place: Place }) {
  const T = texts();
  useEffect(() => read('gradient'), []);
  useEffect(() => () => void (pulled.value = null), []);
  void pulse.value;
  const network = net.value;
  const owner = network && ownerOf(network, place);
  if (!network || !owner) return <p class="small">{T.selected.nothing}</p>;
  const tug = isHere(pulled.value?.place, place) ? pulled.value!.found : null;
  const value = tensors.parameters[parameterAt(network, place)] ?? 0;
  const most = Math.max(4, Math.ceil(Math.abs(value)) * 1.5);
  const a =
    owner.input === null ? 1 : (tensors.activations[owner.layer.inputsAt + owner.input] ?? 0);
  const slope = tensors.gradient?.[parameterAt(network, place)] ?? null;
  const pull = async (): Promise<void> => {
    const found = await tell('tug', { ...place, samples: 10 });
    if (found) pulled.value = { place, found };
  };
  return (
    <div class="card">
      <h2>{owner.input === null ? T.selected.bias : T.selected.weight}</h2>
      <p class="small">{nameOfPlace(place)}</p>
      <Slider
        label={T.selected.value}
        name="weight"
        value={value}
        min={-most}
        max={most}
        step={0.01}
        shown={signed(value, 3)}
        onInput={(to) => setWeight(place, to)}
      />
      {owner.input !== null && <Product w={value} a={a} />}
      {slope !== null && <Slope slope={slope} words={T.selected.gradient} />}
      <TestAnswer />
      <div class="buttons">
        <HoldButton place={place} />
        <button onClick={() => (axes.value = { ...axes.value, x: place })}>{T.selected.asX}</button>
        <button onClick={() => (axes.value = { ...axes.value, y: place })}>{T.selected.asY}</button>
        <button
          onClick={() =>
            (selection.value = { kind: 'neuron', layer: owner.layer.index, neuron: owner.neuron })
          }
        >
          {neuronName(owner.layer.index, owner.neuron)}
        </button>
      </div>
      <h3>{T.selected.tug}</h3>
      <p class="small">{T.selected.tugWhy}</p>
      {tug && <Tug found={tug} />}
      <button class="small" data-do="tug" onClick={pull}>
        {T.selected.tugStart}
      </button>
    </div>
  );
}

/**
 * Downhill is against the gradient: an example whose gradient is positive wants the weight smaller.
 */
function Tug({ found }: { found: Answer<'tug'> }) {
  const T = texts();
  const most = Math.max(
    1e-12,
    ...found.pulls.map((p) => Math.abs(p.gradient)),
    Math.abs(found.mean),
  );
  const rows = [
    ...found.pulls.map((p) => ({
      key: String(p.index),
      name: typeof p.label === 'number' ? String(p.label) : p.label.map(brief).join(' '),
      wish: -p.gradient,
      mean: false,
    })),
    { key: 'mean', name: T.selected.tugMean, wish: -found.mean, mean: true },
  ];
  return (
    <ul class="tug">
      {rows.map((row) => (
        <li key={row.key} class={row.mean ? 'mean' : ''}>
          <span class="name">{row.name}</span>
          <span class="track" aria-hidden="true">
            <span class="zero middle" />
            <span
              class={`piece ${row.wish < 0 ? 'minus' : 'plus'}`}
              style={{
                left: `${row.wish < 0 ? 50 + (row.wish / most) * 50 : 50}%`,
                width: `${(Math.abs(row.wish) / most) * 50}%`,
              }}
            />
          </span>
          <span class="value">
            {row.wish < 0 ? '−' : '+'}
            {brief(Math.abs(row.wish))}
          </span>
        </li>
      ))}
    </ul>
  );
}
