// The texts with those of the tour, which names what the views have.
import { textsWith } from '.';
import type { tour as same } from './en.tour';
import { byLanguage } from './languages';
import { views } from './views';

export * from '.';

export const tour = byLanguage(
  import.meta.glob<typeof same>('./??.tour.ts', { eager: true, import: 'tour' }),
);
export const texts = textsWith((of) => ({ ...views[of], tour: tour[of] }));
export type Texts = ReturnType<typeof texts>;
