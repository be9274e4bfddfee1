import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { language } from '../model/settings';
import { texts } from '../text/learn';
import { Icon } from '../parts/icons';
import { Blocks } from './Blocks';
import { type Chapter, figuresOf } from './chapter';
import { type Listed, numbered, titleOf } from './chapters';
import { Figure } from './Figure';
import { markRead } from './progress';
import { beside, figureIn, goTo, placeIn } from './reading';
import { To } from './To';
import { Words } from './Words';

/** Whoever comes to the end has read it. */
function Onward({ which }: { which: Listed }) {
  const T = texts().learnRoom;
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    const seen = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) markRead(which.name);
    });
    seen.observe(box.current!);
    return () => seen.disconnect();
  }, []);
  const at = numbered.indexOf(which);
  const [before, after] = at < 0 ? [] : [numbered[at - 1], numbered[at + 1]];
  return (
    <nav class="onward" aria-label={T.chapters} ref={box}>
      {before && (
        <To name={before.name} data-do="previous-chapter">
          <span class="small">
            <Icon name="left" /> {T.previous}
          </span>
          {titleOf(before, language.value)}
        </To>
      )}
      {after && (
        <To name={after.name} data-do="next-chapter" class="after">
          <span class="small">
            {T.next} <Icon name="right" />
          </span>
          {titleOf(after, language.value)}
        </To>
      )}
    </nav>
  );
}

/** In another language the reader stays where they were. */
function useSamePlace(chapter: Chapter) {
  const article = useRef<HTMLElement>(null);
  const place = useRef({ section: 0, share: 0 });
  const figure = useSignal(0);
  useEffect(() => {
    const look = (): void => {
      place.current = placeIn(article.current!);
      figure.value = figureIn(article.current!);
    };
    addEventListener('scroll', look, { passive: true });
    addEventListener('resize', look);
    return () => {
      removeEventListener('scroll', look);
      removeEventListener('resize', look);
    };
  }, []);
  const first = useRef(true);
  useLayoutEffect(() => {
    if (!first.current) goTo(article.current!, place.current);
    first.current = false;
  }, [chapter]);
  return { article, figure };
}

export function Article({ which, chapter }: { which: Listed; chapter: Chapter }) {
  const T = texts().learnRoom;
  const { article, figure } = useSamePlace(chapter);
  const figures = useMemo(() => figuresOf(chapter), [chapter]);
  const aside = beside.value && figures.length > 0;
  const shown = figures[Math.min(figure.value, figures.length - 1)];
  useSignalEffect(() => {
    void language.value;
    document.title = `${titleOf(which, language.value)} · Glia`;
  });
  return (
    <>
      <article class={`chapter ${aside ? 'has-figure' : ''}`} ref={article}>
        {chapter.sections.map(({ title, blocks }, i) => (
          <section key={i} data-section={i}>
            {i === 0 ? (
              <>
                <h1 class="chapter-title">{chapter.title}</h1>
                <p class="about-chapter">
                  <Words parts={chapter.about} />
                </p>
              </>
            ) : (
              <h2>
                <Words parts={title} />
              </h2>
            )}
            <Blocks blocks={blocks} place={`${which.name}.${i}`} beside={aside} />
          </section>
        ))}
        <Onward which={which} />
      </article>
      {aside && (
        <aside class="beside" aria-label={T.figure}>
          <Figure key={shown.name} {...shown} />
        </aside>
      )}
    </>
  );
}
