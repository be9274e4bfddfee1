import './overfit.css';
import type { RunnerState } from '../../engine/types';
import { hello } from '../../model/network';
import { count, fill, fixed, percent, texts } from '../../text/views';
import { Slider } from '../../parts/Slider';
import {
  type Contender,
  type Remedy,
  choosePreset,
  epochs,
  history,
  contenders,
  presets,
  raced,
  racing,
  start,
  stop,
  why,
} from './model';
import { RaceChart } from './RaceChart';

function ContenderForm({ at, contender }: { at: number; contender: Contender }) {
  const T = texts();
  const change = (to: Partial<Contender>): void => {
    contenders.value = contenders.value.map((l, i) => (i === at ? { ...l, ...to } : l));
    why.value = null;
  };
  const all = hello.value?.data.train ?? 60000;
  const remedies: Record<Remedy, string> = {
    none: T.overfit.noRemedy,
    decay: T.overfit.decay,
    dropout: T.overfit.dropout,
    augment: T.overfit.augment,
    patience: T.overfit.patience,
  };
  return (
    <fieldset class={`contender contender-${at}`}>
      <legend>{T.overfit.contenders[at]}</legend>
      <label>
        {T.overfit.examples}
        <select
          value={String(contender.train_size)}
          onChange={(e) => change({ train_size: Number(e.currentTarget.value) })}
        >
          {[100, 1000, 10000, 0].map((n) => (
            <option key={n} value={n} selected={n === contender.train_size}>
              {n === 0 ? `${T.overfit.all} ${count(all)}` : count(n)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {T.overfit.labels}
        <select onChange={(e) => change({ shuffle_labels: e.currentTarget.value === 'yes' })}>
          <option value="no" selected={!contender.shuffle_labels}>
            {T.overfit.trueLabels}
          </option>
          <option value="yes" selected={contender.shuffle_labels}>
            {T.overfit.shuffled}
          </option>
        </select>
      </label>
      <label>
        {T.overfit.remedy}
        <select onChange={(e) => change({ remedy: e.currentTarget.value as Remedy })}>
          {Object.entries(remedies).map(([value, text]) => (
            <option key={value} value={value} selected={value === contender.remedy}>
              {text}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  );
}

function Row({ at, runner }: { at: number; runner: RunnerState | undefined }) {
  const T = texts();
  const [, epoch, cost, accuracy, testCost, testAccuracy] = runner?.points.at(-1) ?? [];
  const share = (v: number | null | undefined): string => (v == null ? '—' : percent(v));
  const number = (v: number | null | undefined): string => (v == null ? '—' : fixed(v, 4));
  return (
    <tr class={`contender-${at}`}>
      <th scope="row">
        {T.overfit.contenders[at]}
        {runner?.stopped && (
          <span class="muted"> {fill(T.overfit.stoppedAt, { n: count(epoch ?? 0) })}</span>
        )}
        {runner?.error && <span class="muted"> {T.overfit.failed}</span>}
      </th>
      <td>{number(cost)}</td>
      <td>{number(testCost)}</td>
      <td class="gap">{cost == null || testCost == null ? '—' : fixed(testCost - cost, 4)}</td>
      <td>{share(accuracy)}</td>
      <td>{share(testAccuracy)}</td>
    </tr>
  );
}

export default function OverfitView() {
  const T = texts();
  const none = history.value.every((runner) => runner.points.length === 0);
  const names = T.overfit.contenders;
  const shown = { epochs: epochs.value, runners: history.value, names };
  return (
    <div class="overfit view">
      <p class="lead">{T.overfit.lead}</p>
      <div class="buttons presets" role="group" aria-label={T.overfit.presets}>
        <span class="muted">{T.overfit.presets}:</span>
        {presets.map((p) => (
          <button
            key={p.name}
            class="small"
            aria-pressed={contenders.value === p.contenders}
            onClick={() => choosePreset(p)}
          >
            {T.overfit[p.name]}
          </button>
        ))}
      </div>
      {why.value && <p class="ask">{T.overfit[why.value]}</p>}
      <div class="contenders">
        {contenders.value.map((contender, i) => (
          <ContenderForm key={i} at={i} contender={contender} />
        ))}
        <div class="race-start">
          <Slider
            label={T.overfit.epochs}
            value={epochs.value}
            min={5}
            max={200}
            step={5}
            shown={count(epochs.value)}
            onInput={(v) => (epochs.value = v)}
          />
          {racing.value ? (
            <button data-do="race-stop" onClick={() => stop()}>
              {T.overfit.stop}
            </button>
          ) : (
            <button class="primary" data-do="race" onClick={() => start()}>
              {T.overfit.start}
            </button>
          )}
        </div>
      </div>
      <div class="race-charts">
        {none && <p class="plot-empty">{T.overfit.idle}</p>}
        <RaceChart kind="cost" {...shown} />
        <RaceChart kind="accuracy" {...shown} />
      </div>
      <table class="race-table" aria-live="off">
        <thead>
          <tr>
            <td />
            <th scope="col">
              {T.overfit.cost}, {T.overfit.seen}
            </th>
            <th scope="col">{T.overfit.unseen}</th>
            <th scope="col">{T.overfit.gap}</th>
            <th scope="col">
              {T.overfit.accuracy}, {T.overfit.seen}
            </th>
            <th scope="col">{T.overfit.unseen}</th>
          </tr>
        </thead>
        <tbody>
          {(raced.value.length > 0 ? raced.value : contenders.value).map((_, i) => (
            <Row key={i} at={i} runner={history.value[i]} />
          ))}
        </tbody>
      </table>
      <p class="small">{T.overfit.batches}</p>
    </div>
  );
}
