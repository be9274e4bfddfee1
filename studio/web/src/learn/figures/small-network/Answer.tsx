// A small network's answer over the plane, with its boundary and the points.
import type { Signal } from '@preact/signals';
import { Drawing } from '../../../draw/canvas';
import { type Bend, type Labelled, type Network, answers, gridOf } from './network';
import { type Window, drawAnswer } from './painted';

interface Props {
  network: () => Network;
  bend: () => Bend;
  points: Signal<Labelled>;
  window: Window;
  /** the network whose straight boundary is compared */
  line?: () => readonly [number, number, number] | null;
  label: string;
  side?: number;
  name: string;
}

export function Answer({ network, bend, points, window, line, label, side = 72, name }: Props) {
  return (
    <Drawing
      class="small-answer"
      role="img"
      aria-label={label}
      data-answer={name}
      follow={() => [network(), bend(), points.value, line?.()]}
      draw={({ context, width, palette }) =>
        drawAnswer(
          context,
          palette,
          { x: 1, y: 1, side: width - 2 },
          {
            values: answers(network(), bend(), gridOf(window.low, window.high, side)),
            points: points.peek(),
            window,
            line: line?.(),
          },
        )
      }
    />
  );
}
