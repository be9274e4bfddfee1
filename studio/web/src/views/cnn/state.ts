import { signal } from '@preact/signals';
import type { MapLayer } from '../../engine/types';
import { plural, texts } from '../../text/views';
import { cellsOf } from './model';

/** the feature map or neuron that is looked at */
export const chosen = signal<{ layer: string; cell: number }>({ layer: 'conv1', cell: 2 });

export function layerTitle(layer: MapLayer): string {
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
