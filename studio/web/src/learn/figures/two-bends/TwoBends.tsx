// Chapter 2: one sum through two bends; the activation that comes of it, and the slope there.
import './TwoBends.css';
import '../live.css';
import { arrowOf } from '../../../draw/pointer';
import { Slider } from '../../../parts/Slider';
import { fill, fixed, texts } from '../../../text/learn';
import { type Dot, bentBy, more, slopeOf } from './bends';
import { Plot } from './Plot';
import * as figure from './state';

/** Left and right; with Shift by a tenth. */
function pressed(event: KeyboardEvent): void {
  const arrow = arrowOf(event.key);
  if (!arrow || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  figure.move((arrow[0] - arrow[1]) * (event.shiftKey ? 0.1 : 0.5));
}

function Sum() {
  const T = texts().learnRoom.bend.two;
  return (
    <div onKeyDown={pressed}>
      <Slider
        label={T.sum}
        name="bend-sum"
        value={figure.z.value}
        min={-figure.reach}
        max={figure.reach}
        step={0.01}
        shown={fixed(figure.z.value)}
        onInput={figure.setSum}
      />
    </div>
  );
}

function Table() {
  const T = texts().learnRoom.bend.two;
  const names = texts().settings.values.activation;
  const z = figure.z.value;
  return (
    <table class="bend-table">
      <thead>
        <tr>
          <th scope="col">{T.bend}</th>
          <th scope="col">{T.activation}</th>
          <th scope="col">{T.slope}</th>
        </tr>
      </thead>
      <tbody>
        {figure.shown.value.map((bend) => {
          const [a, slope] = [bentBy(bend, z), slopeOf(bend, z)];
          return (
            <tr key={bend} data-bend={bend} data-a={a} data-slope={slope}>
              <th scope="row">
                <svg class={`bend-swatch bend-curve is-${bend}`} viewBox="0 0 30 8">
                  <polyline points="0,4 30,4" />
                </svg>
                {names[bend]}
              </th>
              <td>{fixed(a, 3)}</td>
              <td>
                <strong>{fixed(slope, 3)}</strong>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** What the slopes here mean for learning. */
function Told() {
  const T = texts().learnRoom.bend.two;
  const z = figure.z.value;
  const sigmoid = slopeOf('sigmoid', z);
  const words = z === 0 ? T.corner : z < 0 ? T.silent : sigmoid < 0.05 ? T.sure : T.listens;
  return (
    <p class="small bend-told" aria-live="polite">
      {words}
    </p>
  );
}

function Mine() {
  const T = texts().learnRoom.bend.two;
  const mine = figure.mine.value;
  if (!mine) return <p class="small">{T.nothing}</p>;
  const numbers = ({ neuron, z, a, slope }: Dot): string =>
    fill(Math.abs(z) > figure.reach ? T.beyond : T.neuron, {
      n: neuron,
      z: fixed(z),
      a: fixed(a, 3),
      slope: fixed(slope, 3),
    });
  const chosen = figure.chosen.value;
  return (
    <>
      <p class="small">{T.mine}</p>
      <div class="bend-neurons" role="group" aria-label={T.mine}>
        {mine.dots.map((dot) => (
          <button
            key={dot.neuron}
            data-dot={dot.neuron}
            data-slope={dot.slope}
            aria-pressed={figure.neuron.value === dot.neuron}
            onClick={() => figure.choose(dot.neuron)}
          >
            {dot.neuron}
            <span class="bend-slope">{fixed(dot.slope)}</span>
            <span class="hidden-text">{numbers(dot)}</span>
          </button>
        ))}
      </div>
      <p class="small bend-told" aria-live="polite">{chosen && numbers(chosen)}</p>
    </>
  );
}

export default function TwoBends() {
  const T = texts().learnRoom.bend.two;
  const names = texts().settings.values.activation;
  return (
    <div class="live two-bends" data-test="two-bends">
      <h2>{T.title}</h2>
      <p class="small">{T.about}</p>
      <Plot />
      <Sum />
      <Table />
      <Told />
      <Mine />
      <div class="buttons">
        {more.map((bend) => (
          <button
            key={bend}
            data-add={bend}
            aria-pressed={figure.shown.value.includes(bend)}
            onClick={() => figure.toggle(bend)}
          >
            + {names[bend]}
          </button>
        ))}
      </div>
    </div>
  );
}
