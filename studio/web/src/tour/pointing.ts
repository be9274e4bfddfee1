// Shows the control that a station asks to use: a ring round it, in sight, and described by what is
// asked for whoever hears the page.
const often = 200; // milliseconds: views come late, and panels are drawn anew
const focusable = 'button, input, select, summary, a[href], [tabindex]';

let pointed: HTMLElement | null = null;

const found = (selector: string): HTMLElement | null =>
  [...document.querySelectorAll<HTMLElement>(selector)].find((each) => each.checkVisibility()) ??
  null;

const controlIn = (place: HTMLElement): HTMLElement =>
  place.matches(focusable) ? place : (place.querySelector<HTMLElement>(focusable) ?? place);

/** On a phone it may be anywhere in the column; what never scrolls away is seen with the stage. */
function bringIntoSight(place: HTMLElement): void {
  const phone = innerWidth <= 860;
  const stays = phone && place.closest('.bottom, .tour') !== null;
  const what = stays ? document.getElementById('stage') : place;
  what?.scrollIntoView({ block: phone ? 'start' : 'nearest' });
}

function take(place: HTMLElement | null, words: string): void {
  if (pointed === place) return;
  if (pointed) {
    delete pointed.dataset.pointed;
    controlIn(pointed).removeAttribute('aria-describedby');
  }
  pointed = place;
  if (!place) return;
  place.dataset.pointed = '';
  controlIn(place).setAttribute('aria-describedby', words);
  bringIntoSight(place);
}

/** `words`: the id of what is asked. Until what it returns is called. */
export function pointAt(selector: string, words: string): () => void {
  const look = (): void => take(found(selector), words);
  look();
  const timer = setInterval(look, often);
  return () => {
    clearInterval(timer);
    take(null, words);
  };
}

/** Leads the keyboard there. */
export function focusPointed(): void {
  if (!pointed) return;
  const control = controlIn(pointed);
  if (control === pointed && !control.matches(focusable)) control.tabIndex = -1;
  bringIntoSight(pointed);
  control.focus({ preventScroll: true });
}
