// The connections of the plane's network under the hand.
import { signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { rememberBefore, setWeight } from '../../model/edits';
import { nameOfPlace } from '../../model/names';
import { hello, net, placeAt } from '../../model/network';
import { type Selection, selection } from '../../model/selection';
import { slowPulse, tensors } from '../../model/tensors';
import { LinePad } from '../../parts/LinePad';
import { fill, signed, texts } from '../../text/plane';
import type { Wire } from './draw';

/** the wire under the pointer or with the focus; an index of all that are drawn */
export const pointedWire = signal<number | null>(null);

/** what is told as its ends; a weight beyond them is its own end, and is turned like any other */
const usualMost = 20;

const weightOf = (wire: Wire | undefined): number => (wire && tensors.parameters[wire.at]) ?? 0;

export const wireTold = (wire: Wire | undefined): string =>
  wire ? `w = ${signed(weightOf(wire))}` : '';

/** The wire of the weight that is chosen. */
export function wireOf(wires: Wire[], chosen: Selection): number | null {
  const network = net.peek();
  if (chosen?.kind !== 'weight' || !network) return null;
  const { parameter, index } = chosen.place;
  const offset = network.parameters.find((p) => p.name === parameter)?.offset ?? 0;
  const found = wires.findIndex((wire) => wire.at === offset + index);
  return found < 0 ? null : found;
}

export function Wires({ wires }: { wires: Wire[] }) {
  const T = texts().plane;
  void [slowPulse.value, hello.value];
  const curves = useMemo(() => wires.map(({ curve }) => curve), [wires]);
  const network = net.value;
  const wire = wires[pointedWire.value ?? wireOf(wires, selection.value) ?? 0];
  const name = wire && network ? nameOfPlace(placeAt(network, wire.at)) : '';
  return (
    <LinePad
      label={T.wires}
      most={usualMost}
      said={fill(T.wireTold, { name, value: signed(weightOf(wire)) })}
      curves={curves}
      pointed={pointedWire}
      chosen={() => wireOf(wires, selection.value)}
      choose={(line) => {
        if (network) selection.value = { kind: 'weight', place: placeAt(network, wires[line].at) };
      }}
      valueOf={(line) => weightOf(wires[line])}
      turn={(line, value) => {
        if (network) setWeight(placeAt(network, wires[line].at), value);
      }}
      begin={() => void rememberBefore()}
    />
  );
}
