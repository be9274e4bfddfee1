// Chapter 8: the slope in each layer of two deep networks, newborn or after some hundreds of steps.
import '../live.css';
import { useEffect } from 'preact/hooks';
import { count, fill, plural, texts } from '../../../text/learn';
import { Chooser, nameOf } from '../deep-networks/Chooser';
import { SlopeBars } from '../deep-networks/SlopeBars';
import { samples } from '../deep-networks/pair';
import * as figure from './state';

function told(): string {
  const T = texts().learnRoom.deep;
  const { pair, steps } = figure;
  const how = steps.value ? fill(T.after, { steps: plural(steps.value, T.stepForms) }) : T.newborn;
  const broken = pair.both.value.filter((_, i) => pair.probes.value[i]?.broken).map(nameOf);
  return [how, ...broken.map((name) => fill(T.broken, { name }))].join(' ');
}

export default function GradientPerLayer() {
  const T = texts().learnRoom.deep;
  useEffect(figure.follow, []);
  const { pair } = figure;
  return (
    <div class="live gradient-per-layer" data-test="gradient-per-layer">
      <h2>{T.gradient}</h2>
      <Chooser pair={pair} shares={pair.probes.value.map((probe) => probe?.accuracy ?? null)} />
      {pair.both.value.map((each, i) => (
        <SlopeBars
          key={i}
          network={i}
          name={nameOf(each)}
          sizes={pair.probes.value[i]?.sizes ?? []}
          powers={figure.powers.value}
          faded={pair.asking.value}
        />
      ))}
      <p class="small" role="status" data-test="deep-told" data-steps={figure.steps.value}>
        {told()}
      </p>
      <div class="buttons">
        <button
          class="primary"
          data-do="deep-learn"
          disabled={!figure.canLearn.value}
          onClick={figure.learn}
        >
          {T.learn}
        </button>
        <button
          data-do="deep-newborn"
          disabled={figure.steps.value === 0}
          onClick={() => figure.bear(false)}
        >
          {T.back}
        </button>
        <button data-do="deep-seed" onClick={() => figure.bear(true)}>
          {fill(T.another, { seed: count(figure.seed.value + 1) })}
        </button>
      </div>
      <p class="small race-note">{fill(T.about, { n: count(samples) })}</p>
    </div>
  );
}
