// Learning and time: the buttons, the curves or settings, the numbers, the line of time.
import './Bottom.css';
import { signal } from '@preact/signals';
import type { State } from '../engine/types';
import { tell } from '../model/engine';
import { recipe, running, state, stopped } from '../model/learning';
import { hello } from '../model/network';
import { panel } from '../model/selection';
import { begin, slow, unlabelled } from '../model/slow';
import { subject } from '../model/subject';
import { learn, learnOn, reset } from '../model/time';
import { brief, count, fixed, percent, texts } from '../text';
import { Curves, scaleChoice } from './Curves';
import { Icon } from './icons';
import { Journal } from './Journal';
import { PaceDial } from './PaceDial';
import { Part } from './Part';
import { SettingsForm } from './SettingsForm';
import { Slider } from './Slider';
import { SlowStep } from './SlowStep';
import { TimeLine } from './TimeLine';

const resetOpen = signal(false);

const rateAt = (t: number): number => {
  const rate = 10 ** (-3 + 4.5 * t);
  return Number(rate.toPrecision(2));
};
const rateTo = (rate: number): number => (Math.log10(Math.max(rate, 1e-3)) + 3) / 4.5;

const ofClasses = (): boolean => (hello.value?.data.classes.length ?? 0) > 0;

/** Of fitted values none is right or wrong; nor have several classes one accuracy. */
const isFit = ({ testAccuracy, testCost }: State): boolean =>
  testAccuracy === null && testCost !== null;

function Buttons() {
  const T = texts();
  const learning = running.value;
  const now = state.value;
  return (
    <div class="learn-buttons">
      <button
        class={`primary ${learning ? 'is-running' : ''}`}
        data-do="learn"
        onClick={() => (learning ? learn({ run: false }) : learnOn())}
      >
        <Icon name={learning ? 'pause' : 'play'} />
        {learning ? T.learn.pause : T.learn.learn}
      </button>
      {/* on a phone the numbers are out of sight while it learns */}
      <strong class="right-now" aria-hidden="true">
        {now?.testCost == null ? '' : isFit(now) ? fixed(now.testCost) : percent(now.testAccuracy)}
      </strong>
      <button data-do="step" onClick={() => learn({ steps: 1 })}>
        {T.learn.step}
      </button>
      {/* it is shown in the network of the digits */}
      {subject.value === 'digits' && (
        <button data-do="slowly" onClick={() => void begin()}>
          {T.slow.slowly}
        </button>
      )}
      <span class="menu up">
        <button
          class="square"
          aria-label={T.learn.reset}
          title={T.learn.reset}
          aria-expanded={resetOpen.value}
          onClick={() => (resetOpen.value = !resetOpen.value)}
        >
          <Icon name="again" />
        </button>
        {resetOpen.value && (
          <div class="menu-items">
            {(['same', 'new'] as const).map((seed) => (
              <button
                key={seed}
                data-do={`reset-${seed}`}
                onClick={() => {
                  resetOpen.value = false;
                  reset(seed);
                }}
              >
                {seed === 'same' ? T.learn.resetSame : T.learn.resetNew}
              </button>
            ))}
          </div>
        )}
      </span>
    </div>
  );
}

function Rate() {
  const T = texts();
  const rate = recipe.value?.rate ?? 1;
  return (
    <Slider
      label={T.learn.rate}
      name="rate"
      value={rateTo(rate)}
      min={0}
      max={1}
      step={0.005}
      shown={brief(rate)}
      onInput={(t) => void tell('recipe', { rate: rateAt(t) })}
    />
  );
}

function Numbers() {
  const T = texts();
  const s = state.value;
  if (!s) return <dl class="numbers" />;
  const number = (v: number | null, digits: number): string =>
    v === null ? '—' : fixed(v, digits);
  const step = s.shown.step; // costs and shares are of what is shown, in the past too
  return (
    <dl class="numbers">
      <div>
        <dt>{T.learn.epochNow}</dt>
        <dd>
          <button
            class="one-more"
            data-do="epoch"
            aria-label={`+1: ${T.learn.epoch}`}
            title={T.learn.epoch}
            onClick={() => learn({ epochs: 1 })}
          >
            +1
          </button>
          {fixed(s.stepsPerEpoch > 0 ? step / s.stepsPerEpoch : s.epoch, 1)}
        </dd>
      </div>
      <div>
        <dt>{T.learn.stepNow}</dt>
        <dd data-test="step">{count(step)}</dd>
      </div>
      <div>
        <dt>{T.learn.costTrain}</dt>
        <dd>{number(s.cost, 4)}</dd>
      </div>
      <div>
        <dt>{T.learn.costTest}</dt>
        <dd>{number(s.testCost, 4)}</dd>
      </div>
      {isFit(s) ? (
        <div class="big">
          <dt>{ofClasses() ? T.learn.costTest : T.learn.error}</dt>
          <dd data-test="error">{fixed(s.testCost!, 4)}</dd>
        </div>
      ) : (
        <div class="big">
          <dt>{T.learn.right}</dt>
          <dd data-test="accuracy">{percent(s.testAccuracy)}</dd>
        </div>
      )}
    </dl>
  );
}

function Tabs() {
  const T = texts();
  const why = stopped.value;
  const told =
    why?.reason === 'diverged' || why?.reason === 'dead' || why?.reason === 'early_stopping'
      ? T.learn[why.reason]
      : null;
  return (
    <>
      <div class="bottom-tabs">
        {(['curves', 'settings', 'journal'] as const).map((name) => (
          <button
            key={name}
            class="tab-small"
            data-show={name}
            aria-pressed={panel.value === name}
            onClick={() => (panel.value = name)}
          >
            {T.learn[name]}
          </button>
        ))}
        {panel.value === 'curves' && scaleChoice()}
        {panel.value === 'settings' && <span class="footnote">* {T.settings.newNetwork}</span>}
        {told && (
          <span class="told" role="status">
            {told}
          </span>
        )}
      </div>
      <div class="bottom-content">
        <Part of={panel.value}>
          {panel.value === 'curves' && <Curves />}
          {panel.value === 'settings' && <SettingsForm />}
          {panel.value === 'journal' && <Journal />}
        </Part>
      </div>
    </>
  );
}

export function Bottom() {
  const T = texts();
  return (
    <footer class="bottom" aria-label={T.time.title}>
      <div class="bottom-left">
        <Buttons />
        <PaceDial />
        <Rate />
      </div>
      <div class="bottom-middle">
        {slow.value || unlabelled.value ? <SlowStep /> : <Tabs />}
      </div>
      <Numbers />
      <Part>
        <TimeLine />
      </Part>
    </footer>
  );
}
