// Connections under the hand: dragging one up makes its weight larger, down smaller; keys do too.
import './LinePad.css';
import type { Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { arrowOf, placeOn, useGrip } from '../draw/pointer';
import { type Curve, nearestCurve } from '../views/plane/layout';

/** The lines of a pad, each with a weight. */
export interface Lines {
  curves: readonly Curve[];
  /** the one under the pointer or with the focus */
  pointed: Signal<number | null>;
  chosen: () => number | null;
  choose: (line: number) => void;
  valueOf: (line: number) => number;
  turn: (line: number, value: number) => void;
  /** a hand takes hold of one */
  begin?: () => void;
}

interface Props extends Lines {
  label: string;
  most: number;
  said: string;
}

const reach = 8;
const perPixel = 0.02;
const perKey = 0.1;

function useLines({ curves, pointed, chosen, choose, valueOf, turn, begin }: Lines) {
  const turnTo = (line: number, value: number): void =>
    turn(line, Math.round(value * 1000) / 1000);
  const under = (event: PointerEvent): number | null => {
    const { x, y } = placeOn(event);
    return nearestCurve(curves, x, y, event.pointerType === 'touch' ? 2 * reach : reach);
  };
  const grip = useGrip({
    take: (event) => {
      const line = under(event);
      if (line === null) return null;
      pointed.value = line;
      choose(line);
      begin?.();
      return { line, y: event.clientY, value: valueOf(line), moved: false };
    },
    drag: (event, held) => {
      if (!held.moved && Math.abs(event.clientY - held.y) < 3) return;
      held.moved = true;
      turnTo(held.line, held.value + (held.y - event.clientY) * perPixel);
    },
    hover: (event) => (pointed.value = under(event)),
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = arrowOf(event.key);
    // The chosen one, whatever a mouse rests on.
    const at = chosen() ?? pointed.value ?? 0;
    if (!move || curves.length === 0) return;
    event.preventDefault();
    pointed.value = at;
    if (move[0] !== 0) {
      pointed.value = (at + move[0] + curves.length) % curves.length;
      choose(pointed.value);
    } else turnTo(at, valueOf(at) - move[1] * perKey);
  };
  return {
    ...grip.handlers,
    onPointerLeave: () => {
      if (!grip.isHeld()) pointed.value = null;
    },
    onFocus: () => {
      if (pointed.value === null && curves.length > 0) pointed.value = chosen() ?? 0;
    },
    onBlur: () => (pointed.value = null),
    onKeyDown,
  };
}

/** Lies upon the drawing of its lines. */
export function LinePad({ label, most, said, ...lines }: Props) {
  const { curves, pointed } = lines;
  const pad = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const keep = (event: TouchEvent): void => {
      const box = pad.current!.getBoundingClientRect();
      const { clientX, clientY } = event.touches[0];
      const at = nearestCurve(curves, clientX - box.left, clientY - box.top, 2 * reach);
      if (at !== null) event.preventDefault();
    };
    // Who holds a line does not scroll the page by it.
    pad.current!.addEventListener('touchstart', keep, { passive: false });
    return () => pad.current?.removeEventListener('touchstart', keep);
  }, [curves]);
  const handlers = useLines(lines);
  const value = curves.length > 0 ? lines.valueOf(pointed.value ?? lines.chosen() ?? 0) : 0;
  const end = Math.max(most, Math.abs(value));
  return (
    <div
      ref={pad}
      class={`wires ${pointed.value === null ? '' : 'on-wire'}`}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={-end}
      aria-valuemax={end}
      aria-valuenow={value}
      aria-valuetext={said}
      {...handlers}
    />
  );
}
