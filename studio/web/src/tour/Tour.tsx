// The tour speaks from a card that never covers the frame: it stands at the stage's lower edge.
import './Tour.css';
import { useComputed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { To } from '../learn/To';
import { listed, titleOf } from '../learn/chapters';
import { language } from '../model/settings';
import { Icon } from '../parts/icons';
import { fill, texts } from '../text/tour';
import { Asked, verdict } from './Asked';
import { focusPointed, pointAt } from './pointing';
import { spoken } from './spoken';
import { guess, learns, offered, ready, seen, station } from './state';
import type { Facts, Station as StationOf } from './station';
import { chapters, stationNamed, stations } from './stations';
import { begin, end, goTo, step } from './walk';

/** the id of what is asked */
const ask = 'tour-ask';

/** Asks a newcomer whether to begin. */
function Offer() {
  const T = texts();
  return (
    <aside class="tour offer" aria-label={T.header.tour}>
      <p>{T.tour.offer}</p>
      <div class="buttons">
        <button class="tour-start" data-do="tour-start" onClick={begin}>
          {T.tour.start}
        </button>
        <button class="quiet" data-do="tour-later" onClick={seen}>
          {T.tour.later}
        </button>
      </div>
    </aside>
  );
}

const titleOfChapter = (chapter: number): string => {
  const which = listed.find(({ number }) => number === chapter);
  return which ? titleOf(which, language.value) : '';
};

function Head({ now }: { now: StationOf }) {
  const T = texts().tour;
  const of = stations.value.filter(({ chapter }) => chapter === now.chapter);
  return (
    <div class="tour-head">
      <h2>
        <span class="tour-number">{now.chapter}</span> {titleOfChapter(now.chapter)}
      </h2>
      <span class="small">
        {of.length > 1 && fill(T.of, { n: of.indexOf(now) + 1, total: of.length })}
      </span>
      <To name={String(now.chapter)} class="small" data-do="tour-chapter">
        {T.whole}
      </To>
      <button class="plain" aria-label={T.stop} title={T.stop} onClick={end}>
        <Icon name="cross" />
      </button>
    </div>
  );
}

/** How far the tour is, a stretch for each chapter, and the ways back and on. */
function Foot({ now, done }: { now: StationOf; done: boolean }) {
  const T = texts().tour;
  const last = stations.value.at(-1) === now;
  return (
    <div class="tour-foot">
      <div class="tour-chapters" role="group" aria-label={T.chapters}>
        {chapters.value.map(({ name, chapter }) => (
          <button
            key={chapter}
            class="plain"
            title={titleOfChapter(chapter)}
            aria-label={`${chapter}. ${titleOfChapter(chapter)}`}
            aria-current={chapter === now.chapter ? 'step' : undefined}
            onClick={() => (station.value = name)}
          >
            {chapter}
          </button>
        ))}
      </div>
      <button class="quiet" data-do="tour-there" aria-describedby={ask} onClick={focusPointed}>
        {T.there}
      </button>
      <button disabled={stations.value[0] === now} data-do="tour-back" onClick={() => step(-1)}>
        {T.back}
      </button>
      <button
        class={done ? 'tour-start' : ''}
        data-do="tour-next"
        onClick={() => step(1)}
      >
        {last ? T.end : done ? T.next : T.skip}
      </button>
    </div>
  );
}

/** What there was to tell when the reader came; what is done there does not change it. */
function useFirst(now: StationOf, isReady: boolean): Facts | null {
  const first = useRef<{ facts: Facts; language: string } | null>(null);
  if (!isReady || !now.facts) return first.current?.facts ?? null;
  const known = first.current?.language === language.value;
  if (!known || Object.values(first.current!.facts).includes('…'))
    first.current = { facts: now.facts(), language: language.value };
  return first.current!.facts;
}

function Station({ now }: { now: StationOf }) {
  const T = texts();
  const card = useRef<HTMLElement>(null);
  const isReady = ready.value === now.name;
  const words = T.tour.stations[now.name];
  const facts = useComputed<Facts | null>(() => {
    if (ready.value !== now.name || (now.right && guess.value === null)) return null;
    return now.done();
  });
  const told = { button: now.button?.(T) ?? '', ...useFirst(now, isReady) };
  useEffect(() => card.current?.focus({ preventScroll: true }), [now]);
  useEffect(() => (isReady ? pointAt(now.points, ask) : undefined), [now, isReady]);
  const answers = useRef<HTMLParagraphElement>(null);
  const done = facts.value !== null;
  useEffect(() => {
    if (done) answers.current?.scrollIntoView({ block: 'nearest' });
  }, [done]);
  return (
    <aside
      class="tour"
      ref={card}
      tabIndex={-1}
      aria-label={T.header.tour}
      aria-busy={!isReady}
      data-station={now.name}
      data-ready={isReady}
      onKeyDown={(event) => {
        if (event.key === 'Escape') end();
      }}
    >
      <Head now={now} />
      <div class="tour-words">
        <p>{spoken(words.text, told)}</p>
        {learns.value && <p class="tour-learns">{T.tour.learns}</p>}
        <p class="ask" id={ask}>
          {spoken(words.ask, told)}
        </p>
        {words.options && <Asked now={now} options={words.options} facts={told} />}
        <p class="answer" role="status" ref={answers}>
          {facts.value && verdict(now) + spoken(words.answer, facts.value)}
        </p>
      </div>
      <Foot now={now} done={done} />
    </aside>
  );
}

export default function Tour() {
  const name = station.value;
  useEffect(() => {
    if (name) goTo(name);
  }, [name]);
  if (name) return <Station key={name} now={stationNamed(name)} />;
  return offered.value ? <Offer /> : null;
}
