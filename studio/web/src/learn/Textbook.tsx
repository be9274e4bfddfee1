// The textbook: chapters on the left, the text, and beside it the figure, which stays while one
// reads.
import './Textbook.css';
import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { chapter } from '../model/room';
import { language } from '../model/settings';
import { Logo, Notices, Preferences } from '../parts/Header';
import { Icon } from '../parts/icons';
import { texts } from '../text/learn';
import { texts as textsOfTour } from '../text/tour';
import { station } from '../tour/state';
import { Article } from './Article';
import type { Chapter } from './chapter';
import { type Listed, listed, numbered, open, titleOf } from './chapters';
import { read } from './progress';
import { To } from './To';

function Rooms() {
  const T = texts().learnRoom;
  return (
    <nav class="rooms" aria-label={T.rooms}>
      <To name={null} data-do="studio">
        {T.studio}
      </To>
      <To name="" aria-current="true">
        {texts().header.textbook}
      </To>
      {station.value && (
        <To name={null} data-do="tour-return">
          {textsOfTour().tour.return}
        </To>
      )}
    </nav>
  );
}

function Header() {
  const T = texts().learnRoom;
  const has = (name: string): boolean => listed.some((each) => each.name === name);
  return (
    <header class="header learn-header">
      <Logo as="p" />
      <Rooms />
      <div class="about" />
      {has('teacher') && (
        <To class="button" name="teacher">
          {T.teacher}
        </To>
      )}
      {has('glossary') && (
        <To class="button" name="glossary">
          {T.glossary}
        </To>
      )}
      {chapter.value && (
        <button class="quiet" data-do="print" onClick={() => print()}>
          {T.print}
        </button>
      )}
      <Preferences />
      <Notices />
    </header>
  );
}

function Contents({ now }: { now: string }) {
  const T = texts().learnRoom;
  return (
    <nav class="contents" aria-label={T.chapters}>
      <ol>
        {numbered.map((each) => {
          const done = read.value.has(each.name);
          return (
            <li key={each.name}>
              <To
                name={each.name}
                class={done ? 'is-read' : ''}
                data-chapter={each.name}
                aria-current={each.name === now ? 'page' : undefined}
              >
                <span class="number">{done ? <Icon name="tick" /> : each.number}</span>
                <span>
                  {titleOf(each, language.value)}
                  {done && <span class="hidden-text">, {T.read}</span>}
                </span>
              </To>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

/** What is open now stays until the next is here. */
function useChapter(which: Listed | undefined) {
  const opened = useSignal<{ which: Listed; chapter: Chapter } | null>(null);
  useEffect(() => {
    if (!which) return;
    let wanted = true;
    void open(which, language.value).then((found) => {
      if (wanted) opened.value = { which, chapter: found };
    });
    return () => (wanted = false);
  }, [which, language.value]);
  return which ? opened.value : null;
}

function Cover() {
  const T = texts().learnRoom;
  useEffect(() => {
    document.title = `${T.title} · Glia`;
  }, [T]);
  return (
    <article class="chapter cover">
      <h1 class="chapter-title">{T.title}</h1>
      <p class="lead">{numbered.length > 0 ? T.about : T.none}</p>
      <Contents now="" />
    </article>
  );
}

export default function Textbook() {
  const T = texts().learnRoom;
  const name = chapter.value ?? '';
  const which = listed.find((each) => each.name === name);
  const opened = useChapter(which);
  const main = useRef<HTMLElement>(null);
  useSignalEffect(() => {
    document.documentElement.dataset.room = chapter.value === null ? '' : 'learn';
  });
  useEffect(() => () => void delete document.documentElement.dataset.room, []);
  useEffect(() => {
    scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [name]);
  return (
    <>
      <Header />
      <main class={`learn ${which ? '' : 'is-cover'}`} tabIndex={-1} ref={main}>
        {which && <Contents now={name} />}
        {which && opened && (
          <Article key={opened.which.name} which={opened.which} chapter={opened.chapter} />
        )}
        {which && !opened && <p class="waiting">{T.loading}</p>}
        {!which && name && <p class="waiting">{T.missing}</p>}
        {!which && <Cover />}
      </main>
    </>
  );
}
