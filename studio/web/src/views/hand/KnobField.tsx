// Every weight and bias in one field; each is a knob that can be dragged or turned by keys.
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { Drawing } from '../../draw/canvas';
import { arrowOf, placeOn, useGrip } from '../../draw/pointer';
import { rememberBefore, setWeight } from '../../model/edits';
import { nameOfPlace } from '../../model/names';
import { net, placeAt } from '../../model/network';
import { selection } from '../../model/selection';
import { pulse, tensors } from '../../model/tensors';
import { fixed, signed, texts } from '../../text';
import { KnobPainter } from './draw';
import { hit, neighbour } from './field';

const perPixel = 0.03;

/** Which knob is pointed at, and how mouse, finger and keys turn it. */
function useKnobs(painter: KnobPainter) {
  const at = useSignal(0);
  const pointed = useSignal(false);
  const network = net.value;

  const under = (event: PointerEvent): number | null => {
    const { x, y } = placeOn(event);
    return painter.field ? hit(painter.field, x, y) : null;
  };
  const turn = (position: number, value: number): void => {
    if (network) setWeight(placeAt(network, position), Math.round(value * 1000) / 1000);
  };
  const choose = (position: number): void => {
    if (network) selection.value = { kind: 'weight', place: placeAt(network, position) };
  };
  const grip = useGrip({
    take: (event) => {
      const position = under(event);
      if (position === null) return null;
      at.value = position;
      pointed.value = true;
      choose(position);
      void rememberBefore();
      return { position, y: event.clientY, value: tensors.parameters[position] };
    },
    drag: (event, { position, y, value }) =>
      turn(position, value + (y - event.clientY) * perPixel),
    hover: (event) => {
      const position = under(event);
      pointed.value = position !== null;
      if (position !== null) at.value = position;
    },
  });
  const onKey = (event: KeyboardEvent): void => {
    const move = arrowOf(event.key);
    if (move && painter.field) at.value = neighbour(painter.field, at.value, move[0], move[1]);
    else if (event.key === '+' || event.key === '=')
      turn(at.value, tensors.parameters[at.value] + 0.1);
    else if (event.key === '-') turn(at.value, tensors.parameters[at.value] - 0.1);
    else if (event.key === 'Enter') choose(at.value);
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

export function KnobField() {
  const T = texts();
  const painter = useMemo(() => new KnobPainter(), []);
  const { at, pointed, isHeld, handlers } = useKnobs(painter);
  const network = net.value;
  void pulse.value;
  if (!network) return null;
  const value = tensors.parameters[at.value] ?? 0;
  const name = nameOfPlace(placeAt(network, at.value));
  return (
    <>
      <div
        class="knobs"
        role="application"
        tabIndex={0}
        aria-label={`${T.hand.field}. ${name}: ${signed(value, 3)}`}
        {...handlers}
      >
        <Drawing
          class="fill-canvas"
          aria-hidden="true"
          channels={['parameters']}
          follow={() => [at.value, pointed.value, net.value]}
          draw={(sheet) =>
            painter.draw(sheet, network, pointed.value || isHeld() ? at.value : null)
          }
        />
      </div>
      <p class="knob-told small">
        {pointed.value ? (
          <>
            {name} · <b>{fixed(value, 3)}</b>
          </>
        ) : (
          T.hand.how
        )}
      </p>
    </>
  );
}
