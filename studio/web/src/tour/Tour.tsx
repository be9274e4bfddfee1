// The tour speaks from a card that never covers the frame: it stands at the stage's lower edge.
import { untracked, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../parts/icons';
import { keep } from '../model/settings';
import { fill, texts } from '../text';
import { tourOffered, tourStop } from './state';
import { type Highlight, stops } from './stops';

const parts: Record<string, string> = { stage: '#stage', left: '.left', right: '.right', bottom: '.bottom', cost: '.cost' };

/** On a phone the part that the stop is about may be anywhere in the column. */
function showPart(part: Highlight): void {
  if (!part || innerWidth > 860) return;
  setTimeout(() => document.querySelector(parts[part])?.scrollIntoView({ block: 'start' }), 50);
}

function end(): void {
  tourStop.value = null;
  tourOffered.value = false;
  keep('tour', 'seen');
}

export function Tour() {
  const T = texts();
  const card = useRef<HTMLElement>(null);
  const at = tourStop.value;

  useSignalEffect(() => {
    const now = tourStop.value;
    document.documentElement.dataset.highlight = now === null ? '' : stops[now].highlight ?? '';
    if (now === null) return;
    untracked(stops[now].prepare);
    showPart(stops[now].highlight);
  });
  useEffect(() => {
    if (at !== null) card.current?.focus();
  }, [at]);

  if (at === null) {
    if (!tourOffered.value) return null;
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
  const stop = T.tour.stops[at];
  const last = at === stops.length - 1;
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
      <p class="ask">{stop.ask}</p>
      <div class="tour-foot">
        <div class="dots" aria-hidden="true">
          {stops.map((_, i) => (
            <span key={i} class={i === at ? 'now' : i < at ? 'done' : ''} />
          ))}
        </div>
        <button disabled={at === 0} onClick={() => (tourStop.value = at - 1)}>
          {T.tour.back}
        </button>
        <button class="tour-start" data-do="tour-next" onClick={() => (last ? end() : (tourStop.value = at + 1))}>
          {last ? T.tour.end : T.tour.next}
        </button>
      </div>
    </aside>
  );
}
