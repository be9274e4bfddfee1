// What can be pointed at and focused on the stage: one button per neuron, one field for the pixels.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { arrowOf, cellUnder } from '../../draw/pointer';
import { neuronName } from '../../model/names';
import { type Net, activationOf, pixelAt } from '../../model/network';
import { hovered, muted, neuronKey, selection } from '../../model/selection';
import { slowPulse, tensors } from '../../model/tensors';
import { fill, fixed, texts } from '../../text';
import type { Arrangement } from './layout';

export interface Target {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Round its light; of the first layer with its picture, of the last with its name. */
export const targetsOf = (place: Arrangement): Target[][] =>
  place.layers.map((spots, layer) =>
    spots.map(({ x, y, radius }) => {
      const extra = layer === 0 && place.thumb > 0 ? place.thumb + place.thumbGap : 0;
      const wide = layer === place.layers.length - 1 ? 30 : 0;
      const half = radius + 2;
      return {
        x: x - half - extra,
        y: y - half,
        width: 2 * half + extra + wide,
        height: 2 * half,
      };
    }),
  );

export function NeuronTargets({ targets, network }: { targets: Target[][]; network: Net }) {
  const T = texts();
  const group = useRef<HTMLDivElement>(null);
  void slowPulse.value;
  const chosen = selection.value?.kind === 'neuron' ? selection.value : { layer: 0, neuron: 0 };

  const onKey = (event: KeyboardEvent): void => {
    const move = arrowOf(event.key);
    const at = (event.target as HTMLElement).dataset.neuron?.split('/').map(Number);
    if (!move || !at) return;
    event.preventDefault();
    const layer = Math.max(0, Math.min(network.layers.length - 1, at[0] + move[0]));
    const from = network.layers[at[0]].width;
    const width = network.layers[layer].width;
    const kept =
      move[0] === 0 ? at[1] + move[1] : Math.round((at[1] / Math.max(1, from - 1)) * (width - 1));
    const neuron = Math.max(0, Math.min(width - 1, kept));
    group.current?.querySelector<HTMLElement>(`[data-neuron="${layer}/${neuron}"]`)?.focus();
  };

  return (
    <div class="targets" ref={group} onKeyDown={onKey}>
      {targets.map((boxes, layer) =>
        boxes.map(({ x, y, width, height }, neuron) => {
          const value = fixed(activationOf(network.layers[layer], neuron));
          const name =
            neuronName(layer, neuron) +
            (muted.value.has(neuronKey(layer, neuron)) ? `, ${T.network.muted}` : '');
          const label = fill(T.network.label, { name, value });
          const here = chosen.layer === layer && chosen.neuron === neuron;
          return (
            <button
              key={`${layer}/${neuron}`}
              class="target"
              data-neuron={`${layer}/${neuron}`}
              aria-label={label}
              aria-pressed={here}
              title={label}
              tabIndex={here ? 0 : -1}
              style={{
                left: `${x}px`,
                top: `${y}px`,
                width: `${width}px`,
                height: `${height}px`,
              }}
              onPointerEnter={() => (hovered.value = { layer, neuron })}
              onPointerLeave={() => (hovered.value = null)}
              onFocus={() => {
                if (group.current?.matches(':focus-within') && !here)
                  selection.value = { kind: 'neuron', layer, neuron };
              }}
              onClick={() => (selection.value = { kind: 'neuron', layer, neuron })}
            />
          );
        }),
      )}
    </div>
  );
}

/** Row, column and, of a colour picture, which colour. */
function pixelName(network: Net, at: number): string {
  const T = texts();
  const { x, y, colour } = pixelAt(network, at);
  return (
    fill(T.network.pixel, { x, y }) + (colour === null ? '' : `, ${T.network.colours[colour]}`)
  );
}

export function InputTarget({ place, network }: { place: Arrangement; network: Net }) {
  const T = texts();
  const { across, down, inputs } = network;
  const pixel = useSignal(Math.floor(inputs / 2));
  const told = useSignal<string | null>(null);
  void slowPulse.value;
  const { x, y, side, height } = place.input;
  const say = (at: number): string =>
    fill(T.network.label, {
      name: pixelName(network, at),
      value: fixed(tensors.activations[at] ?? 0),
    });
  const under = (event: PointerEvent | MouseEvent): number => {
    const { column, row } = cellUnder(event, across, down);
    return Math.min(inputs - 1, row * across + column);
  };
  return (
    <button
      class="target field"
      aria-label={`${T.network.inputField}. ${say(pixel.value)}`}
      title={told.value ?? undefined}
      style={{ left: `${x}px`, top: `${y}px`, width: `${side}px`, height: `${height}px` }}
      onPointerDown={(event) => (told.value = say(under(event)))}
      onPointerMove={(event) => (told.value = say(under(event)))}
      onClick={(event) => {
        if (event.detail > 0) pixel.value = under(event);
        selection.value = { kind: 'pixel', pixel: pixel.value };
      }}
      onKeyDown={(event) => {
        const move = arrowOf(event.key);
        const to = move ? pixel.value + move[0] + across * move[1] : -1;
        if (to < 0 || to >= inputs) return;
        event.preventDefault();
        pixel.value = to;
        selection.value = { kind: 'pixel', pixel: to };
      }}
    />
  );
}
