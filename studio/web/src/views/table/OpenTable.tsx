// A table that has come: its first rows, and which of its columns are to be learnt.
import './table.css';
import { type Signal, useSignal } from '@preact/signals';
import type { Glimpse } from '../../engine/types';
import { glimpse, learnColumns } from '../../model/opened';
import { chosen, count, fill, plural, texts } from '../../text/table';

function First({ of, targets }: { of: Glimpse; targets: string[] }) {
  const T = texts().table;
  return (
    <div class="first-rows" tabIndex={0} role="region" aria-label={T.open.first}>
      <table>
        <caption>{T.open.first}</caption>
        <thead>
          <tr>
            {of.columns.map(({ name, words }) => (
              <th key={name} scope="col" class={targets.includes(name) ? 'is-target' : ''}>
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
                <td key={at} class={targets.includes(of.columns[at].name) ? 'is-target' : ''}>
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

/** What else is to be learnt: only columns of numbers go together. */
function More({ of, target, more }: { of: Glimpse; target: string; more: Signal<string[]> }) {
  const T = texts().table.open;
  const isOfWords = of.columns.find(({ name }) => name === target)?.words !== null;
  if (isOfWords) return <p class="small">{T.alone}</p>;
  const others = of.columns.filter(({ name, words }) => words === null && name !== target);
  // What is answered is answered from something.
  const left = of.columns.length - 1 - more.value.length;
  if (others.length === 0 || of.columns.length < 3) return null;
  return (
    <fieldset class="more-targets">
      <legend>{T.more}</legend>
      <div class="choices">
        {others.map(({ name }) => {
          const chosen = more.value.includes(name);
          return (
            <label key={name}>
              <input
                type="checkbox"
                name="more"
                value={name}
                checked={chosen}
                disabled={!chosen && left < 2}
                onChange={() =>
                  (more.value = chosen
                    ? more.value.filter((each) => each !== name)
                    : [...more.value, name])
                }
              />{' '}
              {name}
            </label>
          );
        })}
      </div>
      <p class="small">{T.moreHow}</p>
    </fieldset>
  );
}

export default function OpenTable() {
  const of = glimpse.value;
  return of && <Choice key={of.digest} of={of} />;
}

function Choice({ of }: { of: Glimpse }) {
  const T = texts().table;
  const target = useSignal(of.likely);
  const more = useSignal<string[]>([]);
  const targets = [target.value, ...more.value];
  const several = targets.length > 1;
  return (
    <form
      class="open-table"
      aria-labelledby="open-table"
      onSubmit={(event) => {
        event.preventDefault();
        void learnColumns(targets);
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
      <First of={of} targets={targets} />
      <p>
        <label>
          {T.open.target}{' '}
          <select
            name="target"
            value={target.value}
            onChange={(event) => {
              target.value = event.currentTarget.value;
              more.value = [];
            }}
          >
            {of.columns.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </p>
      <More of={of} target={target.value} more={more} />
      <p class="small">{several ? T.open.howMany : T.open.how}</p>
      <div class="buttons">
        <button class="primary" data-do="learn-column" type="submit">
          {several ? T.open.learnMany : T.open.learn}
        </button>
        <button type="button" data-do="leave-table" onClick={() => (glimpse.value = null)}>
          {T.open.cancel}
        </button>
      </div>
    </form>
  );
}
