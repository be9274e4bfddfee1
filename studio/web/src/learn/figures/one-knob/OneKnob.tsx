// Chapter 3: one weight of a matrix, its row, its column, and all that moves with it.
import '../live.css';
import './OneKnob.css';
import { useEffect } from 'preact/hooks';
import { css, mix, paletteOf } from '../../../draw/palette';
import { answered } from '../../../parts/CostTable';
import { Slider } from '../../../parts/Slider';
import { chooseTest, testImage } from '../../../model/input';
import { hello } from '../../../model/network';
import { theme } from '../../../model/settings';
import { count, fill, fixed, percent, signed, texts } from '../../../text/learn';
import type { Turn, Turned } from './knob';
import { Matrix } from './Matrix';
import * as figure from './state';

/** of which the chapter tells */
const image = 30;
const parts = ['weight', 'light', 'vote', 'sum', 'activation'] as const;

/** The numbers of the chosen weight, before and after. */
function Numbers({ was, now }: Turned) {
  const T = texts().learnRoom.matrix.knob;
  const { l, row, column } = figure.knob.value;
  const bend = figure.moment.value?.net.layers[l - 1].activation === 'sigmoid' ? 'σ' : 'f';
  const line = (name: 'was' | 'now', turn: Turn) => (
    <tr data-turn={name} data-values={parts.map((part) => turn[part]).join(' ')}>
      <th scope="row">{T[name]}</th>
      {parts.map((part) => (
        <td key={part} class={turn[part] !== was[part] ? 'accent-text' : ''}>
          {fixed(turn[part], 3)}
        </td>
      ))}
    </tr>
  );
  return (
    <table class="knob-numbers">
      <thead>
        <tr>
          <td />
          <th scope="col">
            w<sub>{`${row},${column}`}</sub>
          </th>
          <th scope="col">
            a<sub>{column}</sub>
          </th>
          <th scope="col">w · a</th>
          <th scope="col">
            z<sub>{row}</sub>
          </th>
          <th scope="col">
            {bend}(z<sub>{row}</sub>)
          </th>
        </tr>
      </thead>
      <tbody>
        {line('was', was)}
        {line('now', now)}
      </tbody>
    </table>
  );
}

/** less than this is rounding */
const still = 1e-12;

/** Lamps of a layer, and under each which way it has moved. */
function Lamps({ was, now, names }: { was: number[]; now: number[]; names: string[] }) {
  const palette = paletteOf(theme.value);
  const most = Math.max(...was.map((a, n) => Math.abs(now[n] - a)), still);
  return (
    <div class="layer-lamps" aria-hidden="true">
      {now.map((a, n) => {
        const by = now[n] - was[n];
        const light = css(mix(palette.off, palette.on, Math.max(0, Math.min(1, a))));
        return (
          <span key={n} class="layer-lamp">
            <span class="layer-light" style={{ background: light }} />
            <span
              class={`knob-moved ${by < 0 ? 'minus' : 'plus'}`}
              style={{ height: `${Math.abs(by) > still ? 2 + (10 * Math.abs(by)) / most : 0}px` }}
            />
            <span class="layer-lamp-name">{names[n]}</span>
          </span>
        );
      })}
    </div>
  );
}

function Behind({ layers }: Turned) {
  const T = texts().learnRoom.matrix.knob;
  const classes = hello.value?.data.classes ?? [];
  const { l } = figure.knob.value;
  const end = layers.length - 1;
  const namesOf = (k: number, width: number): string[] =>
    Array.from({ length: width }, (_, n) => (k === end ? (classes[n] ?? String(n)) : String(n)));
  return (
    <div class="knob-behind">
      {layers.map(({ was, now }, k) => {
        const moves = was.filter((a, n) => Math.abs(now[n] - a) > still).length;
        const name = k === end ? T.answers : fill(T.layer, { n: l + k });
        return (
          <div key={k} data-layer={l + k} data-moves={moves}>
            <p class="small">{`${name}: ${fill(T.moves, { n: moves, all: now.length })}`}</p>
            {now.length <= 32 && <Lamps was={was} now={now} names={namesOf(k, now.length)} />}
          </div>
        );
      })}
    </div>
  );
}

function Told({ was, layers, now }: Turned) {
  const T = texts().learnRoom.matrix.knob;
  const classes = hello.value?.data.classes ?? [];
  const ends = layers.at(-1)!;
  const by = ends.now.map((a, n) => a - ends.was[n]);
  const most = answered(by.map(Math.abs));
  const test = figure.test.value;
  const told =
    now.weight === was.weight
      ? T.turn
      : Math.abs(by[most]) <= still
        ? T.nothing
        : fill(T.answer, { name: classes[most] ?? most, by: signed(by[most], 4) });
  return (
    <div class="knob-told" aria-live="polite">
      <p data-test="knob-told">{told}</p>
      <p class="small" data-test="knob-test">
        {test &&
          fill(T.test, { was: percent(test.was.accuracy, 2), now: percent(test.now.accuracy, 2) })}
      </p>
    </div>
  );
}

function Layers() {
  const T = texts().learnRoom.matrix.knob;
  const { l } = figure.knob.value;
  return (
    <div class="segmented knob-layers" role="group" aria-label={T.which}>
      {figure.moment.value?.net.layers.map(({ inputs, width }, i) => (
        <button
          key={i}
          data-matrix={i + 1}
          aria-pressed={l === i + 1}
          onClick={() => figure.chooseLayer(i + 1)}
        >
          {`${count(inputs)} → ${count(width)}`}
        </button>
      ))}
    </div>
  );
}

export default function OneKnob() {
  const T = texts().learnRoom.matrix.knob;
  useEffect(figure.follow, []);
  const [at, turned] = [figure.moment.value, figure.turned.value];
  const { l, row, column } = figure.knob.value;
  return (
    <div class="live one-knob" data-test="one-knob">
      <h2>{T.title}</h2>
      <Layers />
      {figure.unknown.value && <p class="small">{T.unknown}</p>}
      {!at && !figure.unknown.value && <p class="small">{texts().learnRoom.waiting}</p>}
      {at && turned && (
        <>
          <p class="small">{fill(l === 1 ? T.aboutFirst : T.about, { row, column })}</p>
          <Matrix at={at} />
          <Slider
            label={fill(T.knob, { row, column })}
            name="knob"
            value={figure.now.value}
            min={figure.was.value - figure.reach}
            max={figure.was.value + figure.reach}
            step={0.01}
            shown={fixed(figure.now.value)}
            onInput={figure.turnTo}
          />
          <Numbers {...turned} />
          <Told {...turned} />
          <Behind {...turned} />
          <div class="buttons">
            <button
              data-do="knob-back"
              disabled={figure.weight.value === null}
              onClick={figure.back}
            >
              {T.back}
            </button>
            <button data-do="knob-three" onClick={() => void chooseTest(testImage(image))}>
              {fill(texts().learnRoom.sum.three, { n: image })}
            </button>
          </div>
        </>
      )}
    </div>
  );
}
