// The network of a table: each column is one square, however many inputs it has.
import './table.css';
import { useMemo, useRef } from 'preact/hooks';
import { Drawing, useSizeOf } from '../../draw/canvas';
import { type Net, activationOf, net } from '../../model/network';
import { hovered, muted, selection } from '../../model/selection';
import { language, textScale } from '../../model/settings';
import { slowPulse } from '../../model/tensors';
import { count, fill, plural, texts } from '../../text/table';
import { NeuronTargets } from '../network/Targets';
import { TablePainter } from './draw';
import { type Arrangement, arrange } from './layout';
import { type Placed, columns, isNumber, row, targets } from './model';
import { answerText, answersNow, cellText, numberText, outputName } from './words';

/** The column that is selected: by one of its inputs. */
export function columnOf(input: number): number | null {
  const found = columns.value.findIndex(({ at, width }) => input >= at && input < at + width);
  return found < 0 ? null : found;
}

const targetOf = ({ x, y, radius }: { x: number; y: number; radius: number }) => ({
  x: x - radius - 2,
  y: y - radius - 2,
  width: 2 * radius + 4,
  height: 2 * radius + 4,
});

function tableInWords(network: Net): string {
  void slowPulse.value;
  const T = texts();
  const lit = network.layers.slice(0, -1).map((layer) => {
    let n = 0;
    for (let i = 0; i < layer.width; ++i) if (activationOf(layer, i) > 0) ++n;
    return fill(T.aloud.layer, { name: count(layer.index + 1), lit: n, all: layer.width });
  });
  return `${lit.join('; ')}. ${T.table.answer}: ${answerText()}`;
}

function ColumnTargets({ place }: { place: Arrangement }) {
  const T = texts().table;
  const chosen = selection.value?.kind === 'pixel' ? columnOf(selection.value.pixel) : null;
  return (
    <>
      {columns.value.map((column, i) => {
        const { x, y, width, height } = targetOf(place.columns[i]);
        const label = fill(T.nodeTold, {
          name: column.name,
          value: cellText(column, row.value.cells[i] ?? null),
        });
        return (
          <button
            key={column.name}
            class="target"
            data-column={i}
            aria-label={label}
            aria-pressed={chosen === i}
            title={label}
            style={{
              left: `${Math.max(0, x - place.names)}px`,
              top: `${y}px`,
              width: `${Math.min(x, place.names) + width}px`,
              height: `${height}px`,
            }}
            onClick={() => (selection.value = { kind: 'pixel', pixel: column.at })}
          />
        );
      })}
    </>
  );
}

const longestOf = (names: string[]): number => Math.max(1, ...names.map((name) => name.length));

function useArrangement(network: Net | null, width: number, height: number, of: Placed[]) {
  return useMemo(() => {
    if (!network || width < 50 || height < 50 || of.length === 0) return null;
    const last = network.layers.at(-1)?.width ?? 0;
    const names = Array.from({ length: last }, (_, i) => outputName(i));
    const numbers = isNumber.value ? targets.value.map((to) => numberText(to, to.high)) : [];
    return arrange(width, height, {
      columns: of.length,
      widths: network.layers.map((l) => l.width),
      longest: longestOf(of.map(({ name }) => name)),
      longestClass: isNumber.value && last === 1 ? 0 : longestOf([...names, ...numbers]),
      scale: textScale.value,
    });
  }, [network, width, height, of, textScale.value]);
}

export default function TableView() {
  const T = texts();
  const painter = useMemo(() => new TablePainter(), []);
  const box = useRef<HTMLDivElement>(null);
  const size = useSizeOf(box);
  const network = net.value;
  const place = useArrangement(network, size.value.width, size.value.height, columns.value);
  const chosen = selection.value;
  const focus = hovered.value ?? (chosen?.kind === 'neuron' ? chosen : null);
  return (
    <div class="table-stage" ref={box} role="group" aria-label={T.table.stage}>
      <Drawing
        class="fill-canvas"
        role="img"
        aria-label={network ? tableInWords(network) : ''}
        channels={['parameters', 'activations']}
        follow={() => [
          hovered.value,
          selection.value,
          muted.value,
          size.value,
          row.value,
          language.value,
          columns.value,
        ]}
        draw={(sheet) => {
          if (!network || !place || place.columns.length !== columns.value.length) return;
          const { cells } = row.value;
          painter.draw(sheet, {
            net: network,
            place,
            columns: columns.value,
            cells: columns.value.map((column, i) => cellText(column, cells[i] ?? null)),
            focus: focus && network.layers[focus.layer]?.width > focus.neuron ? focus : null,
            column: chosen?.kind === 'pixel' && !hovered.value ? columnOf(chosen.pixel) : null,
            muted: muted.value,
            captions: [
              plural(columns.value.length, T.table.columns),
              ...network.layers.map((l) => count(l.width)),
            ],
            answers: answersNow(),
          });
        }}
      />
      {place && place.columns.length === columns.value.length && <ColumnTargets place={place} />}
      {network && place && (
        <NeuronTargets targets={place.layers.map((s) => s.map(targetOf))} network={network} />
      )}
    </div>
  );
}
