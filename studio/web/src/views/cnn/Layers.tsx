// The digit on its way through the CNN: a row a layer, a picture a feature map, a cell a neuron.
import { signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Drawing, type Sheet } from '../../draw/canvas';
import { mix, readableOn } from '../../draw/palette';
import {
  type Picture,
  pictureOf,
  paintPixels,
  paintWeights,
  robustScale,
} from '../../draw/pictures';
import type { FilterLayer, MapLayer } from '../../engine/types';
import { hello } from '../../model/network';
import { ScaleBar } from '../../parts/selected/WeightPicture';
import { fill, fixed, plural, signed, texts } from '../../text';
import { type Cells, brightestOf, cellsOf, filters, maps, rangeOf } from './model';

interface Chosen {
  layer: string;
  cell: number;
}

const chosen = signal<Chosen>({ layer: 'conv1', cell: 2 });
const pointed = signal<{ layer: string; cell: number; pixel: number } | null>(null);
const gap = 4;
const narrow = matchMedia('(max-width: 860px)');
/** maps in one line, where they would be too small in two */
export const columnsOf = (
  { count, width }: Pick<Cells, 'count' | 'width'>,
  phone: boolean,
): number => (phone && width > 1 && count > 8 ? Math.ceil(count / 2) : count);

function paintCell(
  picture: Picture,
  sheet: Sheet,
  numbers: Float32Array,
  cells: Cells,
  cell: number,
): void {
  const { low, high } = rangeOf(numbers, cells);
  const from = cells.from + cell * cells.width * cells.height;
  if (low < 0) paintWeights(picture, numbers, from, Math.max(high, -low, 1e-6), sheet.palette);
  else paintPixels(picture, numbers, from, Math.max(high, 1e-6), sheet.palette);
}

const filterOf = (layer: string): FilterLayer | undefined =>
  filters.value?.layers.find((f) => f.name === layer);

function layerTitle(layer: MapLayer): string {
  const T = texts();
  const { count, width, height } = cellsOf(layer);
  const kind =
    { conv2d: T.cnn.conv, max_pool: T.cnn.pool, average_pool: T.cnn.pool, dense: T.cnn.dense }[
      layer.kind
    ] ?? layer.name;
  return layer.shape.length > 1
    ? `${kind}: ${plural(count, T.cnn.mapForms)} ${width}×${height}`
    : `${kind}: ${plural(count, T.cnn.neuronForms)}`;
}

