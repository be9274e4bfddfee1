// What is selected in a table's network: a neuron with its votes by column, a column, a weight.
import './table.css';
import { useEffect } from 'preact/hooks';
import { type Layer, net } from '../../model/network';
import { selection } from '../../model/selection';
import { pulse, tensors } from '../../model/tensors';
import { NeuronCard } from '../../parts/selected/NeuronCard';
import { WeightCard } from '../../parts/selected/WeightCard';
import { brief, fill, percent, signed, texts } from '../../text/table';
import { votesOf } from './draw';
import { columnOf } from './TableView';
import { columns, followColumns, isNumber, row, targets, withUsual } from './model';
import { cellText, numberText, outputName, targetText } from './words';

interface Part {
  name: string;
  value: number;
  shown: string;
}

const mostParts = 12;

/** Columns by what they do, the most first: bars to either side of zero. */
function Parts({ title, why, parts }: { title: string; why: string; parts: Part[] }) {
  const T = texts().table;
  const most = Math.max(1e-9, ...parts.map(({ value }) => Math.abs(value)));
  const order = [...parts].sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  return (
    <div class="parts">
      <h3>{title}</h3>
      <ul>
        {order.slice(0, mostParts).map(({ name, value, shown }) => (
          <li key={name} title={fill(T.nodeTold, { name, value: shown })}>
            <span class="name">{name}</span>
            <span class="track" aria-hidden="true">
              <span class="zero" style={{ left: '50%' }} />
              <span
                class={`piece ${value < 0 ? 'minus' : 'plus'}`}
                style={{
                  left: `${50 + Math.min(0, (50 * value) / most)}%`,
                  width: `max(1px, ${(50 * Math.abs(value)) / most}%)`,
                }}
              />
            </span>
            <span class={`value ${value < 0 ? 'is-minus' : 'is-plus'}`}>{shown}</span>
          </li>
        ))}
      </ul>
      <p class="small">{why}</p>
    </div>
  );
}

const inPoints = (share: number): string =>
  `${share < 0 ? '−' : '+'}${percent(Math.abs(share), 0)}`;

/** How far the answer is from what it would be with each column as usual. */
function Changes({ output }: { output: number }) {
  const T = texts().table;
  useEffect(followColumns, []);
  const found = withUsual.value;
  const scale = targets.value[output]?.scale ?? 1;
  const width = net.value?.layers.at(-1)?.width ?? 1;
  if (!found || found.outputs.length !== width) return null;
  const parts = columns.value.map(({ name }, i) => {
    const change = found.outputs[output] - (found.without[i * width + output] ?? 0);
    const value = isNumber.value ? change / scale : change;
    const shown = isNumber.value ? targetText(value, output, true) : inPoints(value);
    return { name, value, shown };
  });
  const of = fill(T.ofOutput, { name: outputName(output) });
  const title = width > 1 ? `${T.changes}, ${of}` : T.changes;
  return <Parts title={title} why={T.changesWhy} parts={parts} />;
}

function ColumnVotes({ layer, neuron }: { layer: Layer; neuron: number }) {
  const T = texts().table;
  void pulse.value;
  const network = net.value;
  if (!network) return null;
  const votes = votesOf(network, layer.index, neuron, columns.value);
  const parts = columns.value.map(({ name }, i) => ({
    name,
    value: votes[i],
    shown: signed(votes[i]),
  }));
  return <Parts title={T.votes} why={T.votesWhy} parts={parts} />;
}

function Neuron({ layer, neuron }: { layer: Layer; neuron: number }) {
  const last = layer.index === (net.value?.layers.length ?? 1) - 1;
  return (
    <NeuronCard layer={layer.index} neuron={neuron}>
      {last && <Changes output={neuron} />}
      {layer.index === 0 && <ColumnVotes layer={layer} neuron={neuron} />}
    </NeuronCard>
  );
}

function ColumnCard({ at }: { at: number }) {
  const T = texts().table;
  void pulse.value;
  const column = columns.value[at];
  const cell = row.value.cells[at] ?? null;
  const number = (value: number): string => numberText(column, value);
  const seen = tensors.activations[column.at] ?? 0;
  return (
    <div class="card">
      <h2>{fill(T.column, { name: column.name })}</h2>
      <p class="reading">
        <strong>{cellText(column, cell)}</strong>
      </p>
      {column.words ? (
        <p>{fill(T.wordsTold, { n: column.width })}</p>
      ) : (
        <>
          <p>
            {fill(T.isUsual, {
              first: number(column.first),
              last: number(column.last),
              middle: number(column.middle),
            })}
            ; {fill(T.seen, { low: number(column.low), high: number(column.high) })}.
          </p>
          <p>
            {fill(T.scaled, { offset: brief(column.offset), scale: brief(column.scale) })};{' '}
            {fill(T.scaledTold, { value: signed(seen) })}
          </p>
          {cell === null && <p class="small">{T.emptyTold}</p>}
        </>
      )}
      <Changes output={loudest()} />
    </div>
  );
}

/** The output that is the answer; of several numbers the first. */
function loudest(): number {
  const last = net.value?.layers.at(-1);
  if (!last || isNumber.value) return 0;
  let best = 0;
  for (let i = 1; i < last.width; ++i)
    if (tensors.activations[last.aAt + i] > tensors.activations[last.aAt + best]) best = i;
  return best;
}

export default function Selected() {
  const now = selection.value;
  const network = net.value;
  const layer = now?.kind === 'neuron' ? network?.layers[now.layer] : undefined;
  if (now?.kind === 'neuron' && layer && layer.width > now.neuron)
    return <Neuron key={`${now.layer}/${now.neuron}`} layer={layer} neuron={now.neuron} />;
  if (now?.kind === 'weight')
    return <WeightCard key={`${now.place.parameter}/${now.place.index}`} place={now.place} />;
  const column = now?.kind === 'pixel' ? columnOf(now.pixel) : null;
  if (column !== null) return <ColumnCard key={column} at={column} />;
  return <p class="small">{texts().table.nothing}</p>;
}
