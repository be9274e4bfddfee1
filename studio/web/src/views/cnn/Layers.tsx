// The digit on its way through the CNN: a row a layer, a picture a feature map, a cell a neuron.
import { signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Drawing, type Sheet } from '../../draw/canvas';
import { arrowOf, placeOn, within } from '../../draw/pointer';
import type { MapLayer } from '../../engine/types';
import { hello } from '../../model/network';
import { fill, fixed, texts } from '../../text/views';
import { type Grid, type Held, drawRow, gridOf, nameAnswers } from './draw';
import { type Cells, type Maps, brightestOf, cellsOf, isFlat, maps, rangeOf } from './model';
import { chosen, layerTitle } from './state';

interface Spot {
  cell: number;
  pixel: number;
}

const pointed = signal<(Spot & { layer: string }) | null>(null);
const narrow = matchMedia('(max-width: 860px)');

function spotUnder(event: MouseEvent, cells: Cells, { columns, lines }: Grid): Spot {
  const { x, y, width, height } = placeOn(event);
  const part = (at: number, count: number): number => within(Math.floor(at), 0, count - 1);
  const across = (x / width) * columns;
  const down = (y / height) * lines;
  const [column, line] = [part(across, columns), part(down, lines)];
  const row = part((down - line) * cells.height, cells.height);
  return {
    cell: Math.min(cells.count - 1, line * columns + column),
    pixel: row * cells.width + part((across - column) * cells.width, cells.width),
  };
}

/** The classes that the neurons of the last layer stand for; null for other layers. */
function answersOf(layer: MapLayer, all: MapLayer[]): string[] | null {
  const cells = cellsOf(layer);
  const classes = hello.value?.data.classes ?? [];
  const last = layer.name === all.at(-1)?.name;
  return last && isFlat(cells) && cells.count === classes.length ? classes : null;
}

function tellSpot(
  { cell, pixel }: Spot,
  numbers: Float32Array,
  cells: Cells,
  answers: string[] | null,
): string {
  const T = texts();
  const value = fixed(numbers[cells.from + cell * cells.width * cells.height + pixel] ?? 0);
  if (isFlat(cells)) return fill(T.cnn.neuronTold, { n: answers?.[cell] ?? cell + 1, value });
  return fill(T.cnn.mapTold, {
    n: cell + 1,
    x: (pixel % cells.width) + 1,
    y: Math.floor(pixel / cells.width) + 1,
    value,
  });
}

function Row({ layer, now }: { layer: MapLayer; now: Maps }) {
  const T = texts();
  const held = useRef<Held>({ picture: null });
  const { numbers } = now;
  const { name } = layer;
  const cells = cellsOf(layer);
  const grid = gridOf(cells, narrow.matches);
  const answers = answersOf(layer, now.layers);
  const mine = chosen.value.layer === name ? chosen.value.cell : null;
  const choose = (cell: number): void => {
    chosen.value = { layer: name, cell };
  };
  const draw = (sheet: Sheet): void => {
    const latest = maps.value?.numbers;
    if (!latest) return;
    const marked = chosen.value.layer === name ? chosen.value.cell : null;
    drawRow(sheet, held.current, latest, cells, grid, marked);
    if (answers) nameAnswers(sheet, latest, cells, grid, answers);
  };
  const onKey = (event: KeyboardEvent): void => {
    const [by] = arrowOf(event.key) ?? [0];
    if (by === 0) return;
    event.preventDefault();
    choose(within((mine ?? -by) + by, 0, cells.count - 1));
  };
  const spot =
    pointed.value?.layer === name
      ? pointed.value
      : mine !== null && { cell: mine, pixel: brightestOf(numbers, cells, mine) };
  const told = spot ? tellSpot(spot, numbers, cells, answers) : '';
  const title = layerTitle(layer);
  return (
    <li class={`layer-row ${isFlat(cells) ? 'flat' : ''}`}>
      <p class="layer-name">
        {title}
        <span class="small">
          {told && `${told} · `}
          {fill(T.network.brightness, { value: fixed(rangeOf(numbers, cells).high) })}
        </span>
      </p>
      <div
        class="layer-cells"
        role="application"
        tabIndex={0}
        data-layer={name}
        aria-label={`${title}. ${told || T.cnn.cellsHow}`}
        style={{ '--columns': grid.columns, '--lines': grid.lines }}
        onPointerMove={(event) => {
          pointed.value = { layer: name, ...spotUnder(event, cells, grid) };
        }}
        onPointerLeave={() => (pointed.value = null)}
        onClick={(event) => choose(spotUnder(event, cells, grid).cell)}
        onKeyDown={onKey}
      >
        <Drawing
          class="fill-canvas"
          aria-hidden="true"
          follow={() => [maps.value, chosen.value]}
          draw={draw}
        />
      </div>
    </li>
  );
}

/** The layers from one on, before another. */
export function LayerRows({ from = 0, to }: { from?: number; to?: number }) {
  const now = maps.value;
  if (!now) return null;
  return (
    <ol class="layers">
      {now.layers.slice(from, to).map((layer) => (
        <Row key={layer.name} layer={layer} now={now} />
      ))}
    </ol>
  );
}

export function Layers() {
  return (
    <section class="cnn-inside">
      <h3>{texts().cnn.inside}</h3>
      <LayerRows />
    </section>
  );
}
