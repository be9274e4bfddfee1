// The connections under the hand: dragging up makes a weight larger, down smaller; keys do too.
import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { arrowOf, placeOn, useGrip } from '../../draw/pointer';
import { rememberBefore, setWeight } from '../../model/edits';
import { nameOfPlace } from '../../model/names';
import { hello, net, placeAt } from '../../model/network';
import { type Selection, selection } from '../../model/selection';
import { slowPulse, tensors } from '../../model/tensors';
import { fill, signed, texts } from '../../text';
import type { Wire } from './draw';
import { nearestCurve } from './layout';

/** the wire under the pointer or with the focus; an index of all that are drawn */
export const pointedWire = signal<number | null>(null);

const reach = 8;
const perPixel = 0.02;
const perKey = 0.1;
/** what is told as its ends; a weight beyond them is its own end, and is turned like any other */
const usualMost = 20;

export const wireTold = (wire: Wire | undefined): string =>
  wire ? `w = ${signed(tensors.parameters[wire.at] ?? 0)}` : '';

/** The wire of the weight that is chosen. */
export function wireOf(wires: Wire[], chosen: Selection): number | null {
  const network = net.peek();
  if (chosen?.kind !== 'weight' || !network) return null;
  const { parameter, index } = chosen.place;
  const offset = network.parameters.find((p) => p.name === parameter)?.offset ?? 0;
  const found = wires.findIndex((wire) => wire.at === offset + index);
  return found < 0 ? null : found;
}

function choose(wire: Wire): void {
  if (net.value) selection.value = { kind: 'weight', place: placeAt(net.value, wire.at) };
}

function turn(wire: Wire, value: number): void {
  if (!net.value) return;
  setWeight(placeAt(net.value, wire.at), Math.round(value * 1000) / 1000);
}

function useWires(wires: Wire[]) {
  const under = (event: PointerEvent): number | null => {
    const { x, y } = placeOn(event);
    const curves = wires.map((wire) => wire.curve);
    return nearestCurve(curves, x, y, event.pointerType === 'touch' ? 2 * reach : reach);
  };
  const grip = useGrip({
    take: (event) => {
      const at = under(event);
      if (at === null) return null;
      const wire = wires[at];
      pointedWire.value = at;
      choose(wire);
      void rememberBefore();
      return { wire, y: event.clientY, value: tensors.parameters[wire.at] ?? 0, moved: false };
    },
    drag: (event, held) => {
      if (!held.moved && Math.abs(event.clientY - held.y) < 3) return;
      held.moved = true;
      turn(held.wire, held.value + (held.y - event.clientY) * perPixel);
    },
    hover: (event) => (pointedWire.value = under(event)),
  });
  const onKey = (event: KeyboardEvent): void => {
    const move = arrowOf(event.key);
    // The chosen one, whatever a mouse rests on.
    const at = wireOf(wires, selection.value) ?? pointedWire.value ?? 0;
    if (!move || wires.length === 0) return;
    event.preventDefault();
    pointedWire.value = at;
    if (move[0] !== 0) {
      pointedWire.value = (at + move[0] + wires.length) % wires.length;
      choose(wires[pointedWire.value]);
    } else turn(wires[at], (tensors.parameters[wires[at].at] ?? 0) - move[1] * perKey);
  };
  return {
    ...grip.handlers,
    onPointerLeave: () => {
      if (!grip.isHeld()) pointedWire.value = null;
    },
    onFocus: () => {
      if (pointedWire.value === null && wires.length > 0)
        pointedWire.value = wireOf(wires, selection.peek()) ?? 0;
    },
    onBlur: () => (pointedWire.value = null),
    onKeyDown: onKey,
  };
}

export function Wires({ wires }: { wires: Wire[] }) {
  const T = texts().plane;
  const pad = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const keep = (event: TouchEvent): void => {
      const box = pad.current!.getBoundingClientRect();
      const { clientX, clientY } = event.touches[0];
      const curves = wires.map((wire) => wire.curve);
      const at = nearestCurve(curves, clientX - box.left, clientY - box.top, 2 * reach);
      if (at !== null) event.preventDefault();
    };
    // Who holds a wire does not scroll the page by it.
    pad.current!.addEventListener('touchstart', keep, { passive: false });
    return () => pad.current?.removeEventListener('touchstart', keep);
  }, [wires]);
  const handlers = useWires(wires);
  void [slowPulse.value, hello.value];
  const at = pointedWire.value ?? wireOf(wires, selection.value) ?? 0;
  const wire = wires[at];
  const value = wire ? (tensors.parameters[wire.at] ?? 0) : 0;
  const most = Math.max(usualMost, Math.abs(value));
  const name = wire && net.value ? nameOfPlace(placeAt(net.value, wire.at)) : '';
  return (
    <div
      ref={pad}
      class={`wires ${pointedWire.value === null ? '' : 'on-wire'}`}
      role="slider"
      tabIndex={0}
      aria-label={T.wires}
      aria-valuemin={-most}
      aria-valuemax={most}
      aria-valuenow={value}
      aria-valuetext={fill(T.wireTold, { name, value: signed(value) })}
      {...handlers}
    />
  );
}
