// What is drawn, under the hand: where a pointer is, which way an arrow key goes, and pads that one
// pointer holds.
import { useRef } from 'preact/hooks';

/** Where a pointer is on the element that listens, and how large that is, in CSS pixels. */
export function placeOn(event: MouseEvent): {
  x: number;
  y: number;
  width: number;
  height: number;
} {
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
  return {
    x: event.clientX - box.left,
    y: event.clientY - box.top,
    width: box.width,
    height: box.height,
  };
}

export const within = (value: number, low: number, high: number): number =>
  Math.max(low, Math.min(high, value));

/** Of `across` × `down` equal cells that fill the element, the one under a pointer. */
export function cellUnder(
  event: MouseEvent,
  across: number,
  down: number,
): { column: number; row: number } {
  const { x, y, width, height } = placeOn(event);
  return {
    column: within(Math.floor((x / width) * across), 0, across - 1),
    row: within(Math.floor((y / height) * down), 0, down - 1),
  };
}

const arrows: Record<string, readonly [right: number, down: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** One to the right or left, down or up; null for other keys. */
export const arrowOf = (key: string): readonly [right: number, down: number] | null =>
  arrows[key] ?? null;

interface Pad<T> {
  /** what a press takes hold of; null where there is nothing */
  take: (event: PointerEvent) => T | null;
  drag: (event: PointerEvent, held: T) => void;
  /** the pointer went up, or the browser took it away */
  drop?: (event: PointerEvent) => void;
  /** it moves and holds nothing */
  hover?: (event: PointerEvent) => void;
}

/** A pad that one pointer holds from its press on; another finger meanwhile does nothing. */
export function useGrip<T>({ take, drag, drop, hover }: Pad<T>) {
  const grip = useRef<{ pointer: number; held: T } | null>(null);
  const release = (event: PointerEvent): void => {
    if (grip.current?.pointer !== event.pointerId) return;
    grip.current = null;
    drop?.(event);
  };
  return {
    isHeld: (): boolean => grip.current !== null,
    handlers: {
      onPointerDown: (event: PointerEvent): void => {
        const other = grip.current !== null && grip.current.pointer !== event.pointerId;
        if (event.button !== 0 || other) return;
        const held = take(event);
        if (held === null) return;
        const pad = event.currentTarget as HTMLElement;
        event.preventDefault();
        pad.focus();
        pad.setPointerCapture(event.pointerId);
        grip.current = { pointer: event.pointerId, held };
      },
      onPointerMove: (event: PointerEvent): void => {
        if (grip.current === null) hover?.(event);
        else if (grip.current.pointer === event.pointerId) drag(event, grip.current.held);
      },
      onPointerUp: release,
      onPointerCancel: release,
    },
  };
}
