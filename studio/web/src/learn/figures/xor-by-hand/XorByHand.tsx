// Chapter 2: XOR with two hidden neurons and nine knobs, by hand.
import './XorByHand.css';
import '../live.css';
import { fill, fixed, texts } from '../../../text/learn';
import { Answer } from '../small-network/Answer';
import { Diagram } from '../small-network/Diagram';
import type { Knob } from '../small-network/network';
import * as figure from './state';

const nameOf = (layer: number, neuron: number): string => {
  const T = texts().learnRoom.bend.xor;
  return layer === 1 ? T.answer : T.neurons[neuron];
};

function KnobField({ knob, label }: { knob: Knob; label: string }) {
  const value = figure.knobAt(knob);
  return (
    <label class="xor-knob">
      <span>{label}</span>
      <input
        type="number"
        name={`xor-${knob.layer}-${knob.neuron}-${knob.input ?? 'b'}`}
        min={-figure.most}
        max={figure.most}
        step={0.1}
        value={Math.round(value * 1000) / 1000}
        aria-label={`${nameOf(knob.layer, knob.neuron)}: ${label}`}
        onInput={(event) => figure.turn(knob, event.currentTarget.valueAsNumber)}
      />
    </label>
  );
}

/** The knobs, a row for each neuron. */
function Knobs() {
  const T = texts().learnRoom.bend.xor;
  const alone = figure.isAlone.value;
  const rows = alone ? [[0, 0], [1, 0]] : [[0, 0], [0, 1], [1, 0]];
  const labelOf = ({ layer, input }: Knob): string =>
    input === null ? T.bias : `× ${layer === 0 ? 'xy'[input] : T.neurons[input]}`;
  return (
    <div class="xor-knobs">
      {rows.map(([layer, neuron]) => (
        <fieldset key={`${layer}/${neuron}`}>
          <legend>{nameOf(layer, neuron)}</legend>
          {figure.knobs.value
            .filter((knob) => knob.layer === layer && knob.neuron === neuron)
            .map((knob) => (
              <KnobField key={knob.input ?? 'bias'} knob={knob} label={labelOf(knob)} />
            ))}
        </fieldset>
      ))}
    </div>
  );
}

/** The four corners through the network, as in the chapter. */
function Table() {
  const T = texts().learnRoom.bend.xor;
  const network = figure.network.value;
  return (
    <table class="xor-table">
      <thead>
        <tr>
          <th scope="col">{T.point}</th>
          {network[0].bias.map((_, n) => (
            <th key={n} scope="col">
              {T.neurons[n]}
            </th>
          ))}
          <th scope="col">{T.answer}</th>
          <th scope="col">{T.wanted}</th>
        </tr>
      </thead>
      <tbody>
        {figure.corners.map(({ x, y, label }) => {
          const all = figure.followed(network, x, y);
          const answer = all[all.length - 1];
          const good = label === 1 ? answer > 0 : answer < 0;
          return (
            <tr key={`${x}${y}`} data-corner={`${x}${y}`} data-answer={answer}>
              <th scope="row">{`(${x}, ${y})`}</th>
              {all.map((v, i) => (
                <td key={i}>{fixed(v)}</td>
              ))}
              <td class={good ? 'xor-good' : ''}>
                {label === 1 ? '> 0' : '< 0'} {good ? '✓' : '✗'}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Count() {
  const T = texts().learnRoom.bend.xor;
  const { points, clouds } = figure.right.value;
  const all = figure.points.labels.length;
  return (
    <p
      class={`agreement ${points === all ? 'is-true' : ''}`}
      role="status"
      data-test="xor-right"
      data-points={points}
      data-clouds={clouds}
    >
      {fill(T.right, { n: points, all, clouds })} {figure.isAlone.value && T.three}
    </p>
  );
}

export default function XorByHand() {
  const T = texts().learnRoom.bend.xor;
  const alone = figure.isAlone.value;
  return (
    <div class="live xor" data-test="xor">
      <h2>{alone ? T.aloneTitle : T.title}</h2>
      <p class="small">{T.about}</p>
      <div class="xor-top">
        <div>
          <Diagram
            network={figure.network}
            bend={() => 'relu'}
            window={figure.window}
            turn={figure.turn}
            nameOf={nameOf}
            most={figure.most}
          />
        </div>
        <Answer
          name="xor"
          label={T.plane}
          network={() => figure.network.value}
          bend={() => 'relu'}
          points={figure.pointsShown}
          window={figure.window}
        />
      </div>
      <Count />
      <div class="buttons">
        <button data-do="xor-blank" onClick={() => figure.show(figure.blank)}>
          {T.blank}
        </button>
        <button data-do="xor-show" onClick={() => figure.show(figure.solution)}>
          {T.show}
        </button>
        <button
          data-do="xor-alone"
          aria-pressed={alone}
          onClick={() => figure.show(alone ? figure.blank : figure.alone)}
        >
          {T.takeAway}
        </button>
      </div>
      <Knobs />
      <Table />
      <p class="small">{T.own}</p>
    </div>
  );
}
