// Three networks that begin with the same weights, taught in three ways beside the visitor's own.
import { chosen, fill, fixed, percent, texts } from '../../../text/learn';
import { RaceChart } from '../../../views/overfit/RaceChart';
import { RaceButton } from '../RaceButton';
import { endsOf, offered } from './networks';
import { methods } from './ravine';
import * as figure from './state';

function Rates() {
  const T = texts().learnRoom.ways;
  return (
    <div class="ways-choices">
      {methods.map((method) => (
        <label key={method} class="small">
          {fill(T.rateOf, { name: T.names[method] })}
          <select
            name={`ways-race-${method}`}
            onChange={(event) =>
              (figure.chosen.value = {
                ...figure.chosen.value,
                [method]: Number(event.currentTarget.value),
              })
            }
          >
            {offered[method].map((rate) => (
              <option key={rate} value={rate} selected={figure.chosen.value[method] === rate}>
                {chosen(rate)}
              </option>
            ))}
          </select>
        </label>
      ))}
      <label class="small">
        {T.seed}
        <select
          name="ways-seed"
          onChange={(event) => (figure.seed.value = Number(event.currentTarget.value))}
        >
          {[1, 2, 3].map((seed) => (
            <option key={seed} value={seed} selected={figure.seed.value === seed}>
              {seed}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function Ends() {
  const T = texts().learnRoom.ways;
  const of = figure.raced.value;
  if (!of) return null;
  const cost = (value: number | null, digits: number): string =>
    value === null ? '—' : fixed(value, digits);
  return (
    <table class="race-ends ways-table">
      <thead>
        <tr>
          <th scope="col">{T.method}</th>
          <th scope="col">{T.rate}</th>
          <th scope="col">{T.first}</th>
          <th scope="col">{T.now}</th>
          <th scope="col">{T.right}</th>
        </tr>
      </thead>
      <tbody>
        {methods.map((method, i) => {
          const runner = figure.race.runners.value[i];
          const ends = runner ? endsOf(runner) : { first: null, cost: null, right: null };
          return (
            <tr key={method} class={`runner-${i}`} data-way={method} data-first={ends.first ?? ''}
              data-right={ends.right ?? ''}>
              <th scope="row">{T.names[method]}</th>
              <td>{chosen(of[method])}</td>
              <td>{cost(ends.first, 6)}</td>
              <td>{cost(ends.cost, 3)}</td>
              <td>{percent(ends.right, 2)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function told(): string {
  const T = texts().learnRoom.ways;
  if (figure.race.running.value) return T.goesOn;
  const firsts = figure.race.runners.value.map((runner) => endsOf(runner).first);
  const same = firsts.length === 3 && firsts.every((cost) => cost !== null && cost === firsts[0]);
  return same ? T.same : T.ask;
}

export function Networks() {
  const T = texts().learnRoom.ways;
  return (
    <>
      <p class="small">{T.networks}</p>
      <Rates />
      <div class="ways-chart">
        <RaceChart
          kind="accuracy"
          low={0.8}
          epochs={figure.epochs}
          runners={figure.race.runners.value}
          names={methods.map((method) => T.names[method])}
        />
      </div>
      <div class="race-row">
        <RaceButton race={figure.race} start={figure.start} label={T.start} />
        <p class="small" role="status" data-test="ways-told">
          {told()}
        </p>
      </div>
      <Ends />
      <p class="small race-note">{texts().learnRoom.exam.rate}</p>
    </>
  );
}
