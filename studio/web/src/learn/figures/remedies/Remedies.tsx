// Chapter 9: a thousand pictures with a remedy against cramming and without one.
import '../live.css';
import './Remedies.css';
import { chosen, count, fill, fixed, percent, texts } from '../../../text/learn';
import { RaceChart } from '../../../views/overfit/RaceChart';
import { RaceButton } from '../RaceButton';
import { type Choice, remedies, rowsOf, seeds, strengths } from './results';
import * as figure from './state';

function strengthOf({ remedy, strength }: Choice): string {
  const T = texts().learnRoom.exam.remedies.strengths;
  switch (remedy) {
    case 'decay':
      return fill(T.decay, { n: chosen(strengths.decay[strength]) });
    case 'dropout':
      return fill(T.dropout, { percent: percent(strengths.dropout[strength], 0) });
    case 'early':
      return fill(T.early, { n: count(strengths.early[strength]) });
    case 'augment': {
      const { shift, rotate, scale } = strengths.augment[strength];
      const words = rotate || scale ? T.augment : T.shift;
      return fill(words, { shift, turn: rotate, percent: percent(scale, 0) });
    }
  }
}

function Chooser() {
  const T = texts().learnRoom.exam.remedies;
  const { remedy, strength } = figure.choice.value;
  return (
    <>
      <div class="remedy-names" role="group" aria-label={T.which}>
        {remedies.map((name) => (
          <button
            key={name}
            data-remedy={name}
            aria-pressed={remedy === name}
            onClick={() => (figure.choice.value = { remedy: name, strength: 1 })}
          >
            {T.names[name]}
          </button>
        ))}
      </div>
      <div class="segmented remedy-strengths" role="group" aria-label={T.strength}>
        {strengths[remedy].map((_, i) => (
          <button
            key={i}
            data-strength={i}
            aria-pressed={strength === i}
            onClick={() => (figure.choice.value = { remedy, strength: i })}
          >
            {strengthOf({ remedy, strength: i })}
          </button>
        ))}
      </div>
    </>
  );
}

/** Shares are told of a hundred here, as the text has them. */
const ofHundred = (share: number): string => fixed(100 * share, 1);

function Table() {
  const T = texts().learnRoom.exam.remedies;
  return (
    <table class="race-ends remedies-table">
      <caption class="small">{T.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{T.remedy}</th>
          <th scope="col">{T.seen}</th>
          {seeds.map((n) => (
            <th key={n} scope="col">
              {fill(T.seed, { n })}
            </th>
          ))}
          <th scope="col">{T.mean}</th>
        </tr>
      </thead>
      <tbody>
        {rowsOf(figure.results.value).map(({ key, choice, seen, unseen, bySeed }) => (
          <tr key={key} class={`runner-${choice ? 1 : 0}`} data-result={key} data-mean={unseen}>
            <th scope="row">
              {T.names[choice?.remedy ?? 'none']}
              {choice && <span class="small"> {strengthOf(choice)}</span>}
            </th>
            <td>{ofHundred(seen)}</td>
            {bySeed.map((end, i) => (
              <td key={i}>{end ? ofHundred(end.unseen) : '—'}</td>
            ))}
            <td>
              <strong>{ofHundred(unseen)}</strong>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function told(): string {
  const T = texts().learnRoom.exam.remedies;
  const { raced, race, ends } = figure;
  if (!raced.value) return T.ask;
  const { seed } = raced.value;
  const [none, remedied] = ends.value;
  if (race.running.value) return fill(T.goesOn, { seed });
  if (!none || !remedied) return T.ask;
  const end = fill(T.end, {
    seed,
    none: ofHundred(none.unseen),
    with: ofHundred(remedied.unseen),
  });
  const early = race.runners.value[1].stopped;
  return early ? `${end} ${fill(T.stopped, { n: count(Math.round(remedied.epoch)) })}` : end;
}

export default function Remedies() {
  const T = texts().learnRoom.exam.remedies;
  const { remedy } = figure.choice.value;
  const shown = figure.raced.value?.choice.remedy ?? remedy;
  return (
    <div class="live remedies" data-test="remedies">
      <h2>{T.title}</h2>
      <p class="small">{T.about}</p>
      <Chooser />
      {remedy === 'early' && <p class="small">{T.early}</p>}
      {remedy === 'augment' && <p class="small">{T.moved}</p>}
      <div class="remedies-chart">
        <RaceChart
          kind="accuracy"
          epochs={figure.epochs}
          runners={figure.race.runners.value}
          names={[T.names.none, T.names[shown]]}
          low={0.7}
        />
      </div>
      <div class="race-row">
        <RaceButton
          race={figure.race}
          start={figure.start}
          label={fill(T.start, { seed: figure.seed.value })}
        />
        <p class="small" role="status" data-test="remedies-told">
          {told()}
        </p>
      </div>
      {figure.raced.value && <Table />}
      <p class="small race-note">{texts().learnRoom.exam.rate}</p>
    </div>
  );
}
