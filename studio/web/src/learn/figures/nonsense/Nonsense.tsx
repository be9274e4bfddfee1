// Chapter 10: what the network sees where there is no digit.
import '../live.css';
import './Nonsense.css';
import { useEffect } from 'preact/hooks';
import { DrawPad } from '../../../parts/DrawPad';
import { erase } from '../../../model/input';
import { count, fill, fixed, texts } from '../../../text/learn';
import { Shown } from '../Shown';
import * as figure from './state';

function Growth() {
  const T = texts().learnRoom.nonsense;
  const { digit, growing, grown, steps } = figure;
  const light = grown.value?.outputs[digit.value];
  return (
    <div class="nonsense-growth">
      <label>
        {T.growInto}{' '}
        <select
          name="grown-digit"
          value={digit.value}
          onChange={(event) => figure.chooseDigit(Number(event.currentTarget.value))}
        >
          {figure.classes.value.map((name, i) => (
            <option key={i} value={i}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <div class="buttons">
        <button data-do="grow-one" disabled={growing.value} onClick={() => void figure.grow(1)}>
          {T.oneStep}
        </button>
        <button
          data-do="grow-many"
          onClick={() => (growing.value ? figure.stop() : void figure.grow(figure.many))}
        >
          {growing.value ? T.stop : fill(T.moreSteps, { n: figure.many })}
        </button>
        <button data-do="grow-back" disabled={steps.value === 0} onClick={figure.back}>
          {T.back}
        </button>
      </div>
      <p class="small" aria-live={growing.value ? 'off' : 'polite'} data-test="grown">
        {fill(T.told, {
          n: count(steps.value),
          digit: figure.classes.value[digit.value] ?? digit.value,
          a: light === undefined ? '—' : fixed(light, 3),
        })}
      </p>
    </div>
  );
}

export default function Nonsense() {
  const R = texts().learnRoom;
  const T = R.nonsense;
  useEffect(figure.follow, []);
  const { noise, house, mine, grown } = figure;
  return (
    <div class="live nonsense" data-test="nonsense">
      <h2>{T.title}</h2>
      {figure.usable.value ? (
        <>
          <p class="small">
            {T.about} {R.shown.apart}
          </p>
          <div class="nonsense-tiles">
            <Shown
              name="noise"
              title={T.noise}
              picture={noise.value?.picture}
              outputs={noise.value?.outputs ?? null}
            >
              <button data-do="other-noise" onClick={figure.otherNoise}>
                {T.otherNoise}
              </button>
            </Shown>
            <Shown
              name="house"
              title={T.house}
              picture={house.value?.picture}
              outputs={house.value?.outputs ?? null}
            />
            <Shown
              name="mine"
              title={T.mine}
              pad={<DrawPad />}
              outputs={mine.value?.outputs ?? null}
            >
              <button data-do="nonsense-erase" onClick={() => void erase()}>
                {texts().input.erase}
              </button>
            </Shown>
            <Shown
              name="grown"
              title={T.grown}
              picture={grown.value?.picture}
              outputs={grown.value?.outputs ?? null}
            />
          </div>
          <Growth />
        </>
      ) : (
        <p class="small">{R.shown.unknown}</p>
      )}
    </div>
  );
}
