// The tour speaks from a card that never covers the frame: it stands at the stage's lower edge.
import './Tour.css';
import { signal, untracked, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../parts/icons';
import { keep } from '../model/settings';
import { running, state, stopped } from '../model/learning';
import { fill, percent, texts } from '../text/tour';
import { tourOffered, tourStop } from './state';
import { type Highlight, arrive, stops, tourLearns } from './stops';

const parts: Record<string, string> = {
  stage: '#stage',
  left: '.left',
  right: '.right',
  bottom: '.bottom',
  cost: '.cost',
};

/** On a phone the part that the stop is about may be anywhere in the column. */
function showPart(part: Highlight): void {
  if (!part || innerWidth > 860) return;
  setTimeout(() => document.querySelector(parts[part])?.scrollIntoView({ block: 'start' }), 50);
}

let begun = false;
const learnt = signal(false);

function end(): void {
  tourStop.value = null;
  tourLearns.value = false;
  tourOffered.value = false;
  keep('tour', 'seen');
}

/** Says that the tour lets the network learn, and when it has. */
function Learning() {
  const T = texts().tour;
  useSignalEffect(() => {
    // The state that began it may still be on its way.
    const over = stopped.value !== null;
    const paused = begun && !running.value;
    begun = running.value;
    if (!tourLearns.peek() || !(over || paused)) return;
    tourLearns.value = false;
    learnt.value = stopped.value?.reason === 'finished';
  });
  const right = state.value?.testAccuracy;
  if (tourLearns.value) return <p class="tour-learns">{T.learns}</p>;
  return learnt.value && right != null ? (
    <p class="tour-learns">{fill(T.learnt, { percent: percent(right) })}</p>
  ) : null;
}

/** The reader did what the stop asked: this is what came of it. */
function Answer({ at }: { at: number }) {
  const told = stops[at].done();
  return (
    <p class="answer" role="status">
      {told && fill(texts().tour.stops[at].answer, told)}
    </p>
  );
}

/** Asks a newcomer whether to begin. */
function Offer() {
  const T = texts();
  return (
    <aside class="tour offer" aria-label={T.header.tour}>
      <p>{T.tour.offer}</p>
      <div class="buttons">
        <button
          class="tour-start"
          data-do="tour-start"
          onClick={() => {
            tourOffered.value = false;
            keep('tour', 'seen');
            tourStop.value = 0;
          }}
        >
          {T.tour.start}
        </button>
        <button class="quiet" data-do="tour-later" onClick={end}>
          {T.tour.later}
        </button>
      </div>
    </aside>
  );
}

/** How far the tour is, and the ways back and on. */
function Foot({ at }: { at: number }) {
  const T = texts().tour;
  const last = at === stops.length - 1;
  return (
    <div class="tour-foot">
      <div class="dots" aria-hidden="true">
        {stops.map((_, i) => (
          <span key={i} class={i === at ? 'now' : i < at ? 'done' : ''} />
        ))}
      </div>
      <button disabled={at === 0} onClick={() => (tourStop.value = at - 1)}>
        {T.back}
      </button>
      <button
        class="tour-start"
        data-do="tour-next"
        onClick={() => (last ? end() : (tourStop.value = at + 1))}
      >
        {last ? T.end : T.next}
      </button>
    </div>
  );
}

function Stop({ at }: { at: number }) {
  const T = texts();
  const card = useRef<HTMLElement>(null);
  useEffect(() => card.current?.focus(), [at]);
  const stop = T.tour.stops[at];
  return (
    <aside
      class="tour"
      ref={card}
      tabIndex={-1}
      aria-label={T.header.tour}
      onKeyDown={(event) => {
        if (event.key === 'Escape') end();
      }}
    >
      <div class="tour-head">
        <h2>{stop.title}</h2>
        <span class="muted">{fill(T.tour.of, { n: at + 1, total: stops.length })}</span>
        <button class="plain" aria-label={T.tour.stop} title={T.tour.stop} onClick={end}>
          <Icon name="cross" />
        </button>
      </div>
      <p>{stop.text}</p>
      <Learning />
      <p class="ask">{stop.ask}</p>
      <Answer at={at} />
      <Foot at={at} />
    </aside>
  );
}

export default function Tour() {
  const at = tourStop.value;
  useSignalEffect(() => {
    const now = tourStop.value;
    document.documentElement.dataset.highlight = now === null ? '' : (stops[now].highlight ?? '');
    if (now === null) return;
    learnt.value = false;
    untracked(() => arrive(now));
    showPart(stops[now].highlight);
  });
  if (at !== null) return <Stop at={at} />;
  return tourOffered.value ? <Offer /> : null;
}
