// Chapter 9: two networks learn the same hundred pictures, one of them with shuffled labels.
import '../live.css';
import './EyeChart.css';
import { useEffect } from 'preact/hooks';
import { DigitImage } from '../../../parts/DigitImage';
import { hello } from '../../../model/network';
import { count, fill, percent, texts } from '../../../text/learn';
import { RaceChart, chartPadding } from '../../../views/overfit/RaceChart';
import { RaceButton } from '../RaceButton';
import { BetTrack } from './BetTrack';
import * as figure from './state';

function Examples() {
  const T = texts().learnRoom.exam.chart;
  const hundred = figure.hundred.value;
  if (!hundred) return <p class="small chart-examples">{T.noExamples}</p>;
  const { labels, shuffled, pixels } = hundred;
  const places = Array.from(
    { length: figure.shown },
    (_, i) => (figure.first.value + i) % labels.length,
  );
  const nameOf = (label: number): string => hello.value?.data.classes[label] ?? String(label);
  return (
    <div class="chart-examples">
      <ul aria-live="polite" aria-label={T.examples}>
        {places.map((at) => (
          <li key={at} data-example={at} data-label={labels[at]} data-shuffled={shuffled[at]}>
            <DigitImage pixels={pixels} at={at} />
            <strong>{fill(T.told, { label: nameOf(shuffled[at]) })}</strong>
            <span class="small">{fill(T.really, { label: nameOf(labels[at]) })}</span>
          </li>
        ))}
      </ul>
      <button class="small" data-do="next-labels" onClick={figure.showNext}>
        {T.next}
      </button>
    </div>
  );
}

/** The chart, and beside it on the same scale what the reader bets. */
function Chart() {
  const T = texts().learnRoom.exam.chart;
  const { top, bottom } = chartPadding();
  return (
    <div class="chart-and-bets">
      <RaceChart
        kind="accuracy"
        epochs={figure.epochs}
        runners={figure.race.runners.value}
        names={[T.true, T.shuffled]}
      />
      <fieldset class="bets">
        <legend>{T.bets}</legend>
        {figure.ofWhat.map((what) => (
          <BetTrack key={what} what={what} top={top} bottom={bottom} />
        ))}
      </fieldset>
    </div>
  );
}

function Ends() {
  const T = texts().learnRoom.exam;
  const share = (what: number | undefined): string => percent(what ?? null);
  return (
    <table class="race-ends">
      <thead>
        <tr>
          <td />
          <th scope="col">{T.chart.seen}</th>
          <th scope="col">{T.chart.unseen}</th>
        </tr>
      </thead>
      <tbody>
        {[T.chart.true, T.chart.shuffled].map((name, i) => (
          <tr key={i} class={`runner-${i}`} data-runner={i}>
            <th scope="row">{name}</th>
            {figure.ofWhat.map((what) => (
              <td key={what} data-value={figure.ends.value[i]?.[what] ?? ''}>
                {share(figure.nows.value[i]?.[what])}
              </td>
            ))}
          </tr>
        ))}
        <tr>
          <th scope="row">{T.chart.yourBet}</th>
          {figure.ofWhat.map((what) => (
            <td key={what}>{percent(figure.bets[what].value / 100, 0)}</td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}

function told(): string {
  const T = texts().learnRoom.exam.chart;
  const end = figure.ends.value[1];
  if (!end) return figure.race.running.value ? T.goesOn : T.ask;
  const [seen, unseen] = figure.ofWhat.map((what) =>
    count(Math.abs(Math.round(100 * end[what]) - figure.bets[what].value)),
  );
  return fill(T.off, { seen, unseen });
}

export default function EyeChart() {
  const T = texts().learnRoom.exam.chart;
  useEffect(figure.follow, []);
  return (
    <div class="live eye-chart" data-test="eye-chart">
      <h2>{T.title}</h2>
      <p class="small">{T.about}</p>
      <Examples />
      <Chart />
      <div class="race-row">
        <RaceButton race={figure.race} start={figure.start} label={T.start} />
        <p class="small" role="status" data-test="chart-told">
          {told()}
        </p>
      </div>
      <Ends />
      <p class="small race-note">{texts().learnRoom.exam.rate}</p>
    </div>
  );
}
