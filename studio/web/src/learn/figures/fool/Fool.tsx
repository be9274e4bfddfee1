// Chapter 10: as small a change by chance and along the slope, and what the network says to both.
import '../live.css';
import './Fool.css';
import { useEffect, useRef } from 'preact/hooks';
import { Drawing, type Sheet } from '../../../draw/canvas';
import { type Picture, paintWeights, pictureOf } from '../../../draw/pictures';
import { arrowOf } from '../../../draw/pointer';
import { hello } from '../../../model/network';
import { answered } from '../../../parts/CostTable';
import { DigitImage } from '../../../parts/DigitImage';
import { Slider } from '../../../parts/Slider';
import { count, fill, fixed, texts } from '../../../text/learn';
import { type Pixels, bytesOf } from '../pixels';
import { Shown } from '../Shown';
import * as figure from './state';

const nameOf = (which: number): string => hello.value?.data.classes[which] ?? String(which);

/** What was added is orange, what was taken away blue. */
function Difference({ of }: { of: Pixels }) {
  const picture = useRef<Picture | null>(null);
  const most = figure.way.value === 'few' ? 1 : figure.largest;
  const draw = ({ context, width, height, palette }: Sheet): void => {
    picture.current = pictureOf(picture.current, 28, 28);
    paintWeights(picture.current, of, 0, most, palette);
    context.imageSmoothingEnabled = false;
    context.drawImage(picture.current.canvas, 0, 0, width, height);
  };
  const lighter = of.filter((change) => change > 0).length;
  const darker = of.filter((change) => change < 0).length;
  const words = fill(texts().learnRoom.fool.difference, { lighter, darker });
  return (
    <div class="shown-picture fool-difference">
      <Drawing class="fill-canvas" role="img" aria-label={words} draw={draw} />
    </div>
  );
}

function Compared() {
  const T = texts().learnRoom.fool;
  const now = figure.three.value;
  if (!now) return <p class="small">{T.nothing}</p>;
  const few = figure.way.value === 'few';
  return (
    <div class="fool-three">
      <Shown name="was" title={T.was} picture={now.was.picture} outputs={now.was.outputs}>
        <p class="small fool-legend">{T.legend}</p>
      </Shown>
      <Shown
        name="chance"
        title={few ? T.anyPixels : T.chance}
        picture={now.byChance.picture}
        outputs={now.byChance.outputs}
      >
        <Difference of={now.differences.byChance} />
      </Shown>
      <Shown
        name="slope"
        title={few ? T.bestPixels : T.slope}
        picture={now.bySlope.picture}
        outputs={now.bySlope.outputs}
      >
        <Difference of={now.differences.bySlope} />
      </Shown>
    </div>
  );
}

function Told() {
  const T = texts().learnRoom.fool;
  const now = figure.three.value;
  if (!now) return null;
  const [before, after] = [now.was.outputs, now.bySlope.outputs];
  const words = figure.fallen.value ? T.falls : T.holds;
  return (
    <p class="small fool-told" aria-live="polite" data-test="fool-told">
      {now.guessed && `${fill(T.guessed, { label: nameOf(now.label) })} `}
      {fill(words, {
        label: nameOf(now.label),
        before: fixed(before[now.label], 3),
        after: fixed(after[now.label], 3),
        answer: nameOf(answered(after)),
        n: count(figure.count.value),
      })}
    </p>
  );
}

function Size() {
  const T = texts().learnRoom.fool;
  return (
    <Slider
      label={T.size}
      name="fool-size"
      value={figure.size.value}
      min={0}
      max={figure.largest}
      step={0.01}
      shown={fixed(figure.size.value)}
      onInput={figure.setSize}
    />
  );
}

function Few() {
  const T = texts().learnRoom.fool;
  return (
    <div class="buttons">
      <button data-do="one-pixel" disabled={figure.fallen.value} onClick={figure.changeOne}>
        {T.onePixel}
      </button>
      <button data-do="no-pixels" disabled={figure.count.value === 0} onClick={figure.forget}>
        {T.again}
      </button>
      <span class="small" data-test="changed" data-count={figure.count.value}>
        {fill(T.changed, { n: figure.count.value })}
      </span>
    </div>
  );
}

/** Test images to choose from, and what the network says to each along its slope. */
function Offers() {
  const T = texts().learnRoom.fool;
  const { chosen, offers, way } = figure;
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = arrowOf(event.key);
    const row = [...(event.currentTarget as HTMLElement).querySelectorAll('button')];
    const next = move && row[row.indexOf(event.target as HTMLButtonElement) + move[0] + move[1]];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.click();
  };
  return (
    <div class="fool-offers" role="group" aria-label={T.offers} onKeyDown={onKeyDown}>
      <button
        class="fool-offer is-mine"
        data-offer="mine"
        aria-pressed={chosen.value === null}
        onClick={() => figure.choose(null)}
      >
        {T.mine}
      </button>
      {offers.value.map(({ index, label, pixels, answer }) => {
        const shows = way.value === 'all' && answer !== null;
        const wrong = shows && answer !== label;
        const words = shows ? T.offerTold : T.offer;
        const names = { index, label: nameOf(label!), answer: nameOf(answer ?? 0) };
        return (
          <button
            key={index}
            class={`fool-offer ${wrong ? 'is-wrong' : ''}`}
            data-offer={index}
            data-wrong={wrong ? '' : undefined}
            aria-pressed={chosen.value === index}
            aria-label={fill(words, names)}
            title={fill(words, names)}
            onClick={() => figure.choose(index)}
          >
            <span class="fool-thumb">
              <DigitImage pixels={Uint8Array.from(bytesOf(pixels))} at={0} />
            </span>
            {shows && <span class="mark">{nameOf(answer)}</span>}
          </button>
        );
      })}
    </div>
  );
}

function Ways() {
  const T = texts().learnRoom.fool;
  return (
    <div class="fool-way">
      <div class="segmented" role="group" aria-label={T.way}>
        {(['all', 'few'] as const).map((name) => (
          <button
            key={name}
            data-way={name}
            aria-pressed={figure.way.value === name}
            onClick={() => figure.turnTo(name)}
          >
            {T.ways[name]}
          </button>
        ))}
      </div>
      <button data-do="toss" onClick={figure.tossAgain}>
        {T.toss}
      </button>
    </div>
  );
}

export default function Fool() {
  const R = texts().learnRoom;
  const T = R.fool;
  useEffect(figure.follow, []);
  const { way } = figure;
  return (
    <div class="live fool" data-test="fool">
      <h2>{T.title}</h2>
      {figure.usable.value ? (
        <>
          <p class="small">{R.shown.apart}</p>
          <Ways />
          <Compared />
          <Told />
          {way.value === 'all' ? <Size /> : <Few />}
          <p class="small fool-others">{way.value === 'all' ? T.othersTold : T.others}</p>
          <Offers />
        </>
      ) : (
        <p class="small">{R.shown.unknown}</p>
      )}
    </div>
  );
}
