// A weight to be turned: a small picture of where it comes from or goes to, a slider, its value.
import { useSignal } from '@preact/signals';
import { Drawing } from '../../draw/canvas';
import type { Place } from '../../engine/types';
import { rememberBefore, setWeight } from '../../model/edits';
import { nameOfPlace } from '../../model/names';
import { net, parameterAt } from '../../model/network';
import { selection } from '../../model/selection';
import { pulse, tensors } from '../../model/tensors';
import { signed } from '../../text';
import { kind, stepped } from './model';
import { pictures, putPicture } from './pictures';

interface Props {
  place: Place;
  /** whose picture stands beside it; a bias has none */
  picture: { layer: number; neuron: number } | null;
  name?: string;
}

export function SmallPicture({ layer, neuron }: { layer: number; neuron: number }) {
  return (
    <Drawing
      class="small-picture"
      aria-hidden="true"
      channels={['plane']}
      follow={() => [kind.value, net.value, stepped.value]}
      draw={({ context, width, palette }) => {
        const found = pictures.neuron(palette, layer, neuron);
        if (found) putPicture(context, found.picture, 0, 0, width);
      }}
    />
  );
}

export function Knob({ place, picture, name }: Props) {
  const reached = useSignal(0);
  void pulse.value;
  const network = net.value;
  if (!network) return null;
  const value = tensors.parameters[parameterAt(network, place)] ?? 0;
  // It grows with the value, and does not shrink under the hand.
  const most = Math.max(4, reached.value, Math.ceil(Math.abs(value) * 1.25));
  const full = nameOfPlace(place);
  const share = (value + most) / (2 * most);
  return (
    <li class="plane-knob">
      <button
        class="plain"
        title={full}
        aria-label={full}
        onClick={() => (selection.value = { kind: 'weight', place })}
      >
        {picture ? <SmallPicture {...picture} /> : <span class="bias-name">{name}</span>}
      </button>
      <input
        type="range"
        class={value < 0 ? 'from-middle minus-side' : 'from-middle plus-side'}
        name={name}
        min={-most}
        max={most}
        step={0.01}
        value={value}
        aria-label={full}
        aria-valuetext={signed(value)}
        style={{ '--from': Math.min(0.5, share), '--to': Math.max(0.5, share) }}
        onPointerDown={() => void rememberBefore()}
        onInput={(event) => {
          reached.value = most;
          setWeight(place, event.currentTarget.valueAsNumber);
        }}
      />
      <output>{signed(value)}</output>
    </li>
  );
}
