// Chapter 5: a ball in a pit over one weight, which feels its slope and steps.
import '../live.css';
import './BallOnACurve.css';
import { useEffect } from 'preact/hooks';
import { Icon } from '../../../parts/icons';
import { Slider } from '../../../parts/Slider';
import { fill, texts } from '../../../text/learn';
import { factorOf, fateOf, fates, pits, stepped } from './pit';
import { Plot, SmallPit } from './Plot';
import * as figure from './state';
import { written } from './written';

/** How many of the last places are written out. */
const listed = 5;

function Places() {
  const T = texts().learnRoom.downhill.curve;
  const way = figure.way.value;
  const shown = way.slice(-listed);
  return (
    <p class="ball-places" data-test="ball-places" data-places={way.join(' ')}>
      <span class="small">{T.places}</span>{' '}
      {way.length > listed && '… → '}
      {shown.slice(0, -1).map((w) => `${written(w)} → `)}
      <strong>{written(shown.at(-1)!)}</strong>
    </p>
  );
}

/** The rule with its numbers, or how it ended. */
function Told() {
  const T = texts().learnRoom.downhill.curve;
  const [pit, w, rate] = [figure.pit.value, figure.at.value, figure.rate.value];
  const slope = pit.slope(w);
  const said = {
    w: written(w),
    cost: written(pit.cost(w)),
    rate: written(rate),
    slope: slope < 0 ? `(${written(slope)})` : written(slope),
    next: written(stepped(pit, w, rate)),
  };
  const ended = figure.ended.value;
  return (
    <div class="ball-told" aria-live="polite">
      <p>{fill(T.here, { ...said, slope: written(slope) })}</p>
      <p data-test="ball-told">
        {ended ? fill(T[ended], said) : <strong>{fill(T.rule, said)}</strong>}
      </p>
    </div>
  );
}

function Bet() {
  const T = texts().learnRoom.downhill.curve;
  const words = { rate: written(figure.rate.value), w: written(figure.at.value) };
  return (
    <div class="ball-bet" role="group" aria-label={fill(T.bet, words)}>
      <p>
        <strong class="accent-text">{texts().learnRoom.betLead}</strong> {fill(T.bet, words)}
      </p>
      <div class="buttons">
        {fates.map((fate) => (
          <button
            key={fate}
            data-bet={fate}
            data-still={fate === fateOf(figure.rate.value) || undefined}
            onClick={() => figure.answer(fate)}
          >
            {T.fates[fate]}
          </button>
        ))}
      </div>
    </div>
  );
}

/** What the rate does, and whether the reader had said so of it. */
function Verdict() {
  const T = texts().learnRoom.downhill.curve;
  const rate = figure.rate.value;
  const bet = figure.bet.value!;
  const fate = fateOf(rate);
  const right = bet.rate === rate ? bet.fate === fate : null;
  return (
    <p class={`agreement ${right ? 'is-true' : ''}`} role="status" data-test="ball-verdict">
      {right !== null && `${right ? T.right : T.wrong} `}
      {fill(T.why[fate], { rate: written(rate), factor: written(factorOf(rate)) })}
    </p>
  );
}

function Controls() {
  const T = texts().learnRoom.downhill.curve;
  const over = figure.ended.value !== null;
  return (
    <div class="buttons">
      <button class="primary" data-do="ball-step" disabled={over} onClick={figure.step}>
        {T.step}
      </button>
      <button
        data-do="ball-run"
        disabled={over}
        onClick={figure.runs.value ? figure.stop : () => figure.run()}
      >
        <Icon name={figure.runs.value ? 'pause' : 'play'} /> {figure.runs.value ? T.pause : T.run}
      </button>
      <button data-do="ball-back" disabled={figure.way.value.length < 2} onClick={figure.back}>
        {T.back}
      </button>
    </div>
  );
}

function Rate() {
  const T = texts().learnRoom.downhill.curve;
  return (
    <div class="ball-rate">
      <Slider
        label={T.rate}
        name="ball-rate"
        value={figure.rate.value}
        min={figure.rates.low}
        max={figure.rates.high}
        step={0.01}
        shown={written(figure.rate.value)}
        onInput={figure.setRate}
      />
      <div class="segmented" role="group" aria-label={T.rate}>
        {figure.marked.map((rate) => (
          <button
            key={rate}
            data-rate={rate}
            aria-pressed={figure.rate.value === rate}
            onClick={() => figure.setRate(rate)}
          >
            {written(rate)}
          </button>
        ))}
      </div>
    </div>
  );
}

export default function BallOnACurve() {
  const T = texts().learnRoom.downhill.curve;
  useEffect(() => figure.stop, []);
  const name = figure.pitName.value;
  return (
    <div class="live ball-on-a-curve" data-test="ball-on-a-curve">
      <h2>{T.title[name]}</h2>
      <div class="segmented" role="group" aria-label={T.which}>
        {(['square', 'sine'] as const).map((which) => (
          <button
            key={which}
            data-pit={which}
            aria-pressed={name === which}
            onClick={() => figure.choosePit(which)}
          >
            {T.pits[which]}
          </button>
        ))}
      </div>
      <p class="small">{T.about[name]}</p>
      <Plot />
      <Places />
      <Told />
      <Rate />
      {figure.asks.value ? <Bet /> : <Controls />}
      {name === 'square' && figure.bet.value && <Verdict />}
      {name === 'square' && (
        <div class="small-pits" role="group" aria-label={T.others}>
          {figure.beside.map((rate) => (
            <SmallPit key={rate} pit={pits.square} rate={rate} />
          ))}
        </div>
      )}
    </div>
  );
}
