// Chapter 5: the straight road from one moment of a training to another, and the way that it took.
import '../live.css';
import './ThirteenThousand.css';
import { useEffect, useRef } from 'preact/hooks';
import { Drawing, type Sheet } from '../../../draw/canvas';
import { css, mix, paletteOf } from '../../../draw/palette';
import { type Picture, paintWeights, pictureOf, robustScale } from '../../../draw/pictures';
import { running, state } from '../../../model/learning';
import { hello, net } from '../../../model/network';
import { theme } from '../../../model/settings';
import { answered } from '../../../parts/CostTable';
import { Slider } from '../../../parts/Slider';
import { count, fill, fixed, percent, texts } from '../../../text/learn';
import { Plot } from './Plot';
import { placeOf, points, range } from './road';
import * as figure from './state';

function Roads() {
  const T = texts().learnRoom.road;
  if (!figure.has('taught') || !figure.has('own')) return null;
  return (
    <div class="segmented road-which" role="group" aria-label={T.which}>
      {(['taught', 'own'] as const).map((name) => (
        <button
          key={name}
          data-road={name}
          aria-pressed={figure.which.value === name}
          onClick={() => figure.choose(name)}
        >
          {T.roads[name]}
        </button>
      ))}
    </div>
  );
}

/** What the network at that place of the road says, and what the test set says of it. */
function Told() {
  const T = texts().learnRoom.road;
  const road = figure.road.value;
  if (!road) return null;
  const [at, cost] = [figure.index.value, road.costs[figure.index.value]];
  const said = {
    part: fixed(placeOf(at)),
    cost: fixed(cost),
    right: percent(road.accuracies[at] ?? null),
  };
  return (
    <p data-test="road-told" data-cost={cost} aria-live="polite">
      {fill(figure.astray.value ? T.toldAstray : T.told, said)}
    </p>
  );
}

function Lights() {
  const lights = figure.lights.value;
  const T = texts().learnRoom.road;
  if (!lights) return <p class="small">{T.noDigit}</p>;
  const palette = paletteOf(theme.value);
  const best = answered(lights);
  const nameOf = (n: number): string => hello.value?.data.classes[n] ?? String(n);
  const label = fill(T.lights, { answer: nameOf(best), light: fixed(lights[best]) });
  return (
    <div class="layer-lamps road-lamps" role="img" aria-label={label} data-answer={best}>
      {lights.map((a, n) => {
        const light = css(mix(palette.off, palette.on, Math.max(0, Math.min(1, a))));
        return (
          <span key={n} class={`layer-lamp ${n === best ? 'is-best' : ''}`} data-light={a}>
            <span class="layer-light" style={{ background: light }} />
            <span class="layer-lamp-name">{nameOf(n)}</span>
          </span>
        );
      })}
    </div>
  );
}

const shown = 16;

/** The weights of the first neurons there, all on the scale of the road's end. */
function Weights() {
  const kept = useRef<(Picture | null)[]>([]);
  const network = net.value;
  const first = network?.layers[0];
  if (!network || !first || network.across * network.down !== first.inputs) return null;
  const many = Math.min(shown, first.width);
  const columns = Math.min(8, many);
  const rows = Math.ceil(many / columns);
  const draw = ({ context, width, height, palette }: Sheet): void => {
    const [numbers, ends] = [figure.numbers.value, figure.road.value?.ends];
    if (!numbers || !ends || numbers.length !== network.count) return;
    const end = network.count + first.weightAt;
    const scale = robustScale(ends, end, first.width * first.inputs);
    const gap = 3;
    const [w, h] = [(width + gap) / columns - gap, (height + gap) / rows - gap];
    for (let n = 0; n < many; ++n) {
      const picture = pictureOf(kept.current[n], network.across, network.down);
      kept.current[n] = picture;
      paintWeights(picture, numbers, first.weightAt + n * first.inputs, scale, palette);
      const [column, row] = [n % columns, Math.floor(n / columns)];
      context.drawImage(picture.canvas, column * (w + gap), row * (h + gap), w, h);
    }
  };
  return (
    <Drawing
      class="road-weights"
      role="img"
      aria-label={fill(texts().learnRoom.road.weights, { n: many })}
      style={{ aspectRatio: `${columns * network.across} / ${rows * network.down}` }}
      follow={() => figure.numbers.value}
      draw={draw}
    />
  );
}

/** The moment of the training that the dial is about. */
function Moment() {
  const T = texts().learnRoom.road;
  const stop = figure.stopAt.value;
  const own = figure.straight.value?.which === 'own';
  if (!stop) return null;
  const many = figure.way.value.length;
  const name = own
    ? fill(T.ends.step, { n: count(stop.step) })
    : figure.moment.value === 0
      ? T.ends.newborn
      : T.ends.taught;
  return (
    <div class="road-moment">
      <Slider
        label={T.moment}
        name="road-moment"
        value={figure.moment.value}
        min={0}
        max={many - 1}
        step={1}
        shown={name}
        onInput={figure.goToMoment}
      />
      <p class="small" data-test="road-angle" data-angle={stop.angle} aria-live="polite">
        {fill(T.angle, { angle: fixed(stop.angle, 0) })}{' '}
        {own && fill(T.aside, { at: fixed(stop.at), distance: fixed(stop.distance) })}
      </p>
    </div>
  );
}

function Buttons() {
  const T = texts().learnRoom.road;
  const own = figure.straight.value?.which === 'own';
  const { playing, teaching, astray, random, way } = figure;
  return (
    <div class="buttons">
      {own && way.value.length > 2 && (
        <button
          class="primary"
          data-do="road-play"
          onClick={() => (playing.value ? figure.stop() : figure.play())}
        >
          {playing.value ? T.pause : T.play}
        </button>
      )}
      {!figure.has('own') && (
        <button
          class="primary"
          data-do="road-learn"
          disabled={teaching.value || running.value}
          onClick={() => void figure.learnTwo(T.branch)}
        >
          {T.learnTwo}
        </button>
      )}
      {random.value && (
        <button data-do="road-random" aria-pressed={astray.value} onClick={figure.turn}>
          {T.random}
        </button>
      )}
    </div>
  );
}

/** What there is to wait for. */
function Waits() {
  const T = texts().learnRoom.road;
  const words = figure.teaching.value
    ? fill(T.teaching, { n: count(state.value?.step ?? 0) })
    : running.value
      ? T.learning
      : figure.failed.value
        ? T.failed
        : figure.nothing.value
          ? T.nothing
          : figure.straight.value
            ? ''
            : T.asking;
  return (
    <p class="small road-waits" role="status">
      {words}
    </p>
  );
}

export default function ThirteenThousand() {
  const T = texts().learnRoom.road;
  useEffect(figure.follow, []);
  const road = figure.straight.value;
  return (
    <div class="live thirteen-thousand" data-test="thirteen-thousand" data-which={road?.which}>
      <h2>{fill(T.title, { count: count(net.value?.count ?? 0) })}</h2>
      <p class="small">{T.about}</p>
      <Roads />
      <Waits />
      {road && (
        <>
          <Plot />
          <Slider
            label={T.part}
            name="road-part"
            value={figure.index.value}
            min={0}
            max={points - 1}
            step={1}
            shown={fixed(figure.place.value)}
            onInput={(to) => figure.goTo(range[0] + (to * (range[1] - range[0])) / (points - 1))}
          />
          <Told />
          <Lights />
          <Weights />
          <Moment />
        </>
      )}
      <Buttons />
    </div>
  );
}
