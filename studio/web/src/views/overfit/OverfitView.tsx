import type { RunnerState } from '../../engine/types';
import { hello } from '../../model/network';
import { count, fixed, percent, texts } from '../../text';
import { Slider } from '../../parts/Slider';
import { type Lane, type Remedy, epochs, history, lanes, presets, raced, racing, start, stop, why } from './model';
import { RaceChart } from './RaceChart';

function LaneForm({ at, lane }: { at: number; lane: Lane }) {
  const T = texts();
  const change = (to: Partial<Lane>): void => {
    lanes.value = lanes.value.map((l, i) => (i === at ? { ...l, ...to } : l));
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
    <fieldset class={`lane lane-${at}`}>
      <legend>{T.overfit.lanes[at]}</legend>
      <label>
        {T.overfit.examples}
        <select value={String(lane.trainSize)} onChange={(e) => change({ trainSize: Number(e.currentTarget.value) })}>
          {[100, 1000, 10000, 0].map((n) => (
            <option key={n} value={n} selected={n === lane.trainSize}>
              {n === 0 ? `${T.overfit.all} ${count(all)}` : count(n)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {T.overfit.labels}
        <select onChange={(e) => change({ shuffledLabels: e.currentTarget.value === 'yes' })}>
          <option value="no" selected={!lane.shuffledLabels}>{T.overfit.trueLabels}</option>
          <option value="yes" selected={lane.shuffledLabels}>{T.overfit.shuffled}</option>
        </select>
      </label>
      <label>
        {T.overfit.remedy}
        <select onChange={(e) => change({ remedy: e.currentTarget.value as Remedy })}>
          {Object.entries(remedies).map(([value, text]) => (
            <option key={value} value={value} selected={value === lane.remedy}>
              {text}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  );
}

function Row({ at, last }: { at: number; last: RunnerState | undefined }) {
  const T = texts();
  const share = (v: number | null | undefined): string => (v === null || v === undefined ? '—' : percent(v));
  const number = (v: number | null | undefined): string => (v === null || v === undefined ? '—' : fixed(v, 4));
  const gap = last && last.cost !== null && last.testCost !== null ? fixed(last.testCost - last.cost, 4) : '—';
  return (
    <tr class={`lane-${at}`}>
      <th scope="row">{T.overfit.lanes[at]}</th>
      <td>{number(last?.cost)}</td>
      <td>{number(last?.testCost)}</td>
      <td class="gap">{gap}</td>
      <td>{share(last?.accuracy)}</td>
      <td>{share(last?.testAccuracy)}</td>
    </tr>
  );
}

export function OverfitView() {
  const T = texts();
  const none = history.value.every((h) => h.length === 0);
  return (
    <div class="overfit view">
      <p class="lead">{T.overfit.lead}</p>
      <div class="buttons presets" role="group" aria-label={T.overfit.presets}>
        <span class="muted">{T.overfit.presets}:</span>
        {presets.map((p) => (
          <button
            key={p.name}
            class="small"
            aria-pressed={lanes.value === p.lanes}
            onClick={() => {
              lanes.value = p.lanes;
              epochs.value = p.epochs;
              why.value = p.why;
            }}
          >
            {T.overfit[p.name]}
          </button>
        ))}
      </div>
      {why.value && <p class="ask">{T.overfit[why.value]}</p>}
      <div class="lanes">
        {lanes.value.map((lane, i) => (
          <LaneForm key={i} at={i} lane={lane} />
        ))}
        <div class="race-start">
          <Slider label={T.overfit.epochs} value={epochs.value} min={5} max={200} step={5} shown={count(epochs.value)} onInput={(v) => (epochs.value = v)} />
          {racing.value ? (
            <button data-do="race-stop" onClick={() => stop()}>{T.overfit.stop}</button>
          ) : (
            <button class="primary" data-do="race" onClick={() => start()}>{T.overfit.start}</button>
          )}
        </div>
      </div>
      <div class="race-charts">
        {none && <p class="plot-empty">{T.overfit.idle}</p>}
        <RaceChart kind="cost" epochs={epochs.value} />
        <RaceChart kind="accuracy" epochs={epochs.value} />
      </div>
      <table class="race-table" aria-live="off">
        <thead>
          <tr>
            <td />
            <th scope="col">{T.overfit.cost}, {T.overfit.seen}</th>
            <th scope="col">{T.overfit.unseen}</th>
            <th scope="col">{T.overfit.gap}</th>
            <th scope="col">{T.overfit.accuracy}, {T.overfit.seen}</th>
            <th scope="col">{T.overfit.unseen}</th>
          </tr>
        </thead>
        <tbody>
          {(raced.value.length > 0 ? raced.value : lanes.value).map((_, i) => (
            <Row key={i} at={i} last={history.value[i]?.at(-1)} />
          ))}
        </tbody>
      </table>
      <p class="small">{T.overfit.batches}</p>
    </div>
  );
}
