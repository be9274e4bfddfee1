// Chapter 2: three layers and the one that their matrices multiply to, side by side over the plane.
import './ThreeBecomeOne.css';
import '../live.css';
import { useEffect } from 'preact/hooks';
import { brief, fill, fixed, texts } from '../../../text/learn';
import { number } from '../chain/Factors';
import { Answer } from '../small-network/Answer';
import { Diagram } from '../small-network/Diagram';
import type { Layer } from '../small-network/network';
import * as figure from './state';

const line = (): readonly [number, number, number] => {
  const [{ weights, bias }] = figure.one.value;
  return [weights[0][0], weights[0][1], bias[0]];
};

function Planes() {
  const T = texts().learnRoom.bend.melt;
  const { three, one } = figure.right.value;
  const all = figure.points.value.labels.length;
  const common = { points: figure.points, window: figure.window };
  return (
    <div class="melt-planes">
      <div>
        <h3>{T.three}</h3>
        <Answer
          {...common}
          name="three"
          label={fill(T.plane, { name: T.three })}
          network={() => figure.network.value}
          bend={() => figure.bend.value}
          line={line}
        />
        <p class="small" data-test="right-three" data-value={three}>
          {fill(T.right, { n: three, all })}
        </p>
      </div>
      <div>
        <h3>{T.one}</h3>
        <Answer
          {...common}
          name="one"
          label={fill(T.plane, { name: T.one })}
          network={() => figure.one.value}
          bend={() => 'identity'}
        />
        <p class="small" data-test="right-one" data-value={one}>
          {fill(T.right, { n: one, all })}
        </p>
      </div>
    </div>
  );
}

/** Which bend, and what the same knobs draw with each. */
function Bends() {
  const T = texts().learnRoom.bend.melt;
  const names = texts().settings.values.activation;
  return (
    <div class="melt-bends" role="group" aria-label={T.which}>
      <h3>{T.which}</h3>
      {figure.bends.map((bend) => (
        <button
          key={bend}
          data-use={bend}
          aria-pressed={figure.bend.value === bend}
          onClick={() => figure.takeBend(bend)}
        >
          <span aria-hidden="true">
            <Answer
              name={`with-${bend}`}
              label=""
              points={figure.points}
              window={figure.window}
              network={() => figure.network.value}
              bend={() => bend}
              side={40}
            />
          </span>
          {bend === 'identity' ? T.none : names[bend]}
        </button>
      ))}
    </div>
  );
}

function Told() {
  const T = texts().learnRoom.bend.melt;
  const apart = figure.apart.value;
  const straight = figure.bend.value === 'identity';
  return (
    <p
      class={`agreement ${straight ? 'is-true' : ''}`}
      data-test="melt-told"
      data-apart={apart}
    >
      <span role="status">{straight ? T.same : T.leaves}</span>{' '}
      <span class="small">{fill(T.apart, { apart: brief(apart) })}</span>
    </p>
  );
}

function Matrix({ of: { weights } }: { of: Layer }) {
  return (
    <table class="melt-matrix">
      <tbody>
        {weights.map((row, n) => (
          <tr key={n}>
            {row.map((w, k) => (
              <td key={k}>{fixed(w, 1)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Matrices() {
  const T = texts().learnRoom.bend.melt;
  const [first, second, third] = figure.network.value;
  const [one] = figure.one.value;
  const [w1, w2, b] = line();
  const plus = (v: number): string => `${v < 0 ? '−' : '+'} ${number(Math.abs(v))}`;
  return (
    <>
      <p class="small melt-which">
        {figure.bend.value === 'identity' ? T.product : T.productOnly}
      </p>
      <div class="melt-product" role="group" aria-label={T.product}>
        <Matrix of={third} /> · <Matrix of={second} /> · <Matrix of={first} /> ={' '}
        <Matrix of={one} />
      </div>
      <p class="small" data-test="melt-line">
        {T.line} {number(w1)}·x {plus(w2)}·y {plus(b)} = 0
      </p>
    </>
  );
}

export default function ThreeBecomeOne() {
  const T = texts().learnRoom.bend.melt;
  useEffect(() => figure.stop, []);
  const nameOf = (layer: number, neuron: number): string =>
    layer === 2 ? T.answer : fill(T.neuron, { n: neuron + 1, layer: layer + 1 });
  return (
    <div class="live melt" data-test="melt">
      <h2>{T.title}</h2>
      <p class="small">{T.about}</p>
      <div class="melt-top">
        <Planes />
        <Bends />
      </div>
      <Told />
      <Diagram
        network={figure.network}
        bend={() => figure.bend.value}
        window={figure.window}
        turn={figure.turn}
        nameOf={nameOf}
        most={20}
      />
      <div class="buttons">
        {figure.shapes.map((shape) => (
          <button
            key={shape}
            data-learns={shape}
            aria-pressed={figure.shape.value === shape}
            onClick={() => figure.learn(shape)}
          >
            {T.learn[shape]}
          </button>
        ))}
        <button data-do="melt-over" onClick={figure.startOver}>
          {T.over}
        </button>
      </div>
      <Matrices />
      <p class="small">{T.own}</p>
    </div>
  );
}
