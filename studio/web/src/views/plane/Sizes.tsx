// How many neurons each hidden layer has, and how many layers there are.
import { tell } from '../../model/engine';
import { recipe } from '../../model/learning';
import { layerName } from '../../model/names';
import type { Net } from '../../model/network';
import { textScale, touches } from '../../model/settings';
import { fill, texts } from '../../text/plane';
import type { Arrangement } from './layout';

const mostLayers = 6;
const mostNeurons = 32;
const firstNeurons = 4;

function resize(hidden: number[]): void {
  void tell('recipe', { hidden });
}

function LayerSize({ hidden, layer }: { hidden: number[]; layer: number }) {
  const T = texts().plane;
  const by = (n: number): void => resize(hidden.map((w, l) => (l === layer ? w + n : w)));
  const name = layerName(layer);
  return (
    <>
      <button
        class="plain"
        data-do={`fewer-${layer}`}
        disabled={hidden[layer] <= 1}
        aria-label={fill(T.fewer, { layer: name })}
        onClick={() => by(-1)}
      >
        −
      </button>
      <span>{hidden[layer]}</span>
      <button
        class="plain"
        data-do={`more-${layer}`}
        disabled={hidden[layer] >= mostNeurons}
        aria-label={fill(T.more, { layer: name })}
        onClick={() => by(1)}
      >
        +
      </button>
    </>
  );
}

export function Sizes({ at, network }: { at: Arrangement; network: Net }) {
  const T = texts().plane;
  const hidden = recipe.value?.hidden ?? [];
  const tight = at.between < (touches.value ? 96 : 66) * textScale.value;
  const fits = network.layers.length === hidden.length + 1; // else a new network is on its way
  return (
    <>
      <div class="layer-count" role="group" aria-label={T.layers}>
        <span class="muted">{T.layers}</span>
        <button
          data-do="fewer-layers"
          class="plain"
          disabled={hidden.length === 0}
          aria-label={T.fewerLayers}
          onClick={() => resize(hidden.slice(0, -1))}
        >
          −
        </button>
        <span data-test="layers">{hidden.length}</span>
        <button
          data-do="more-layers"
          class="plain"
          disabled={hidden.length >= mostLayers}
          aria-label={T.moreLayers}
          onClick={() => resize([...hidden, hidden.at(-1) ?? firstNeurons])}
        >
          +
        </button>
      </div>
      {fits &&
        hidden.map((_, l) => (
          <div
            key={l}
            class={`layer-size ${tight ? 'tight' : ''}`}
            role="group"
            aria-label={layerName(l)}
            style={{
              left: `${at.captions[l + 1].x}px`,
              top: `${at.captions[l + 1].y}px`,
              maxWidth: `${at.between - 2}px`,
            }}
          >
            <LayerSize hidden={hidden} layer={l} />
          </div>
        ))}
    </>
  );
}
