// Chapter 10: a stroke is turned and slid under the neurons of the first hidden layer.
import '../live.css';
import './Stroke.css';
import '../../../views/sees/Tiles.css';
import { placeOn, arrowOf, useGrip } from '../../../draw/pointer';
import { DigitImage } from '../../../parts/DigitImage';
import { Slider } from '../../../parts/Slider';
import { fill, fixed, texts } from '../../../text/learn';
import { Curves } from './Curves';
import { Maps } from './Maps';
import * as figure from './state';
import { angles, side } from './strokes';

const degrees = (angle: number): string => fixed((180 * angle) / angles, angle % 2 ? 1 : 0);

function Field() {
  const T = texts().learnRoom.stroke;
  const drag = (event: PointerEvent): void => {
    const { x, y, width, height } = placeOn(event);
    figure.put((x / width) * side - 0.5, (y / height) * side - 0.5);
  };
  const { handlers } = useGrip({ take: (event) => (drag(event), true), drag });
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = arrowOf(event.key);
    const { x, y } = figure.stroke.peek();
    if (move) figure.put(x + move[0], y + move[1]);
    else if (event.key === 'PageUp') figure.turn(1);
    else if (event.key === 'PageDown') figure.turn(-1);
    else return;
    event.preventDefault();
  };
  const { x, y, angle } = figure.stroke.value;
  return (
    <div
      class="shown-picture stroke-field"
      role="application"
      tabIndex={0}
      aria-label={fill(T.field, { x: x + 1, y: y + 1, angle: degrees(angle) })}
      data-test="stroke"
      data-x={x}
      data-y={y}
      data-angle={angle}
      {...handlers}
      onKeyDown={onKeyDown}
    >
      <DigitImage pixels={figure.picture.value} at={0} />
    </div>
  );
}

function Told() {
  const T = texts().learnRoom.stroke;
  const { light, neuron } = figure;
  return (
    <p aria-live="polite" data-test="stroke-light" data-light={light.value}>
      {fill(T.told, { n: neuron.value })} <strong>{fixed(light.value)}</strong>
    </p>
  );
}

function Sizes() {
  const T = texts().learnRoom.stroke;
  const { shape } = figure;
  const names = { length: [3, 20], width: [1, 5] } as const;
  return (
    <div class="stroke-sizes">
      {(['length', 'width'] as const).map((name) => (
        <Slider
          key={name}
          label={T[name]}
          name={`stroke-${name}`}
          value={shape.value[name]}
          min={names[name][0]}
          max={names[name][1]}
          step={1}
          shown={fixed(shape.value[name], 0)}
          onInput={(value) => (shape.value = { ...shape.value, [name]: value })}
        />
      ))}
    </div>
  );
}

export default function Stroke() {
  const R = texts().learnRoom;
  const T = R.stroke;
  return (
    <div class="live sliding" data-test="stroke-figure">
      <h2>{T.title}</h2>
      {figure.readable.value ? (
        <>
          <p class="small">
            {T.about} {R.shown.apart}
          </p>
          <div class="stroke-top">
            <section>
              <h3>{T.picture}</h3>
              <Field />
              <Told />
              <div class="buttons">
                <button data-do="turn-left" aria-label={T.turnLeft} onClick={() => figure.turn(-1)}>
                  ↺
                </button>
                <button
                  data-do="turn-right"
                  aria-label={T.turnRight}
                  onClick={() => figure.turn(1)}
                >
                  ↻
                </button>
                <button
                  data-do="brightest"
                  disabled={figure.placed.value === null}
                  onClick={figure.toBrightest}
                >
                  {T.brightest}
                </button>
              </div>
            </section>
            <section>
              <h3>{fill(T.maps, { angle: degrees(figure.stroke.value.angle) })}</h3>
              <Maps />
            </section>
          </div>
          <h3>{fill(T.curves, { n: figure.neuron.value })}</h3>
          <Curves />
          <Sizes />
        </>
      ) : (
        <p class="small">{T.unknown}</p>
      )}
    </div>
  );
}
