// Chapter 9: knobs are turned for the sake of fifty pictures; then the other exam is unsealed.
import '../../../views/hand/hand.css';
import '../live.css';
import './TwoExams.css';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Drawing, type Sheet } from '../../../draw/canvas';
import { type Picture, paintBytes, pictureOf } from '../../../draw/pictures';
import { count, fill, fixed, percent, texts } from '../../../text/learn';
import { KnobBoard } from '../../../views/hand/KnobBoard';
import * as figure from './state';

/** The fifty: those that are read right are lit. */
function Fifty() {
  const T = texts().learnRoom.twoExams;
  const kept = useRef<(Picture | null)[]>([]);
  const columns = 17;
  const rows = Math.ceil(figure.pictures / columns);
  const marks = figure.marks.value;
  const draw = ({ context, width, height, palette }: Sheet): void => {
    const [sheet, now] = [figure.paper.value, figure.marks.value];
    if (!sheet || !now) return;
    const { across, down, planes } = sheet.net;
    const side = Math.min(width / columns, height / rows);
    for (let n = 0; n < figure.pictures; ++n) {
      const picture = pictureOf(kept.current[n], across, down / planes);
      kept.current[n] = picture;
      paintBytes(picture, sheet.bytes, n * across * down, planes, palette);
      const [x, y] = [(n % columns) * side, Math.floor(n / columns) * side];
      context.globalAlpha = now.each[n] ? 1 : 0.28;
      context.drawImage(picture.canvas, x + 1, y + 1, side - 2, side - 2);
      context.globalAlpha = 1;
      if (now.each[n]) continue;
      context.strokeStyle = palette.muted;
      context.lineWidth = 1;
      context.strokeRect(x + 1.5, y + 1.5, side - 3, side - 3);
    }
  };
  const label = fill(T.fifty, { right: marks?.right ?? 0, all: figure.pictures });
  return (
    <Drawing
      class="exam-fifty"
      role="img"
      aria-label={label}
      style={{ aspectRatio: `${columns} / ${rows}` }}
      follow={() => [figure.marks.value, figure.paper.value]}
      draw={draw}
    />
  );
}

function Card({ name, title, children }: {
  name: string;
  title: string;
  children: ComponentChildren;
}) {
  return (
    <section class={`exam-card is-${name}`} aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function ExamA() {
  const T = texts().learnRoom.twoExams;
  const [sheet, now] = [figure.paper.value, figure.marks.value];
  if (!sheet || !now) return null;
  return (
    <Card name="a" title={fill(T.a, { n: figure.pictures })}>
      <p class="exam-share" data-exam="a" data-right={now.right} aria-live="polite">
        {percent(now.right / figure.pictures, 0)}
      </p>
      <p class="small">
        {fill(T.atFirst, { share: percent(sheet.first.right / figure.pictures, 0) })}
      </p>
      <p class="small">{fill(T.cost, { cost: fixed(now.cost, 4) })}</p>
    </Card>
  );
}

function Envelope() {
  return (
    <svg class="exam-envelope" viewBox="0 0 64 40" aria-hidden="true">
      <rect x="1" y="1" width="62" height="38" rx="3" />
      <path d="M1 3 32 25 63 3" />
      <circle cx="32" cy="25" r="6" />
    </svg>
  );
}

function ExamB() {
  const T = texts().learnRoom.twoExams;
  const open = figure.unsealed.value;
  return (
    <Card name="b" title={fill(T.b, { n: count(figure.others.value) })}>
      {open ? (
        <div role="status">
          <p
            class="exam-share"
            data-exam="b"
            data-before={open.before}
            data-after={open.after}
          >
            {percent(open.after)}
          </p>
          <p class="small">{fill(T.atFirst, { share: percent(open.before) })}</p>
        </div>
      ) : (
        <>
          <Envelope />
          <p class="small">{T.sealed}</p>
        </>
      )}
    </Card>
  );
}

/** What goes on, and at the end what came of it. */
function told(): string {
  const T = texts().learnRoom.twoExams;
  const [sheet, now, open] = [figure.paper.value, figure.marks.value, figure.unsealed.value];
  if (figure.failed.value) return T.failed;
  if (!sheet || !now) return figure.busy.value ? T.coming : '';
  if (figure.busy.value) return T.asking;
  if (open) {
    const points = (share: number): string => fixed(100 * Math.abs(share), 0);
    const gain = (now.right - sheet.first.right) / figure.pictures;
    const words = open.after < open.before ? T.fell : T.rose;
    return fill(words, { a: points(gain), b: points(open.after - open.before) });
  }
  const { tried, kept } = figure;
  if (tried.value === 0) return '';
  return fill(T.tried, { n: count(tried.value), all: count(figure.turns), kept: kept.value });
}

function Buttons() {
  const T = texts().learnRoom.twoExams;
  const { busy, climbing, paper, touched, unsealed } = figure;
  if (!paper.value)
    return (
      <button
        class="primary"
        data-do="exam-begin"
        data-still={busy.value ? undefined : true}
        disabled={busy.value || !figure.canBegin.value}
        onClick={() => void figure.begin()}
      >
        {T.begin}
      </button>
    );
  const done = figure.tried.value >= figure.turns;
  return (
    <>
      {climbing.value ? (
        <button data-do="exam-stop" onClick={figure.stop}>
          {T.stop}
        </button>
      ) : (
        <button
          class={done ? '' : 'primary'}
          data-do="exam-climb"
          data-still={done ? undefined : true}
          disabled={busy.value || unsealed.value !== null}
          onClick={figure.climb}
        >
          {fill(T.climb, { n: count(figure.turns) })}
        </button>
      )}
      <button
        class={done && !unsealed.value ? 'primary' : ''}
        data-do="exam-unseal"
        data-still={done && !unsealed.value ? true : undefined}
        disabled={busy.value || climbing.value || unsealed.value !== null || !touched.value}
        onClick={() => void figure.unseal()}
      >
        {T.unseal}
      </button>
      <button data-do="exam-again" disabled={busy.value} onClick={figure.startAgain}>
        {T.again}
      </button>
    </>
  );
}

export default function TwoExams() {
  const T = texts().learnRoom.twoExams;
  useEffect(figure.follow, []);
  const sheet = figure.paper.value;
  const waits = figure.busy.value || figure.climbing.value;
  return (
    <div class="live two-exams" data-test="two-exams" aria-busy={waits}>
      <h2>{T.title}</h2>
      <p class="small">{T.about}</p>
      {!figure.canBegin.value && <p class="small">{T.cannot}</p>}
      {sheet && (
        <>
          <div class="exam-cards">
            <ExamA />
            <ExamB />
          </div>
          <Fifty />
          <KnobBoard
            field={T.field}
            how={figure.unsealed.value ? T.locked : T.how}
            values={() => sheet.now}
            turn={figure.turn}
            follow={() => [figure.marks.value, figure.paper.value]}
          />
        </>
      )}
      <p class="small exam-told" role="status" data-test="exam-told">
        {told()}
      </p>
      <div class="buttons">
        <Buttons />
      </div>
      <p class="small race-note">{T.note}</p>
    </div>
  );
}
