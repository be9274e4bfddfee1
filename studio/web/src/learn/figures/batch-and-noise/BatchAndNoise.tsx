// Chapter 7: the slope that a batch finds, beside that of all images.
import '../live.css';
import './BatchAndNoise.css';
import { useEffect } from 'preact/hooks';
import { Slider } from '../../../parts/Slider';
import { brief, count, fill, texts } from '../../../text/learn';
import { Arrows, Plot } from './Drawings';
import { rootLine, sizes } from './noise';
import * as figure from './state';
import { written } from './written';

function Places() {
  const T = texts();
  return (
    <div class="segmented noise-where" role="group" aria-label={T.time.which}>
      {figure.places.value.map((place) => (
        <button
          key={place}
          data-where={place}
          data-still={place === 'newborn' ? '' : undefined}
          aria-pressed={figure.at.value === place}
          onClick={() => figure.goTo(place)}
        >
          {place === 'shown' ? T.learnRoom.noise.mine : T.time[place]}
        </button>
      ))}
    </div>
  );
}

/** a number of times that is easily read */
const times = (ratio: number): string => (ratio < 10 ? brief(ratio) : count(Math.round(ratio)));

function Told() {
  const T = texts().learnRoom.noise;
  const [found, sized] = [figure.found.value, figure.sized.value];
  if (!found || !sized) return null;
  const draw = sized.draws[figure.draw.value];
  const ratio = sized.mean / found.length;
  return (
    <div
      class="noise-told"
      role="status"
      data-test="noise-told"
      data-length={found.length}
      data-mean={sized.mean}
      data-one={rootLine(found.sizes)}
    >
      <p>
        <span class="noise-key is-true" />
        {fill(T.true, { length: written(found.length), samples: count(found.samples) })}
        {'. '}
        <span class="noise-key is-batch" />
        {fill(T.batch, { length: written(draw.length) })}
        {'. '}
        <span class="noise-key is-apart" />
        {fill(T.apart, { distance: written(draw.distance) })}.
      </p>
      <p>
        <strong>
          {fill(T.noise, { size: count(sized.size), mean: written(sized.mean) })}
        </strong>{' '}
        {ratio >= 1
          ? fill(T.longer, { times: times(ratio) })
          : fill(T.shorter, { times: times(1 / ratio) })}
      </p>
    </div>
  );
}

/** Whether the noise of single examples lies far below the line. */
function isRare(): boolean {
  const sizes = figure.found.value?.sizes;
  return sizes !== undefined && sizes[0].mean < 0.5 * rootLine(sizes);
}

export default function BatchAndNoise() {
  const T = texts();
  const N = T.learnRoom.noise;
  useEffect(figure.follow, []);
  return (
    <div class="live batch-and-noise" data-test="noise" data-at={figure.at.value}>
      <h2>{N.title}</h2>
      <p class="small">{N.about}</p>
      <Places />
      {!figure.found.value && <p class="small">{T.learnRoom.waiting}</p>}
      <div class={figure.busy.value ? 'is-stale' : ''}>
        <Arrows />
        <Told />
      </div>
      <Slider
        label={N.size}
        name="noise-size"
        value={figure.step.value}
        min={0}
        max={sizes.length - 1}
        step={1}
        shown={count(figure.size.value)}
        onInput={(to) => (figure.step.value = to)}
      />
      <div class="buttons">
        <button class="primary" data-do="noise-another" onClick={figure.another}>
          {N.another}
        </button>
        <span class="small">{figure.busy.value && N.busy}</span>
      </div>
      <Plot />
      <p class="small noise-axis">{N.axis}</p>
      {isRare() && <p class="small">{N.rare}</p>}
      <p class="small">{N.plane}</p>
    </div>
  );
}
