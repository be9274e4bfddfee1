// A small network as it stands on the plane's stage: each neuron a picture, each weight a line that
// can be dragged.
import './Diagram.css';
import { type Signal, useComputed, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Drawing, type Sheet, useSizeOf } from '../../../draw/canvas';
import { letters } from '../../../draw/letters';
import { css, diverge } from '../../../draw/palette';
import { textScale } from '../../../model/settings';
import { LinePad } from '../../../parts/LinePad';
import { fill, signed, texts } from '../../../text/learn';
import { type Box, type Curve, curveOf } from '../../../views/plane/layout';
import { type Bend, type Knob, type Network, gridOf, through, valueAt } from './network';
import { type Window, drawField } from './painted';

interface Props {
  network: Signal<Network>;
  bend: () => Bend;
  window: Window;
  turn: (knob: Knob, value: number) => void;
  /** of each layer's neurons; the inputs are x and y */
  nameOf: (layer: number, neuron: number) => string;
  most: number;
}

/** The neurons in columns, inputs first. */
export function boxesOf(counts: readonly number[], width: number, height: number): Box[][] {
  const most = Math.max(...counts);
  const side = Math.min(width / (2 * counts.length), (height - 12) / (1.35 * most));
  const margin = 22;
  const step = (width - margin - side - 4) / (counts.length - 1);
  const down = Math.min(1.6 * side, (height - side - 12) / Math.max(1, most - 1));
  return counts.map((count, c) =>
    Array.from({ length: count }, (_, n) => ({
      x: margin + c * step,
      y: (height - side) / 2 + (n - (count - 1) / 2) * down,
      side,
    })),
  );
}

interface Line {
  knob: Knob;
  curve: Curve;
}

const linesOf = (network: Network, boxes: Box[][]): Line[] =>
  network.flatMap(({ weights }, layer) =>
    weights.flatMap((row, neuron) =>
      row.map((_, input) => ({
        knob: { layer, neuron, input },
        curve: curveOf(boxes[layer][input], boxes[layer + 1][neuron], false),
      })),
    ),
  );

const fieldSide = 28;

function drawLines({ context, palette }: Sheet, network: Network, lines: Line[], at: number): void {
  lines.forEach(({ knob, curve: c }, i) => {
    const w = valueAt(network, knob);
    const size = Math.min(1, Math.abs(w) / 4);
    context.strokeStyle = css(
      w >= 0 ? palette.positive : palette.negative,
      i === at ? 1 : 0.25 + 0.65 * size ** 0.6,
    );
    context.lineWidth = 0.8 + 4 * size ** 0.8 + (i === at ? 1.5 : 0);
    context.beginPath();
    context.moveTo(c[0], c[1]);
    context.bezierCurveTo(c[2], c[3], c[4], c[5], c[6], c[7]);
    context.stroke();
  });
}

function drawNames({ context, palette }: Sheet, boxes: Box[][]): void {
  context.font = letters(13, 600);
  context.fillStyle = palette.text;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  boxes[0].forEach(({ x, y, side }, i) => context.fillText('xy'[i], x - 6, y + side / 2));
}

export function Diagram({ network, bend, window, turn, nameOf, most }: Props) {
  const T = texts().learnRoom.bend.lines;
  const place = useRef<HTMLDivElement>(null);
  const size = useSizeOf(place);
  const pointed = useSignal<number | null>(null);
  const chosen = useSignal(0);
  const counts = useComputed(() => [2, ...network.value.map(({ bias }) => bias.length)].join());
  const boxes = useComputed(() =>
    boxesOf(counts.value.split(',').map(Number), size.value.width, size.value.height),
  );
  const lines = useComputed(() => {
    void counts.value;
    return linesOf(network.peek(), boxes.value);
  });
  const curves = useComputed(() => lines.value.map(({ curve }) => curve));
  const draw = (sheet: Sheet): void => {
    const { context, palette } = sheet;
    const now = network.peek();
    const { lights } = through(now, bend(), gridOf(window.low, window.high, fieldSide));
    drawLines(sheet, now, lines.peek(), pointed.peek() ?? -1);
    boxes.peek().forEach((column, c) =>
      column.forEach((box, n) => {
        drawField(context, palette, box, lights[c][n]);
        if (c === 0) return;
        context.fillStyle = css(diverge(palette, now[c - 1].bias[n] / 2));
        context.strokeStyle = palette.muted;
        context.lineWidth = 1;
        context.beginPath();
        context.arc(box.x, box.y + box.side, 4.5, 0, 2 * Math.PI);
        context.fill();
        context.stroke();
      }),
    );
    drawNames(sheet, boxes.peek());
  };
  /** A network that has become smaller has fewer of them. */
  const lineAt = (at: number): Line => lines.value[Math.min(at, lines.value.length - 1)];
  const line = lineAt(pointed.value ?? chosen.value);
  const from = ({ layer, input }: Knob): string =>
    layer === 0 ? 'xy'[input!] : nameOf(layer - 1, input!);
  const said = fill(T.said, {
    from: from(line.knob),
    to: nameOf(line.knob.layer, line.knob.neuron),
    value: signed(valueAt(network.value, line.knob)),
  });
  return (
    <>
      <div class="small-network" ref={place}>
        <Drawing
          class="small-network-canvas"
          aria-hidden="true"
          follow={() => [network.value, bend(), boxes.value, pointed.value, textScale.value]}
          draw={draw}
        />
        <LinePad
          label={T.label}
          most={most}
          said={said}
          curves={curves.value}
          pointed={pointed}
          chosen={() => Math.min(chosen.value, lines.value.length - 1)}
          choose={(to) => (chosen.value = to)}
          valueOf={(of) => valueAt(network.peek(), lineAt(of).knob)}
          turn={(of, value) => turn(lineAt(of).knob, value)}
        />
      </div>
      <p class="small small-network-told" data-test="line-told">
        {pointed.value === null ? T.how : said}
      </p>
    </>
  );
}
