// What goes in: which points, how many and how noisy, and what the network sees of them.
import './plane.css';
import { Drawing, type Sheet } from '../../draw/canvas';
import { css } from '../../draw/palette';
import type { PlaneInput, Shape } from '../../engine/types';
import { inputNames } from '../../model/names';
import { Icon } from '../../parts/icons';
import { Slider } from '../../parts/Slider';
import { count, fill, fixed, percent, texts } from '../../text/plane';
import { Own } from './Own';
import {
  type PointSet,
  changePoints,
  hasClasses,
  made,
  pointAt,
  pointCount,
  points,
  showTests,
  stepped,
  testsShown,
  tool,
} from './model';
import { colourOf } from './pictures';
import { marksOf } from './thumbs';

const shapes: Shape[] = [
  'circle',
  'xor',
  'spirals',
  'moons',
  'blobs',
  'rings3',
  'curve',
  'slope',
  'own',
];
const inputs = Object.keys(inputNames) as PlaneInput[];
const mostClasses = 6;

function drawThumb({ context, width, height, palette }: Sheet, shape: Shape): void {
  if (shape === 'own') {
    context.strokeStyle = palette.muted;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(width / 2 - 7, height / 2);
    context.lineTo(width / 2 + 7, height / 2);
    context.moveTo(width / 2, height / 2 - 7);
    context.lineTo(width / 2, height / 2 + 7);
    context.stroke();
    return;
  }
  const of = shape === 'rings3' ? 'classes' : shape === 'slope' ? 'field' : 'two';
  for (const [x, y, label] of marksOf(shape)) {
    context.fillStyle = shape === 'curve' ? palette.text : css(colourOf(palette, of, label));
    context.beginPath();
    context.arc((0.5 + 0.46 * x) * width, (0.5 - 0.46 * y) * height, 1.5, 0, 2 * Math.PI);
    context.fill();
  }
}

function chooseShape(shape: Shape): void {
  tool.value = shape === 'own' ? { kind: 'add', label: 1 } : { kind: 'look' };
  changePoints({ shape });
}

function Shapes({ chosen }: { chosen: Shape }) {
  const T = texts().plane;
  return (
    <div class="shapes" role="group" aria-labelledby="points-title">
      {shapes.map((shape) => (
        <button
          key={shape}
          data-shape={shape}
          aria-pressed={shape === chosen}
          onClick={() => chooseShape(shape)}
        >
          <Drawing class="thumb" aria-hidden="true" draw={(sheet) => drawThumb(sheet, shape)} />
          <span>{T.shapes[shape]}</span>
        </button>
      ))}
    </div>
  );
}

function Classes({ now }: { now: number }) {
  const T = texts().plane;
  return (
    <div class="class-count">
      <span class="muted">{T.classes}</span>
      <div class="segmented small" role="group" aria-label={T.classes}>
        {Array.from({ length: mostClasses - 1 }, (_, i) => i + 2).map((n) => (
          <button
            key={n}
            data-classes={n}
            aria-pressed={n === now}
            onClick={() => changePoints({ classes: n })}
          >
            {n}
          </button>
        ))}
      </div>
    </div>
  );
}

function Inputs({ now }: { now: PlaneInput[] }) {
  const T = texts().plane;
  const toggle = (name: PlaneInput): void => {
    const next = inputs.filter((other) => (other === name) !== now.includes(other));
    if (next.length > 0) changePoints({ inputs: next });
  };
  return (
    <>
      <h3 id="sees-title">{T.sees}</h3>
      <div class="buttons plane-inputs" role="group" aria-labelledby="sees-title">
        {inputs.map((name) => (
          <button
            key={name}
            data-sees={name}
            aria-pressed={now.includes(name)}
            onClick={() => toggle(name)}
          >
            {inputNames[name]}
          </button>
        ))}
      </div>
    </>
  );
}

/** How many there are, of those to be learnt and those that test. */
function Counted() {
  const T = texts().plane;
  void points.value;
  let tested = 0;
  const all = pointCount();
  for (let i = 0; i < all; ++i) if (pointAt(i).tested) ++tested;
  return (
    <p class="small" data-test="points">
      {fill(T.counted, { train: count(all - tested), test: count(tested) })}
    </p>
  );
}

/** What of the points and of the answers is shown. */
function Shown() {
  const T = texts().plane;
  return (
    <div class="buttons" role="group" aria-label={T.shown}>
      <button
        class="small"
        data-do="show-tests"
        aria-pressed={testsShown.value}
        onClick={() => showTests(!testsShown.value)}
      >
        {T.showTests}
      </button>
      <button
        class="small"
        data-do="stepped"
        title={T.steppedWhy}
        aria-pressed={stepped.value}
        onClick={() => (stepped.value = !stepped.value)}
      >
        {T.stepped}
      </button>
    </div>
  );
}

const knobs = {
  noise: { label: 'noise', min: 0, max: 1, step: 0.05, shown: (v: number) => fixed(v) },
  count: { label: 'count', min: 20, max: 600, step: 20, shown: (v: number) => count(v) },
  test: { label: 'testShare', min: 0, max: 0.9, step: 0.1, shown: (v: number) => percent(v, 0) },
} as const;

/** One of the numbers by which points are made. */
function PointSlider({ set, name }: { set: PointSet; name: keyof typeof knobs }) {
  const { label, shown, ...range } = knobs[name];
  return (
    <Slider
      label={texts().plane[label]}
      name={name}
      value={set[name]}
      {...range}
      shown={shown(set[name])}
      onInput={(to) => changePoints({ [name]: to })}
    />
  );
}

export default function PointsPanel() {
  const T = texts().plane;
  const now = made.value;
  return (
    <section class="left plane-left" aria-labelledby="points-title">
      <div class="input-head">
        <h2 id="points-title">{T.which}</h2>
        {now && now.shape !== 'own' && (
          <button
            class="small"
            data-do="other-points"
            aria-label={T.otherPoints}
            title={T.otherPoints}
            onClick={() => changePoints({ seed: now.seed + 1 })}
          >
            <Icon name="again" />
          </button>
        )}
      </div>
      {now && (
        <>
          <Shapes chosen={now.shape} />
          <div class="point-knobs">
            {now.shape !== 'own' && <PointSlider set={now} name="noise" />}
            {now.shape !== 'own' && <PointSlider set={now} name="count" />}
            <PointSlider set={now} name="test" />
            {hasClasses(now.shape) && <Classes now={now.classes} />}
          </div>
          <Counted />
          <Shown />
          <Inputs now={now.inputs} />
          <Own set={now} />
        </>
      )}
    </section>
  );
}
