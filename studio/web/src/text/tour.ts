// The texts with those of the tour.
import { textsWith } from '.';
import type { tour as same } from './en.tour';
import { byLanguage } from './languages';

export * from '.';

const tour = byLanguage(
  import.meta.glob<typeof same>('./??.tour.ts', { eager: true, import: 'tour' }),
);
export const texts = textsWith((of) => ({ tour: tour[of] }));
