// Chapter 12: a word heard with a gate shut, beside the word as it is.
import '../live.css';
import './ShutGate.css';
import { useEffect } from 'preact/hooks';
import type { Sheet } from '../../../draw/canvas';
import { css } from '../../../draw/palette';
import { count, fill, percent, texts } from '../../../text/learn';
import { Units } from '../../../views/speech/SpeechView';
import { Axis, Ends, OverTime, Track } from '../../../views/speech/Tracks';
import { drawGates, symbols } from '../../../views/speech/draw';
import { direction, hearing, order, unit } from '../../../views/speech/model';
import { Word } from '../heard-word/Word';
import { gated } from '../heard-word/word';
import { sharesOf } from './shut';
import * as figure from './state';

function line(
  { context, width, height }: Sheet,
  said: Float32Array,
  which: number,
  { every, heard, classes }: { every: number; heard: number; classes: number },
): void {
  context.beginPath();
  sharesOf(said, classes, which).forEach((share, row) => {
    const x = (Math.min(heard, (row + 1) * every) / heard) * width;
    context.lineTo(x, height - 2 - share * (height - 4));
  });
  context.stroke();
}

/** The answer as it is in orange, the one with the gate shut in blue, the others pale. */
function drawShares(sheet: Sheet): void {
  const h = hearing.value;
  if (!h) return;
  const { context, palette } = sheet;
  const { before, after, shut } = figure;
  const of = { every: h.every, heard: h.heard, classes: h.classes.length };
  const paint = (said: Float32Array, dashes: number[]): void => {
    context.setLineDash(dashes);
    for (let c = 0; c < h.classes.length; ++c) {
      const isAnswer = c === before.value || c === after.value;
      context.lineWidth = isAnswer ? 2.2 : 1;
      context.strokeStyle =
        c === before.value
          ? css(palette.positive)
          : c === after.value
            ? css(palette.negative)
            : palette.faint;
      line(sheet, said, c, of);
    }
    context.setLineDash([]);
  };
  paint(h.said, []);
  if (shut.value) paint(shut.value.said, [5, 4]);
}

function drawTried({ context, width, height, palette }: Sheet): void {
  const changes = figure.changes.value;
  const heard = hearing.value?.heard ?? 1;
  context.fillStyle = css(palette.negative);
  for (const frame of changes ?? [])
    context.fillRect((frame / heard) * width, 0, width / heard, height);
}

function Tracks() {
  const T = texts().learnRoom.gates;
  const h = hearing.value;
  if (!h) return null;
  const { shut, changes } = figure;
  const cells = (of: typeof h | null) => (sheet: Sheet, held: Parameters<typeof drawGates>[1]) => {
    if (of) drawGates(sheet, held, of, 'cell', direction.value, order.value, unit.value);
  };
  const take = (share: number): void => {
    unit.value ??= order.value[Math.floor(share * order.value.length)] ?? null;
  };
  return (
    <OverTime label={T.timeLabel}>
      <Track
        name="shares"
        title={T.shares}
        small={T.sharesWhy}
        high={108}
        side={<Ends high={percent(1, 0)} low={percent(0, 0)} />}
        draw={drawShares}
      />
      <Track name="cell-as-is" title={T.asItIs} high={54} draw={cells(h)} onRow={take} />
      <Track name="cell-shut" title={T.shut} high={54} draw={cells(shut.value)} onRow={take} />
      {changes.value && <Track name="tried" title={T.tried} high={14} draw={drawTried} />}
    </OverTime>
  );
}

function Which() {
  const T = texts().learnRoom.gates;
  const whens = [
    [false, T.once],
    [true, T.always],
  ] as const;
  return (
    <div class="buttons">
      <div class="segmented" role="group" aria-label={T.which}>
        {figure.gates.map((gate) => (
          <button
            key={gate}
            data-shut={gate}
            aria-pressed={figure.gate.value === gate}
            onClick={() => (figure.gate.value = gate)}
          >
            <b>{symbols[gate]}</b> {texts().speech.slotNames[gate]}
          </button>
        ))}
      </div>
      <div class="segmented" role="group" aria-label={T.when}>
        {whens.map(([always, name]) => (
          <button
            key={name}
            data-always={always}
            aria-pressed={figure.always.value === always}
            onClick={() => (figure.always.value = always)}
          >
            {name}
          </button>
        ))}
      </div>
      <button
        class="primary"
        data-do="try-all"
        data-still
        disabled={figure.trying.value}
        onClick={() => void figure.tryAll()}
      >
        {T.tryAll}
      </button>
    </div>
  );
}

function Told() {
  const T = texts().learnRoom.gates;
  const h = hearing.value;
  const { shut, before, after, changes, fresh } = figure;
  if (!h || !shut.value) return <p class="shut-told" />;
  const told = fill(T.told, {
    before: h.classes[before.value],
    share: percent(h.outputs[before.value], 0),
    after: h.classes[after.value],
    afterShare: percent(shut.value.now.outputs[after.value], 0),
  });
  const tried =
    changes.value &&
    fill(T.changes, { n: count(changes.value.length), all: count(h.layer?.heard ?? 0) });
  return (
    <p
      class="shut-told"
      role="status"
      data-test="shut-told"
      data-fresh={fresh.value}
      data-share={shut.value.now.outputs[before.value]}
    >
      {told} {tried}
    </p>
  );
}

export default function ShutGate() {
  const T = texts().learnRoom.gates;
  useEffect(figure.follow, []);
  return (
    <div class="live speech shut-gate" data-test="shut-gate">
      <h2>{T.shutTitle}</h2>
      <Word />
      {gated.value && (
        <>
          <Which />
          <div class="speech-tracks">
            <Tracks />
            <Axis />
            <Units />
          </div>
          <Told />
        </>
      )}
    </div>
  );
}
