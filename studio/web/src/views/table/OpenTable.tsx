// A table that has come: its first rows, and which of its columns is to be learnt.
import './table.css';
import { useSignal } from '@preact/signals';
import type { Glimpse } from '../../engine/types';
import { glimpse, learnColumn } from '../../model/opened';
import { chosen, count, fill, plural, texts } from '../../text/table';

function First({ of, target }: { of: Glimpse; target: string }) {
  const T = texts().table;
  return (
    <div class="first-rows" tabIndex={0} role="region" aria-label={T.open.first}>
      <table>
        <caption>{T.open.first}</caption>
        <thead>
          <tr>
            {of.columns.map(({ name, words }) => (
              <th key={name} scope="col" class={name === target ? 'is-target' : ''}>
                {name}
                <span class="small">
                  {words === null ? T.open.ofNumbers : fill(T.open.ofWords, { n: count(words) })}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {of.first.map((cells, i) => (
            <tr key={i}>
              {cells.map((cell, at) => (
                <td key={at} class={of.columns[at].name === target ? 'is-target' : ''}>
                  {cell === null ? '' : typeof cell === 'number' ? chosen(cell) : cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export default function OpenTable() {
  const of = glimpse.value;
  return of && <Choice key={of.name} of={of} />;
}

function Choice({ of }: { of: Glimpse }) {
  const T = texts().table;
  const target = useSignal(of.likely);
  return (
    <form
      class="open-table"
      aria-labelledby="open-table"
      onSubmit={(event) => {
        event.preventDefault();
        void learnColumn(target.value);
      }}
    >
      <h2 id="open-table">{T.open.title}</h2>
      <p class="muted">
        {of.name}:{' '}
        {fill(T.open.size, {
          rows: plural(of.rows, T.rows),
          columns: plural(of.columns.length, T.columns),
        })}
      </p>
      <First of={of} target={target.value} />
      <p>
        <label>
          {T.open.target}{' '}
          <select
            name="target"
            value={target.value}
            onChange={(event) => (target.value = event.currentTarget.value)}
          >
            {of.columns.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </p>
      <p class="small">{T.open.how}</p>
      <div class="buttons">
        <button class="primary" data-do="learn-column" type="submit">
          {T.open.learn}
        </button>
        <button type="button" data-do="leave-table" onClick={() => (glimpse.value = null)}>
          {T.open.cancel}
        </button>
      </div>
    </form>
  );
}
