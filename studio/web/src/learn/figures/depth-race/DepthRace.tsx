// Chapter 8: two networks of different depth learn side by side, and the slopes in their layers.
import '../live.css';
import './DepthRace.css';
import { useEffect } from 'preact/hooks';
import { count, fill, texts } from '../../../text/learn';
import { RaceChart } from '../../../views/overfit/RaceChart';
import { RaceButton } from '../RaceButton';
import { Chooser, nameOf } from '../deep-networks/Chooser';
import { SlopeBars } from '../deep-networks/SlopeBars';
import * as figure from './state';

function told(): string {
  const T = texts().learnRoom.deep;
  if (figure.race.running.value) return T.goesOn;
  if (!figure.over.value) return T.ask;
  const broken = figure.pair.both.value.filter((_, i) => figure.runners.value[i]?.error);
  return [
    fill(T.over, { seed: count(figure.seed.value) }),
    ...broken.map((each) => fill(T.broken, { name: nameOf(each) })),
  ].join(' ');
}

export default function DepthRace() {
  const T = texts().learnRoom.deep;
  useEffect(figure.follow, []);
  const { pair } = figure;
  const names = pair.both.value.map(nameOf);
  return (
    <div class="live depth-race" data-test="depth-race">
      <h2>{T.race}</h2>
      <Chooser pair={pair} shares={figure.nows.value.map((now) => now?.unseen ?? null)} />
      <div class="depth-race-chart">
        <RaceChart
          kind="accuracy"
          epochs={figure.epochs}
          runners={figure.runners.value}
          names={names}
        />
      </div>
      <div class="race-row">
        <RaceButton
          race={figure.race}
          start={figure.start}
          label={fill(T.startRace, { seed: count(figure.nextSeed.value) })}
        />
        <p class="small" role="status" data-test="depth-told">
          {told()}
        </p>
      </div>
      {names.map((name, i) => (
        <SlopeBars
          key={i}
          network={i}
          name={name}
          sizes={figure.sizes.value[i]}
          powers={figure.powers.value}
          faded={pair.asking.value && figure.runners.value.length === 0}
        />
      ))}
      <p class="small race-note">{T.aboutRace}</p>
    </div>
  );
}
