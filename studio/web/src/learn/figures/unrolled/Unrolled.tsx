// Chapter 12: a memory of one number, unrolled through time. The page computes it.
import '../live.css';
import './Unrolled.css';
import { Slider } from '../../../parts/Slider';
import { fill, plural, texts } from '../../../text/learn';
import { above, fewest, half, mostFrames } from './memory';
import { Rows, say } from './Rows';
import * as figure from './state';

/** The formula of the frame that is looked at, with its numbers. */
function Formula() {
  const { u, w, b, bends } = figure.unit.value;
  const t = figure.frame.value;
  const { h } = figure.ran.value;
  const bracketed = (v: number): string => (v < 0 ? `(${say(v)})` : say(v));
  const sum = `${say(u)}·${bracketed(figure.x.value[t])} + ${bracketed(w)}·${bracketed(
    t > 0 ? h[t - 1] : 0,
  )} + ${bracketed(b)}`;
  return (
    <p class="unrolled-formula">
      h<sub>{t + 1}</sub> = {bends ? `tanh(${sum})` : sum} = <strong>{say(h[t])}</strong>
    </p>
  );
}

function Told() {
  const T = texts().learnRoom.speech.unrolled;
  const t = figure.frame.value;
  const left = figure.left.value[t];
  const slope = figure.slopes.value[0];
  return (
    <div
      class="unrolled-told"
      role="status"
      data-test="unrolled-told"
      data-left={left}
      data-slope={slope}
    >
      <Formula />
      <p class="small">
        {fill(T.left, { n: t + 1, left: say(left) })}{' '}
        {fill(T.slope, { n: figure.frames.value, slope: say(slope) })}
      </p>
    </div>
  );
}

const knobs = [
  ['w', 2],
  ['u', 2],
  ['b', 1],
] as const;

export default function Unrolled() {
  const T = texts().learnRoom.speech.unrolled;
  const unit = figure.unit.value;
  return (
    <div class="live unrolled" data-test="unrolled">
      <h2>{T.title}</h2>
      <Rows />
      <p class="small">{T.dashed}</p>
      <Told />
      <div class="unrolled-knobs">
        {knobs.map(([name, reach]) => (
          <Slider
            key={name}
            name={`unrolled-${name}`}
            label={T.knobs[name]}
            value={unit[name]}
            min={-reach}
            max={reach}
            step={0.05}
            shown={say(unit[name])}
            onInput={(value) => figure.turn({ [name]: Math.round(value * 100) / 100 + 0 })}
          />
        ))}
        <Slider
          name="unrolled-frames"
          label={T.frames}
          value={figure.frames.value}
          min={fewest}
          max={mostFrames}
          step={1}
          shown={plural(figure.frames.value, T.frameForms)}
          onInput={figure.putFrames}
        />
      </div>
      <div class="buttons">
        <button
          data-do="unrolled-tanh"
          aria-pressed={unit.bends}
          onClick={() => figure.turn({ bends: !unit.bends })}
        >
          tanh
        </button>
        {[half, above].map((preset) => (
          <button
            key={preset.w}
            data-preset={preset.w}
            aria-pressed={figure.isTaken(preset)}
            onClick={() => figure.take(preset)}
          >
            {fill(preset.bends ? T.bent : T.straight, { w: say(preset.w) })}
          </button>
        ))}
      </div>
    </div>
  );
}
