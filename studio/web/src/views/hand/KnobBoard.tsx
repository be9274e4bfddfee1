// Numbers in one field, laid out as those of the network are; each is a knob that can be dragged or
// turned by keys.
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { Drawing } from '../../draw/canvas';
import { arrowOf, placeOn, useGrip } from '../../draw/pointer';
import type { Channel } from '../../engine/types';
import { nameOfPlace } from '../../model/names';
import { net, placeAt } from '../../model/network';
import { fixed, signed } from '../../text';
import { KnobPainter } from './draw';
import { hit, neighbour } from './field';

const perPixel = 0.03;

export interface Knobs {
  /** how they are turned: read aloud, and told while none is pointed at */
  field: string;
  how: string;
  values: () => ArrayLike<number>;
  turn: (position: number, value: number) => void;
  /** one is taken hold of */
  take?: (position: number) => void;
  choose?: (position: number) => void;
  channels?: Channel[];
  /** read signals here to be drawn again when they change */
  follow?: () => unknown;
}

/** Which knob is pointed at, and how mouse, finger and keys turn it. */
function useKnobs(painter: KnobPainter, { values, turn, take, choose }: Knobs) {
  const at = useSignal(0);
  const pointed = useSignal(false);

  const under = (event: PointerEvent): number | null => {
    const { x, y } = placeOn(event);
    return painter.field ? hit(painter.field, x, y) : null;
  };
  const turnTo = (position: number, value: number): void =>
    turn(position, Math.round(value * 1000) / 1000);
  const grip = useGrip({
    take: (event) => {
      const position = under(event);
      if (position === null) return null;
      at.value = position;
      pointed.value = true;
      choose?.(position);
      take?.(position);
      return { position, y: event.clientY, value: values()[position] };
    },
    drag: (event, { position, y, value }) =>
      turnTo(position, value + (y - event.clientY) * perPixel),
    hover: (event) => {
      const position = under(event);
      pointed.value = position !== null;
      if (position !== null) at.value = position;
    },
  });
  const onKey = (event: KeyboardEvent): void => {
    const move = arrowOf(event.key);
    if (move && painter.field) at.value = neighbour(painter.field, at.value, move[0], move[1]);
    else if (event.key === '+' || event.key === '=') turnTo(at.value, values()[at.value] + 0.1);
    else if (event.key === '-') turnTo(at.value, values()[at.value] - 0.1);
    else if (event.key === 'Enter') choose?.(at.value);
    else return;
    event.preventDefault();
  };
  return {
    at,
    pointed,
    isHeld: grip.isHeld,
    handlers: {
      ...grip.handlers,
      onPointerLeave: () => {
        if (!grip.isHeld()) pointed.value = false;
      },
      onFocus: () => (pointed.value = true),
      onBlur: () => (pointed.value = false),
      onKeyDown: onKey,
    },
  };
}

export function KnobBoard(knobs: Knobs) {
  const painter = useMemo(() => new KnobPainter(), []);
  const { at, pointed, isHeld, handlers } = useKnobs(painter, knobs);
  const network = net.value;
  void knobs.follow?.();
  if (!network) return null;
  const value = knobs.values()[at.value] ?? 0;
  const name = nameOfPlace(placeAt(network, at.value));
  return (
    <>
      <div
        class="knobs"
        role="application"
        tabIndex={0}
        aria-label={`${knobs.field}. ${name}: ${signed(value, 3)}`}
        {...handlers}
      >
        <Drawing
          class="fill-canvas"
          aria-hidden="true"
          channels={knobs.channels}
          follow={() => [at.value, pointed.value, net.value, knobs.follow?.()]}
          draw={(sheet) =>
            painter.draw(
              sheet,
              network,
              knobs.values(),
              pointed.value || isHeld() ? at.value : null,
            )
          }
        />
      </div>
      <p class="knob-told small">
        {pointed.value ? (
          <>
            {name} · <b>{fixed(value, 3)}</b>
          </>
        ) : (
          knobs.how
        )}
      </p>
    </>
  );
}
