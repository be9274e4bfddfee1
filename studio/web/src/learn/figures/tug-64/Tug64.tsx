// Chapter 7: 64 images pull one weight, each its own way.
import '../live.css';
import './Tug64.css';
import { useEffect } from 'preact/hooks';
import { css, mix, paletteOf } from '../../../draw/palette';
import { hello, net } from '../../../model/network';
import { theme } from '../../../model/settings';
import { DigitImage } from '../../../parts/DigitImage';
import { Slider } from '../../../parts/Slider';
import { brief, chosen, fill, fixed, signed, texts } from '../../../text/learn';
import { Side } from './Side';
import * as figure from './state';

const classes = (): string[] => hello.value?.data.classes ?? [];
const nameOf = (label: number): string => classes()[label] ?? String(label);

function Which() {
  const T = texts();
  const choices = ['newborn', 'taught', 'both'] as const;
  return (
    <div class="segmented tug-which" role="group" aria-label={T.time.which}>
      {choices.map((which) => (
        <button
          key={which}
          data-which={which}
          data-still={which === 'both' ? '' : undefined}
          aria-pressed={figure.show.value === which}
          onClick={() => (figure.show.value = which)}
        >
          {which === 'both' ? T.learnRoom.tug.both : T.time[which]}
        </button>
      ))}
    </div>
  );
}

/** Who pulls, how many, how hard, and where the step goes. */
function Sums({ tug }: { tug: figure.Tug }) {
  const T = texts().learnRoom.tug;
  const { up, down, mean, earnest } = tug.rope;
  const row = (name: 'up' | 'down', { count, sum }: typeof up) => (
    <tr data-side={name} data-values={`${count} ${sum}`}>
      <th scope="row" class={name === 'up' ? 'is-plus' : 'is-minus'}>
        {T[name]}
      </th>
      <td>{count}</td>
      <td>{count > 0 ? fixed(sum / count, 3) : '—'}</td>
      <td>{fixed(sum)}</td>
    </tr>
  );
  const step = -figure.rate.value * mean;
  return (
    <div class="tug-sums" data-sums={tug.which} data-mean={mean} data-weight={tug.weight}>
      <table class="race-ends">
        <thead>
          <tr>
            <th scope="col">{T.who}</th>
            <th scope="col">{T.count}</th>
            <th scope="col">{T.each}</th>
            <th scope="col">{T.together}</th>
          </tr>
        </thead>
        <tbody>
          {row('up', up)}
          {row('down', down)}
        </tbody>
      </table>
      <p class="small">
        {fill(T.step, {
          mean: fixed(mean, 4),
          rate: chosen(figure.rate.value),
          by: signed(step, 3),
          from: fixed(tug.weight, 3),
          to: fixed(tug.weight + step, 3),
        })}{' '}
        {fill(T.earnest, { n: earnest })}
      </p>
    </div>
  );
}

function Lamps({ tug }: { tug: figure.Tug }) {
  const T = texts();
  const palette = paletteOf(theme.value);
  const { outputs, force } = tug.pulls[figure.chosen.value];
  const pulls = force > 0 ? T.learnRoom.tug.pullsUp : T.learnRoom.tug.pullsDown;
  const words = Math.abs(force) < 5e-4 ? T.learnRoom.tug.hardly : pulls;
  return (
    <div class="tug-told" data-force={force}>
      <p>
        {`${T.time[tug.which]}: `}
        {fill(words, { force: brief(Math.abs(force)) })}
      </p>
      <div class="tug-lamps">
        {outputs.map((a, n) => (
          <span key={n}>
            <span
              class="tug-light"
              style={{ background: css(mix(palette.off, palette.on, Math.min(1, Math.max(0, a)))) }}
            />
            <span class="tug-name">{nameOf(n)}</span>
            <span class="tug-value">{fixed(a)}</span>
          </span>
        ))}
      </div>
    </div>
  );
}

