// The feature map or neuron that was chosen, large, and the filter that made it.
import './cnn.css';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { mapInWords } from '../../aloud/pictures';
import { Drawing } from '../../draw/canvas';
import type { FilterLayer } from '../../engine/types';
import { ScaleBar } from '../../parts/selected/WeightPicture';
import { fill, fixed, plural, signed, texts } from '../../text/views';
import { type Held, drawCell, drawFilter, filterPictures } from './draw';
import { cellsOf, filters, isFlat, maps } from './model';
import { chosen, layerTitle } from './state';

const filterOf = (layer: string): FilterLayer | undefined =>
  filters.value?.layers.find((f) => f.name === layer);

/**
 * A filter looks at each map of the layer before with weights of its own: so many small pictures.
 */
function Filter({ filter, cell }: { filter: FilterLayer; cell: number }) {
  const T = texts();
  const held = useRef<Held>({ picture: null });
  const numbers = filters.value?.numbers ?? new Float32Array(0);
  const pictures = filterPictures(filter, numbers, cell);
  const { into, width, height, from, scale, columns } = pictures;
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
          style={{ aspectRatio: `${columns} / ${Math.ceil(into / columns)}` }}
          role="img"
          aria-label={`${T.cnn.filterLabel} ${into === 1 ? weights : ''}`}
          title={into === 1 ? weights : undefined}
        >
          <Drawing
            class="fill-canvas"
            aria-hidden="true"
            follow={() => [filters.value, chosen.value]}
            draw={(sheet) => drawFilter(sheet, held.current, numbers, pictures)}
          />
        </div>
        <ScaleBar most={scale} />
      </div>
      <p class="small">{fill(T.cnn.bias, { b: signed(filter.bias[cell] ?? 0) })}</p>
    </div>
  );
}

export default function Detail({ children }: { children?: ComponentChildren }) {
  const T = texts();
  const held = useRef<Held>({ picture: null });
  const now = maps.value;
  const layer = now?.layers.find((l) => l.name === chosen.value.layer) ?? now?.layers[0];
  if (!now || !layer) return <>{children}</>;
  const cells = cellsOf(layer);
  const cell = Math.min(chosen.value.cell, cells.count - 1);
  const flat = isFlat(cells);
  const filter = filterOf(layer.name);
  return (
    <div class="card cnn-detail">
      <h3>
        {flat ? fill(T.cnn.neuronTitle, { n: cell + 1 }) : fill(T.cnn.mapTitle, { n: cell + 1 })}
      </h3>
      <p class="small">{layerTitle(layer)}</p>
      {flat ? (
        <p class="strong big-number">{fixed(now.numbers[cells.from + cell] ?? 0)}</p>
      ) : (
        <div
          class="map-picture"
          role="img"
          aria-label={mapInWords(
            layerTitle(layer),
            now.numbers,
            cells.from + cell * cells.width * cells.height,
            cells.width,
            cells.height,
          )}
        >
          <Drawing
            class="fill-canvas"
            aria-hidden="true"
            follow={() => [maps.value, chosen.value]}
            draw={(sheet) => {
              const latest = maps.value?.numbers;
              if (latest) drawCell(sheet, held.current, latest, cells, cell);
            }}
          />
        </div>
      )}
      {filter && <Filter filter={filter} cell={cell} />}
      {layer.kind === 'max_pool' && <p class="small">{T.cnn.poolWhy}</p>}
    </div>
  );
}
