// Chapter 11: a window of weights slides over the digit, and a feature map comes to be.
import '../live.css';
import './Window.css';
import { useEffect, useRef } from 'preact/hooks';
import { Drawing } from '../../../draw/canvas';
import { type Picture, paintWeights, pictureOf } from '../../../draw/pictures';
import { Icon } from '../../../parts/icons';
import { brief, fill, texts } from '../../../text/learn';
import { Teach } from '../../../views/cnn/Teach';
import { filters, ready } from '../../../views/cnn/model';
import { apart, knows, sampleNames } from './convolve';
import { Pictures, Sum } from './Pictures';
import { Square, most } from './Square';
import * as figure from './state';

/** A filter of the CNN, as its picture. */
function Choice({ n }: { n: number }) {
  const T = texts().learnRoom.images.window;
  const held = useRef<Picture | null>(null);
  return (
    <button
      class="window-choice"
      data-filter={n}
      aria-pressed={figure.chosen.value === n}
      aria-label={fill(T.filter, { n: n + 1 })}
      title={fill(T.filter, { n: n + 1 })}
      onClick={() => (figure.chosen.value = n)}
    >
      <Drawing
        aria-hidden="true"
        follow={() => filters.value}
        draw={({ context, width, height, palette }) => {
          const of = filters.value?.layers[0];
          if (!of) return;
          const side = of.shape[2];
          held.current = pictureOf(held.current, side, side);
          const numbers = filters.value!.numbers.subarray(of.offset + n * side * side);
          const scale = most(Array.from(numbers.subarray(0, side * side)));
          paintWeights(held.current, numbers, 0, scale, palette);
          context.imageSmoothingEnabled = false;
          context.drawImage(held.current.canvas, 0, 0, width, height);
        }}
      />
    </button>
  );
}

function Choices() {
  const T = texts().learnRoom.images.window;
  const own = figure.chosen.value === 'own';
  return (
    <>
      <div class="buttons window-choices" role="group" aria-label={T.choose}>
        <button
          data-filter="own"
          aria-pressed={own}
          onClick={() => (figure.chosen.value = 'own')}
        >
          {T.own}
        </button>
        {Array.from({ length: figure.count.value }, (_, n) => (
          <Choice key={n} n={n} />
        ))}
        {own && (
          <span class="segmented" role="group" aria-label={T.samples}>
            {sampleNames.map((name) => (
              <button key={name} data-sample={name} onClick={() => figure.takeSample(name)}>
                {T.sample[name]}
              </button>
            ))}
          </span>
        )}
      </div>
      <p class="small">{own ? T.ownHow : fill(T.filterHow, { n: figure.count.value })}</p>
    </>
  );
}

/** What the engine's map says to ours. */
function Agreement() {
  const T = texts().learnRoom.images.window;
  const theirs = figure.engineMap.value;
  const activation = figure.engine.value?.activation ?? '';
  if (!theirs || !knows(activation)) return null;
  const most = apart(figure.map.value!, activation, theirs);
  const agrees = most < 1e-4;
  return (
    <p
      class={`agreement ${agrees ? 'is-true' : ''}`}
      data-test="window-agrees"
      data-apart={most}
    >
      {fill(agrees ? T.agrees : T.apart, {
        n: theirs.length,
        most: brief(most),
        after: activation === 'relu' ? T.relu : '',
      })}
    </p>
  );
}

export default function Window() {
  const T = texts().learnRoom;
  const W = T.images.window;
  useEffect(figure.follow, []);
  const there = figure.picture.value !== null;
  const playing = figure.playing.value;
  const { weights } = figure.filter.value;
  const scale = most(weights);
  return (
    <div class="live window-figure" data-test="window">
      <h2>{W.title}</h2>
      {!there && <p class="small">{W.nothing}</p>}
      {there && (
        <>
          <Pictures />
          <div class="window-squares">
            <Square kind="pixels" values={figure.now.value!.pixels} most={1} />
            <Square kind="weights" values={weights} most={scale} />
            <Square kind="products" values={figure.now.value!.products} most={scale} />
            <Sum />
          </div>
          <Choices />
          <Agreement />
        </>
      )}
      <div class="buttons">
        <button
          class="primary"
          data-do="window-slide"
          disabled={!there}
          onClick={playing ? figure.pause : figure.slide}
        >
          <Icon name={playing ? 'pause' : 'play'} />
          {playing ? T.sum.pause : W.slide}
        </button>
        <button data-do="window-three" onClick={() => void figure.takeThree()}>
          {fill(T.sum.three, { n: figure.image })}
        </button>
      </div>
      {!ready.value && <Teach />}
    </div>
  );
}
