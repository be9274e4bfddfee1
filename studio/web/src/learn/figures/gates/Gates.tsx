// Chapter 12: what the gates of an LSTM do with a word, and the formulas of one unit at one frame.
import '../live.css';
import './Gates.css';
import { useEffect } from 'preact/hooks';
import { chosen, count, fill, fixed, signed, texts } from '../../../text/learn';
import { Units } from '../../../views/speech/SpeechView';
import { Axis, GateTracks, SoundTracks } from '../../../views/speech/Tracks';
import { symbols } from '../../../views/speech/draw';
import { secondsOf } from '../../../views/speech/model';
import { Word } from '../heard-word/Word';
import { gated } from '../heard-word/word';
import * as figure from './state';
import { type Gate, type Vote, gateNames, heaviest, total } from './sums';

type Shown = NonNullable<typeof figure.shown.value>;

const listed = 5;
const bend = (gate: Gate): string => (gate === 'cell_candidate' ? 'tanh' : 'σ');

function Sums({ shown }: { shown: Shown }) {
  const T = texts().learnRoom.gates;
  return (
    <table class="race-ends gate-sums">
      <thead>
        <tr>
          <td />
          <th scope="col">{T.frame}</th>
          <th scope="col">{T.before}</th>
          <th scope="col">{T.bias}</th>
          <th scope="col">z</th>
          <th scope="col">{T.open}</th>
        </tr>
      </thead>
      <tbody>
        {gateNames.map((gate) => {
          const sum = shown.sums[gate];
          return (
            <tr key={gate} data-gate-sum={gate} data-z={sum.z} data-open={shown.open[gate]}>
              <th scope="row">
                <button
                  class="small"
                  data-gate={gate}
                  aria-label={texts().speech.slotNames[gate]}
                  aria-pressed={figure.gate.value === gate}
                  onClick={() => (figure.gate.value = gate)}
                >
                  <b>{symbols[gate]}</b>
                </button>
              </th>
              <td>{signed(total(sum.frame))}</td>
              <td>{signed(total(sum.before))}</td>
              <td>{signed(sum.bias)}</td>
              <td>{signed(sum.z)}</td>
              <td>
                {bend(gate)} = <strong>{fixed(shown.open[gate])}</strong>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function voter({ of, which }: Vote): string {
  const T = texts().learnRoom.gates;
  return fill(of === 'frame' ? T.band : T.unit, { n: count(which + 1) });
}

function Votes({ shown }: { shown: Shown }) {
  const T = texts().learnRoom.gates;
  const gate = figure.gate.value;
  const { votes, rest } = heaviest(shown.sums[gate], listed);
  const parts = votes.map((vote) => `${voter(vote)} ${signed(vote.value)}`);
  return (
    <p class="small">
      {fill(T.heaviest, { gate: symbols[gate] })} {parts.join(', ')}; {T.rest} {signed(rest)}.
    </p>
  );
}

/** The formulas of the chapter with the numbers of this frame. */
function Formulas({ shown }: { shown: Shown }) {
  const T = texts().learnRoom.gates;
  const { open, before, cell, said, engine } = shown;
  const apart = Math.max(Math.abs(cell - engine.cell), Math.abs(said - engine.said));
  return (
    <>
      <p class="gate-formula">
        c = f · c₀ + i · g = {fixed(open.forget_gate)} · {signed(before)} +{' '}
        {fixed(open.input_gate)} · {signed(open.cell_candidate)} = <strong>{signed(cell)}</strong>
      </p>
      <p class="gate-formula">
        h = o · tanh c = {fixed(open.output_gate)} · {signed(Math.tanh(cell))} ={' '}
        <strong>{signed(said)}</strong>
      </p>
      <p
        class={`agreement ${apart < 1e-4 ? 'is-true' : ''}`}
        data-test="gates-agree"
        data-apart={apart}
      >
        {fill(apart < 1e-4 ? T.agrees : T.apart, {
          cell: signed(engine.cell, 4),
          said: signed(engine.said, 4),
        })}
      </p>
    </>
  );
}

function Unit() {
  const T = texts().learnRoom.gates;
  const h = gated.value;
  const { unit, frame } = figure.place.value;
  const shown = figure.shown.value;
  if (!h) return null;
  return (
    <section class="gate-unit" aria-live="polite" data-test="gate-unit" aria-busy={!shown}>
      <h3>
        {fill(T.at, { n: count(unit + 1), frame: count(frame + 1) })}{' '}
        <span class="small">
          {fill(texts().speech.at, { n: chosen(secondsOf(h, frame)) })}
        </span>
      </h3>
      {shown && (
        <>
          <Sums shown={shown} />
          <Votes shown={shown} />
          <Formulas shown={shown} />
        </>
      )}
    </section>
  );
}

export default function Gates() {
  const T = texts().learnRoom.gates;
  useEffect(figure.follow, []);
  return (
    <div class="live speech gates" data-test="gates">
      <h2>{T.title}</h2>
      <Word />
      {gated.value && (
        <>
          <div class="speech-tracks">
            <SoundTracks brief />
            <Units />
            <GateTracks high={28} />
            <Axis />
          </div>
          <Unit />
        </>
      )}
    </div>
  );
}
