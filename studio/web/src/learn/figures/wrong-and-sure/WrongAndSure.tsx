// Chapter 4: the same confident error under two costs. One lamp, its sum, and how much each cost
// makes of it.
import './WrongAndSure.css';
import '../live.css';
import { Slider } from '../../../parts/Slider';
import { brief, fill, fixed, texts } from '../../../text/learn';
import { number } from '../chain/Factors';
import { type Cost, costAt, costs, lightOf, slopeAt, wayFrom } from './lamp';
import { Plot } from './Plot';
import * as figure from './state';

function Slope({ cost }: { cost: Cost }) {
  const T = texts().learnRoom.cost.sure;
  const [z, wanted] = [figure.z.value, figure.wanted.value];
  const slope = slopeAt(cost, z, wanted);
  const end = figure.walks.value ? wayFrom(cost, z, wanted, figure.descent).at(-1)! : null;
  return (
    <div class={`sure-cost is-${cost}`} data-cost={cost} data-slope={slope} data-end={end ?? ''}>
      <p>
        <span class="sure-name">{T[cost]}</span>
        <span>{fill(T.costs, { cost: fixed(costAt(cost, z, wanted), 4) })}</span>
        <strong>{fill(T.slope, { slope: number(slope) })}</strong>
      </p>
      <div class={`sure-track ${slope > 0 ? 'is-left' : ''}`} aria-hidden="true">
        <span class="sure-arrow" style={{ width: `${50 * Math.abs(slope)}%` }} />
      </div>
      {end !== null && (
        <p class="small">
          {fill(T.walked, { steps: figure.descent.steps, z: fixed(end), a: fixed(lightOf(end)) })}
        </p>
      )}
    </div>
  );
}

function Told() {
  const T = texts().learnRoom.cost.sure;
  const found = figure.found.value;
  const [z, wanted] = [figure.z.value, figure.wanted.value];
  const [squared, entropy] = costs.map((cost) => Math.abs(slopeAt(cost, z, wanted)));
  return (
    <>
      <p class="small" data-test="sure-ratio">
        {fill(T.ratio, { times: brief(entropy / squared) })}
      </p>
      <p class="small sure-found" aria-live="polite">
        {found === 'unknown' ? T.unknown : found && fill(T.found, { ...found })}
      </p>
    </>
  );
}

export default function WrongAndSure() {
  const T = texts().learnRoom.cost.sure;
  const [z, wanted] = [figure.z.value, figure.wanted.value];
  return (
    <div class="live sure" data-test="sure">
      <h2>{T.title}</h2>
      <p class="small">{T.about}</p>
      <div class="segmented sure-wanted" role="group" aria-label={T.which}>
        {([1, 0] as const).map((value) => (
          <button
            key={value}
            data-wanted={value}
            aria-pressed={wanted === value}
            onClick={() => figure.want(value)}
          >
            {fill(T.wanted, { value })}
          </button>
        ))}
      </div>
      <Plot />
      <Slider
        label={T.sum}
        name="sum"
        value={z}
        min={-figure.reach}
        max={figure.reach}
        step={0.01}
        shown={fill(T.shown, { z: fixed(z), a: fixed(lightOf(z), 4) })}
        onInput={figure.setSum}
      />
      {costs.map((cost) => (
        <Slope key={cost} cost={cost} />
      ))}
      <Told />
      <div class="buttons">
        <button
          data-do="walk-down"
          aria-pressed={figure.walks.value}
          onClick={() => (figure.walks.value = !figure.walks.value)}
        >
          {fill(T.walk, { steps: figure.descent.steps })}
        </button>
        <button data-do="worst-image" onClick={() => void figure.takeWorst()}>
          {T.worst}
        </button>
      </div>
    </div>
  );
}