/** The chosen image: what it answers, how it pulls, and what can be done with it. */
function Example() {
  const T = texts().learnRoom.tug;
  const of = figure.examples.value;
  if (!of) return null;
  const at = figure.chosen.value;
  const label = figure.turned.value.get(at) ?? of.labels[at];
  return (
    <div class="tug-example">
      <DigitImage pixels={of.pixels} at={at} />
      <div class="tug-words">
        <div class="tug-do">
          <strong>{fill(T.image, { n: of.from + at })}</strong>
          <label class="small">
            {T.label}
            <select
              name="tug-label"
              value={label}
              onChange={(event) => figure.turnLabel(at, Number(event.currentTarget.value))}
            >
              {classes().map((name, n) => (
                <option key={n} value={n} selected={n === label}>
                  {n === of.labels[at] ? fill(T.true, { name }) : name}
                </option>
              ))}
            </select>
          </label>
          <button
            data-do="tug-let-go"
            aria-pressed={figure.letGo.value.has(at)}
            onClick={() => figure.toggle(at)}
          >
            {T.letGo}
          </button>
        </div>
        <div aria-live="polite">
          {figure.tugs.value.map((tug) => (
            <Lamps key={tug.which} tug={tug} />
          ))}
        </div>
      </div>
    </div>
  );
}

function Weight() {
  const T = texts().learnRoom.tug;
  const { l, row, column } = figure.knob.value;
  const layers = net.value?.layers ?? [];
  const layer = layers[l - 1];
  if (!layer) return null;
  const end = l === layers.length;
  return (
    <details class="tug-weight">
      <summary>
        {fill(end ? T.weight : T.inner, { from: column, to: end ? nameOf(row) : row, layer: l })}
      </summary>
      <div class="segmented" role="group" aria-label={T.layer}>
        {layers.map((_, i) => (
          <button
            key={i}
            data-layer={i + 1}
            aria-pressed={l === i + 1}
            onClick={() => figure.choose({ l: i + 1 })}
          >
            {i + 1 === layers.length ? T.outputs : fill(T.hidden, { n: i + 1 })}
          </button>
        ))}
      </div>
      <Slider
        label={l === 1 ? T.pixel : T.from}
        name="tug-from"
        value={column}
        min={0}
        max={layer.inputs - 1}
        step={1}
        shown={String(column)}
        onInput={(to) => figure.choose({ column: to })}
      />
      <Slider
        label={end ? T.toLamp : T.to}
        name="tug-to"
        value={row}
        min={0}
        max={layer.width - 1}
        step={1}
        shown={end ? nameOf(row) : String(row)}
        onInput={(to) => figure.choose({ row: to })}
      />
    </details>
  );
}

export default function Tug64() {
  const T = texts();
  const R = T.learnRoom.tug;
  useEffect(figure.follow, []);
  const tugs = figure.tugs.value;
  const most = Math.max(
    1e-9,
    ...tugs.flatMap(({ pulls }) => pulls.map(({ force }) => Math.abs(force))),
  );
  const said = figure.engine.value;
  return (
    <div class="live tug-64" data-test="tug-64" data-engine={said?.mean ?? ''}>
      <h2>{R.title}</h2>
      <p class="small">{R.about}</p>
      <Which />
      {figure.unknown.value && <p class="small">{R.unknown}</p>}
      {tugs.length === 0 && !figure.unknown.value && <p class="small">{T.learnRoom.waiting}</p>}
      {tugs.map((tug) => (
        <section key={tug.which}>
          {tugs.length > 1 && <h3>{T.time[tug.which]}</h3>}
          <Side tug={tug} most={most} />
          <Sums tug={tug} />
        </section>
      ))}
      {tugs.length > 0 && (
        <>
          <div class="buttons">
            <button class="primary" data-do="tug-step" onClick={figure.takeStep}>
              {R.take}
            </button>
            <button data-do="tug-back" disabled={!figure.changed.value} onClick={figure.back}>
              {R.back}
            </button>
            <button data-do="tug-others" onClick={figure.others}>
              {R.others}
            </button>
          </div>
          <Example />
          <Weight />
          <p class="small" data-test="tug-engine">
            {said && fill(R.engine, { which: T.time[said.which], mean: fixed(said.mean, 4) })}
          </p>
        </>
      )}
    </div>
  );
}