function Row({ layer }: { layer: MapLayer }) {
  const T = texts();
  const picture = useRef<Picture | null>(null);
  const numbers = maps.value?.numbers;
  if (!numbers) return null;
  const cells = cellsOf(layer);
  const { high } = rangeOf(numbers, cells);
  const flat = cells.width === 1 && cells.height === 1;
  const between = flat && cells.count > 20 ? 1 : gap;
  const columns = columnsOf(cells, narrow.matches);
  const lines = Math.ceil(cells.count / columns);
  const here = pointed.value?.layer === layer.name ? pointed.value : null;
  const classes = hello.value?.data.classes ?? [];
  const answers =
    flat && cells.count === classes.length && layer.name === maps.value?.layers.at(-1)?.name;

  const draw = (sheet: Sheet): void => {
    const latest = maps.value?.numbers;
    if (!latest) return;
    const { context, width, height, palette } = sheet;
    picture.current = pictureOf(picture.current, cells.width, cells.height);
    const cell = (width - between * (columns - 1)) / columns;
    const high = (height - between * (lines - 1)) / lines;
    context.imageSmoothingEnabled = false;
    for (let n = 0; n < cells.count; ++n) {
      paintCell(picture.current, sheet, latest, cells, n);
      const x = (n % columns) * (cell + between);
      const y = Math.floor(n / columns) * (high + between);
      context.drawImage(picture.current.canvas, x, y, cell, high);
      const marked = chosen.value.layer === layer.name && chosen.value.cell === n;
      if (flat && !marked) continue;
      context.strokeStyle = marked ? palette.accent : palette.line;
      context.lineWidth = marked ? 2 : 1;
      context.strokeRect(x + 0.5, y + 0.5, cell - 1, high - 1);
    }
    if (!answers) return;
    context.font = '600 11px "Inter Variable", sans-serif';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    for (let n = 0; n < cells.count; ++n) {
      const light = Math.max(
        0,
        Math.min(1, latest[cells.from + n] / Math.max(rangeOf(latest, cells).high, 1e-6)),
      );
      context.fillStyle = readableOn(mix(palette.off, palette.on, light));
      context.fillText(classes[n], n * (cell + between) + cell / 2, height / 2 + 1);
    }
  };
  const under = (event: MouseEvent): { cell: number; pixel: number } => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const within = (v: number, n: number): number =>
      Math.max(0, Math.min(n - 1, Math.floor(v * n)));
    const across = (event.clientX - box.left) / box.width;
    const down = (event.clientY - box.top) / box.height;
    const [column, line] = [within(across, columns), within(down, lines)];
    const x = within(across * columns - column, cells.width);
    const y = within(down * lines - line, cells.height);
    return { cell: Math.min(cells.count - 1, line * columns + column), pixel: y * cells.width + x };
  };
  const say = (cell: number, pixel: number): string => {
    const value = fixed(numbers[cells.from + cell * cells.width * cells.height + pixel] ?? 0);
    if (flat) return fill(T.cnn.neuronTold, { n: answers ? classes[cell] : cell + 1, value });
    return fill(T.cnn.mapTold, {
      n: cell + 1,
      x: (pixel % cells.width) + 1,
      y: Math.floor(pixel / cells.width) + 1,
      value,
    });
  };
  const mine = chosen.value.layer === layer.name ? chosen.value.cell : null;
  const title = layerTitle(layer);
  const told = here
    ? say(here.cell, here.pixel)
    : mine !== null
      ? say(mine, brightestOf(numbers, cells, mine))
      : '';
  return (
    <li class={`layer-row ${flat ? 'flat' : ''}`}>
      <p class="layer-name">
        {title}
        <span class="small">
          {told && `${told} · `}
          {fill(T.network.brightness, { value: fixed(high) })}
        </span>
      </p>
      <div
        class="layer-cells"
        role="application"
        tabIndex={0}
        data-layer={layer.name}
        aria-label={`${title}. ${told || T.cnn.cellsHow}`}
        style={{ '--columns': columns, '--lines': lines }}
        onPointerMove={(event) => (pointed.value = { layer: layer.name, ...under(event) })}
        onPointerLeave={() => (pointed.value = null)}
        onClick={(event) => (chosen.value = { layer: layer.name, cell: under(event).cell })}
        onKeyDown={(event) => {
          const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
          if (by === 0) return;
          event.preventDefault();
          chosen.value = {
            layer: layer.name,
            cell: Math.max(0, Math.min(cells.count - 1, (mine ?? -by) + by)),
          };
        }}
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

/**
 * A filter looks at each map of the layer before with weights of its own: so many small pictures.
 */
function FilterPictures({ filter, cell }: { filter: FilterLayer; cell: number }) {
  const T = texts();
  const picture = useRef<Picture | null>(null);
  const [, into, height, width] = filter.shape;
  const numbers = filters.value?.numbers ?? new Float32Array(0);
  const from = filter.offset + cell * into * height * width;
  const scale = robustScale(
    numbers,
    filter.offset,
    filter.shape.reduce((a, b) => a * b, 1),
  );
  const columns = into === 1 ? 1 : Math.min(3, into);
  const rows = Math.ceil(into / columns);
  const draw = ({ context, width: w, palette }: Sheet): void => {
    picture.current = pictureOf(picture.current, width, height);
    const size = (w - gap * (columns - 1)) / columns;
    context.imageSmoothingEnabled = false;
    for (let n = 0; n < into; ++n) {
      paintWeights(picture.current, numbers, from + n * width * height, scale, palette);
      const x = (n % columns) * (size + gap);
      const y = Math.floor(n / columns) * (size + gap);
      context.drawImage(picture.current.canvas, x, y, size, size);
      context.strokeStyle = palette.line;
      context.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1);
    }
  };
  const weights = Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => signed(numbers[from + y * width + x] ?? 0)).join('  '),
  ).join('\n');
  return (
    <div class="filter">
      <h4>
        {plural(into, T.cnn.filterForms)} {width}×{height}
      </h4>
      <div class="with-scale">
        <div
          class="filter-picture"
          style={{ aspectRatio: `${columns} / ${rows}` }}
          role="img"
          aria-label={`${T.cnn.filterLabel} ${into === 1 ? weights : ''}`}
          title={into === 1 ? weights : undefined}
        >
          <Drawing
            class="fill-canvas"
            aria-hidden="true"
            follow={() => [filters.value, chosen.value]}
            draw={draw}
          />
        </div>
        <ScaleBar most={scale} />
      </div>
      <p class="small">{fill(T.cnn.bias, { b: signed(filter.bias[cell] ?? 0) })}</p>
    </div>
  );
}

function Detail() {
  const T = texts();
  const picture = useRef<Picture | null>(null);
  const now = maps.value;
  const layer = now?.layers.find((l) => l.name === chosen.value.layer) ?? now?.layers[0];
  if (!now || !layer) return null;
  const cells = cellsOf(layer);
  const cell = Math.min(chosen.value.cell, cells.count - 1);
  const flat = cells.width === 1 && cells.height === 1;
  const filter = filterOf(layer.name);
  const draw = (sheet: Sheet): void => {
    const latest = maps.value?.numbers;
    if (!latest) return;
    picture.current = pictureOf(picture.current, cells.width, cells.height);
    paintCell(picture.current, sheet, latest, cells, cell);
    sheet.context.imageSmoothingEnabled = false;
    sheet.context.drawImage(picture.current.canvas, 0, 0, sheet.width, sheet.height);
  };
  return (
    <section class="cnn-detail" aria-label={T.selected.title}>
      <h3>
        {flat ? fill(T.cnn.neuronTitle, { n: cell + 1 }) : fill(T.cnn.mapTitle, { n: cell + 1 })}
      </h3>
      <p class="small">{layerTitle(layer)}</p>
      {flat ? (
        <p class="strong big-number">{fixed(now.numbers[cells.from + cell] ?? 0)}</p>
      ) : (
        <div class="map-picture">
          <Drawing
            class="fill-canvas"
            aria-hidden="true"
            follow={() => [maps.value, chosen.value]}
            draw={draw}
          />
        </div>
      )}
      {filter && <FilterPictures filter={filter} cell={cell} />}
      {layer.kind === 'max_pool' && <p class="small">{T.cnn.poolWhy}</p>}
    </section>
  );
}

export function Layers() {
  const T = texts();
  const now = maps.value;
  if (!now) return null;
  return (
    <div class="cnn-inside">
      <section>
        <h3>{T.cnn.inside}</h3>
        <ol class="layers">
          {now.layers.map((layer) => (
            <Row key={layer.name} layer={layer} />
          ))}
        </ol>
      </section>
      <Detail />
    </div>
  );
}
