// Where on the page the reader is: how wide it is, and which section and figure are being read.
import { computed, signal } from '@preact/signals';
import { textScale } from '../model/settings';

const width = signal(innerWidth);
addEventListener('resize', () => (width.value = innerWidth));

/** in letters' sizes: text, figure and chapters fit beside each other */
const roomForFigure = 66;
export const beside = computed(() => width.value / (16 * textScale.value) >= roomForFigure);

/** below the header, where the eye begins */
const line = 140;

export interface Place {
  section: number;
  /** how much of it is above */
  share: number;
}

export function placeIn(article: HTMLElement): Place {
  const place = { section: 0, share: 0 };
  article.querySelectorAll<HTMLElement>('[data-section]').forEach((each, section) => {
    const { top, height } = each.getBoundingClientRect();
    if (top <= line) Object.assign(place, { section, share: (line - top) / Math.max(1, height) });
  });
  return place;
}

export function goTo(article: HTMLElement, { section, share }: Place): void {
  const found = article.querySelectorAll<HTMLElement>('[data-section]')[section];
  if (!found || (section === 0 && share <= 0)) return;
  const { top, height } = found.getBoundingClientRect();
  scrollTo({ top: scrollY + top + share * height - line });
}

/** The figure that belongs to what is read: the last one that has come into the upper part. */
export function figureIn(article: HTMLElement): number {
  let found = 0;
  article.querySelectorAll<HTMLElement>('[data-here]').forEach((each, i) => {
    if (each.getBoundingClientRect().top < innerHeight * 0.6) found = i;
  });
  return found;
}
