// Chapter 13: a network learns what the reader drew, brought or said.
import '../live.css';
import './OwnData.css';
import { useEffect } from 'preact/hooks';
import { count, fill, percent, texts } from '../../../text/learn';
import { RaceChart } from '../../../views/overfit/RaceChart';
import { RaceButton } from '../RaceButton';
import { Chosen } from './Chosen';
import { Classes } from './Classes';
import { Exam } from './Exam';
import { Field } from './Field';
import { OwnTable } from './OwnTable';
import { isRight } from './exam';
import { kinds, learnedOf, mostClasses, testsOf } from './sets';
import * as figure from './state';

function Kinds() {
  const T = texts().learnRoom.own;
  return (
    <>
      <div class="segmented own-kinds" role="group" aria-label={T.kind}>
        {kinds.map((name) => (
          <button
            key={name}
            data-kind={name}
            aria-pressed={figure.kind.value === name}
            onClick={() => figure.chooseKind(name)}
          >
            {T.kinds[name]}
          </button>
        ))}
      </div>
      <p class="small">{T.seen[figure.kind.value]}</p>
    </>
  );
}

function SetButtons() {
  const T = texts().learnRoom.own;
  const byThePage = figure.set.value.some(({ shape }) => shape !== null);
  return (
    <>
      <div class="buttons">
        <button
          data-do="own-class"
          disabled={figure.set.value.length >= mostClasses}
          onClick={figure.addClass}
        >
          {T.addClass}
        </button>
        {figure.kind.value === 'drawing' && (
          <button
            data-do="own-shapes"
            disabled={figure.drawing.value}
            onClick={() => void figure.drawShapes()}
          >
            {T.shapesAgain}
          </button>
        )}
        <button data-do="own-clear" onClick={figure.clear}>
          {T.clear}
        </button>
      </div>
      {byThePage && <p class="small">{T.byThePage}.</p>}
      {figure.drawing.value && <p class="small">{T.drawing}</p>}
      <p class="small">{T.of[figure.sort.value].kept}</p>
    </>
  );
}

function told(): string {
  const T = texts().learnRoom.own;
  const { runner, running, answers, set, lack } = figure;
  const now = runner.value?.points.at(-1);
  if (running.value)
    return fill(T.goesOn, { n: count(Math.floor(now?.[1] ?? 0)), all: count(figure.epochs.value) });
  if (runner.value?.error) return T.broken;
  const K = T.of[figure.sort.value];
  if (lack.value) return lack.value === 'few' ? K.few : T.sameNames;
  const all = answers.value.length;
  if (all > 0)
    return fill(K.end, {
      all: count(all),
      right: count(answers.value.filter(isRight).length),
      one: percent(1 / all, 0),
    });
  const tests = set.value.reduce((sum, { examples }) => sum + testsOf(examples.length), 0);
  return fill(T.ready, { n: count(learnedOf(set.value)), tests: count(tests) });
}

function Networks() {
  const T = texts().learnRoom.own;
  return (
    <div class="segmented" role="group" aria-label={T.network}>
      {figure.networks.map((name) => (
        <button
          key={name}
          data-network={name}
          aria-pressed={figure.network.value === name}
          onClick={() => figure.chooseNetwork(name)}
        >
          {T.networks[name]}
        </button>
      ))}
    </div>
  );
}

function Learning() {
  const T = texts().learnRoom.own;
  const { network, runner, learned } = figure;
  const shown = learned.value?.network ?? network.value;
  return (
    <>
      <div class="race-row">
        {figure.sort.value === 'picture' && <Networks />}
        <RaceButton
          race={figure}
          start={figure.start}
          label={T.learn}
          disabled={figure.lack.value !== null || figure.drawing.value}
        />
        <p class="small" role="status" data-test="own-told">
          {told()}
        </p>
      </div>
      {runner.value && (
        <>
          <div class="own-chart">
            <RaceChart
              kind="accuracy"
              epochs={figure.epochs.value}
              runners={[runner.value]}
              names={[T.networks[shown]]}
            />
          </div>
          <p class="small own-key">
            {T.chart}
            <button class="small" data-do="own-save" onClick={() => void figure.save()}>
              {T.save}
            </button>
          </p>
        </>
      )}
    </>
  );
}

export default function OwnData() {
  const T = texts().learnRoom.own;
  useEffect(figure.follow, []);
  return (
    <div class="live own-data" data-test="own-data" aria-busy={figure.drawing.value}>
      <h2>{T.title}</h2>
      <p class="small">{T.about}</p>
      <Kinds />
      <Field />
      <Classes />
      <SetButtons />
      <Learning />
      <Exam />
      {figure.sort.value === 'word' && <p class="small">{T.oneVoice}</p>}
      <Chosen />
      <OwnTable />
    </div>
  );
}
