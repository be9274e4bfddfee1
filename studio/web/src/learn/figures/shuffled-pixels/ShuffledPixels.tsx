// Chapter 11: the pixels of all pictures in another order. Who minds?
import '../live.css';
import './ShuffledPixels.css';
import { useEffect, useRef } from 'preact/hooks';
import { whereStrongest } from '../../../aloud/pictures';
import { Drawing, type Sheet } from '../../../draw/canvas';
import { type Picture, paintWeights, pictureOf, robustScale } from '../../../draw/pictures';
import { chooseTest, erase, testImage } from '../../../model/input';
import { canDraw, hello, net } from '../../../model/network';
import { DigitImage } from '../../../parts/DigitImage';
import { DrawPad } from '../../../parts/DrawPad';
import { count, fill, signed, texts } from '../../../text/learn';
import { RaceButton } from '../RaceButton';
import { Lanes } from './Lanes';
import { lanes, networks } from './order';
import * as figure from './state';

function Digit() {
  const T = texts();
  const S = T.learnRoom.images.shuffled;
  const picture = figure.mixed.value;
  return (
    <>
      <div class="order-pair">
        <div>
          <DrawPad />
          <p class="small">{canDraw.value ? S.draw : S.plain}</p>
        </div>
        <div>
          <div
            class="order-picture"
            role="img"
            aria-label={picture ? S.snow : S.mixed}
            data-test="snow"
          >
            {picture && <DigitImage pixels={picture} at={0} />}
          </div>
          <p class="small">{S.mixed}</p>
        </div>
      </div>
      <div class="buttons">
        <button data-do="order-three" onClick={() => void chooseTest(testImage(figure.image))}>
          {fill(T.learnRoom.sum.three, { n: figure.image })}
        </button>
        {canDraw.value && (
          <button data-do="order-erase" onClick={() => void erase()}>
            {T.input.erase}
          </button>
        )}
        <button data-do="order-another" onClick={figure.another}>
          {S.another}
        </button>
      </div>
    </>
  );
}

function WeightPicture({ of, name }: { of: Float32Array; name: string }) {
  const picture = useRef<Picture | null>(null);
  const { across, down } = net.value!;
  const draw = ({ context, width, height, palette }: Sheet): void => {
    picture.current = pictureOf(picture.current, across, down);
    paintWeights(picture.current, of, 0, robustScale(of, 0, of.length), palette);
    context.imageSmoothingEnabled = false;
    context.drawImage(picture.current.canvas, 0, 0, width, height);
  };
  const told = `${name}: ${whereStrongest(of, 0, across, down)}`;
  return <Drawing class="order-picture" role="img" aria-label={told} draw={draw} />;
}

/** What a neuron has learned from shuffled pixels, and the same where the pixels belong. */
function Weights() {
  const T = texts().learnRoom.images.shuffled;
  const pair = figure.pair.value;
  if (!pair || net.value?.planes !== 1) return null;
  const back = figure.isBack.value;
  return (
    <div class="order-weights" data-test="order-weights">
      <div class="order-weights-head">
        <h3>{fill(T.weights, { n: figure.neuron.value })}</h3>
        <button class="small" data-do="order-neuron" onClick={figure.next}>
          {T.next}
        </button>
      </div>
      <div class="order-pair">
        <div>
          <WeightPicture of={pair.learned} name={T.learned} />
          <p class="small">{T.learned}</p>
        </div>
        <div>
          {back ? (
            <WeightPicture of={pair.back} name={T.back} />
          ) : (
            <div class="order-picture is-empty">
              <button data-do="order-back" data-still onClick={() => (figure.isBack.value = true)}>
                {T.putBack}
              </button>
            </div>
          )}
          <p class="small">{T.back}</p>
        </div>
      </div>
    </div>
  );
}

function told(): string {
  const T = texts().learnRoom.images.shuffled;
  if (figure.race.running.value) return T.goesOn;
  const [perceptron, network] = networks.map((name) => {
    const [plain, mixed] = lanes.flatMap((lane, i) =>
      lane.network === name ? [figure.ends.value[i]] : [],
    );
    return plain && mixed ? signed(100 * (mixed.unseen - plain.unseen), 1) : null;
  });
  return perceptron && network ? fill(T.end, { perceptron, network }) : T.ask;
}

export default function ShuffledPixels() {
  const T = texts().learnRoom.images.shuffled;
  useEffect(figure.follow, []);
  return (
    <div class="live shuffled-pixels" data-test="shuffled-pixels">
      <h2>{T.title}</h2>
      <Digit />
      <Lanes />
      <div class="race-row">
        <RaceButton race={figure.race} start={figure.start} label={T.start} />
        <p class="small" role="status" data-test="order-told">
          {told()}
        </p>
      </div>
      <Weights />
      <p class="small race-note">
        {fill(T.note, { n: count(hello.value?.data.train ?? 60000) })}
      </p>
    </div>
  );
}
