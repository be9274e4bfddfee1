// What goes in: a row of the table, column by column, to be looked at and changed.
import './table.css';
import { hello } from '../../model/network';
import { pulse } from '../../model/tensors';
import { Icon } from '../../parts/icons';
import { Slider } from '../../parts/Slider';
import { count, fill, texts } from '../../text/table';
import {
  type Placed,
  chooseRow,
  chooseUsual,
  columns,
  isNumber,
  nextMistake,
  row,
  setCell,
  table,
  targets,
  usualError,
} from './model';
import { answerText, answersNow, cellText, labelText, numberText, targetText } from './words';

const mostButtons = 4;

/** A few words are buttons, many are a list. */
function Words({ column, at, cell }: { column: Placed; at: number; cell: number | null }) {
  const T = texts().table;
  const words = column.words ?? [];
  const id = `column-${at}`;
  if (words.length <= mostButtons && words.join('').length <= 22)
    return (
      <div class="column-words">
        <span id={id} class="muted">
          {column.name}
        </span>
        <div class="segmented small" role="group" aria-labelledby={id}>
          {words.map((word, i) => (
            <button key={word} aria-pressed={cell === i} onClick={() => setCell(at, i)}>
              {word}
            </button>
          ))}
        </div>
      </div>
    );
  return (
    <div class="column-words">
      <label class="muted" for={id}>
        {column.name}
      </label>
      <select
        id={id}
        value={cell === null ? '' : String(cell)}
        onChange={({ currentTarget: { value } }) =>
          setCell(at, value === '' ? null : Number(value))
        }
      >
        <option value="">{T.empty}</option>
        {words.map((word, i) => (
          <option key={word} value={String(i)}>
            {word}
          </option>
        ))}
      </select>
    </div>
  );
}

function Cell({ column, at }: { column: Placed; at: number }) {
  const cell = row.value.cells[at] ?? null;
  if (column.words) return <Words column={column} at={at} cell={cell} />;
  const value = cell ?? column.offset;
  const span = column.high - column.low;
  return (
    <Slider
      label={column.name}
      name={`column-${at}`}
      value={value}
      min={Math.min(column.low, value)}
      max={Math.max(column.high, value)}
      step={column.whole ? 1 : span > 0 ? Number((span / 400).toPrecision(1)) : 'any'}
      shown={cell === null ? cellText(column, null) : numberText(column, cell)}
      usual={[column.first, column.last]}
      onInput={(to) => setCell(at, to)}
    />
  );
}

function Answer() {
  const T = texts().table;
  void pulse.value;
  const { label } = row.value;
  const error = usualError.value;
  const several = targets.value.length > 1;
  return (
    <div class={`row-answer ${several ? 'several' : ''}`}>
      <h3>{several ? T.answer : targets.value[0]?.name}</h3>
      {several && isNumber.value ? (
        <dl data-test="table-answer">
          {answersNow().map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p>
          <strong data-test="table-answer">{answerText()}</strong>
        </p>
      )}
      {label !== null && <p class="small">{fill(T.really, { label: labelText(label) })}</p>}
      {error !== null && isNumber.value && (
        <p class="small" title={T.errorWhy}>
          {fill(T.error, { value: targetText(error) })}
        </p>
      )}
      {several && <p class="small">{isNumber.value ? T.manyNumbers : T.manyClasses}</p>}
    </div>
  );
}

function Caption() {
  const T = texts().table;
  const { index } = row.value;
  const tests = hello.value?.data.test ?? 0;
  const go = (by: number) => () => void chooseRow(((index ?? 0) + by + tests) % tests);
  return (
    <div class="caption">
      <p aria-live="polite">
        {index === null ? T.isHand : fill(T.isRow, { index: count(index + 1) })}
      </p>
      {tests > 0 && (
        <span class="pager">
          <button class="plain" aria-label={T.previous} onClick={go(-1)}>
            <Icon name="left" />
          </button>
          <button class="plain" aria-label={T.next} onClick={go(1)}>
            <Icon name="right" />
          </button>
        </span>
      )}
    </div>
  );
}

export default function RowPanel() {
  const T = texts().table;
  const tests = hello.value?.data.test ?? 0;
  return (
    <section class="left" aria-labelledby="row-title">
      <h2 id="row-title">{T.row}</h2>
      <Answer />
      <Caption />
      <div class="buttons">
        {tests > 1 && (
          <button
            data-do="any-row"
            onClick={() => void chooseRow(Math.floor(Math.random() * tests))}
          >
            {T.any}
          </button>
        )}
        {!isNumber.value && tests > 0 && (
          <button data-do="mistake" onClick={() => void nextMistake()}>
            {T.mistake}
          </button>
        )}
        <button data-do="usual-row" title={T.usualWhy} onClick={chooseUsual}>
          {T.usual}
        </button>
      </div>
      <h3>{T.cells}</h3>
      <div class="cells">
        {columns.value.map((column, i) => (
          <Cell key={column.name} column={column} at={i} />
        ))}
      </div>
      <p class="small">{T.band}</p>
      {table.value?.note && (
        <p class="small">
          <q lang="en">{table.value.note}</q>
        </p>
      )}
    </section>
  );
}
