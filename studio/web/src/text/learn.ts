// The texts with those of the textbook, whose figures speak as the views do.
import { textsWith } from '.';
import type { learn as same } from './en.learn';
import { byLanguage } from './languages';
import { views } from './views';

export * from '.';

const learn = byLanguage(
  import.meta.glob<typeof same>('./??.learn.ts', { eager: true, import: 'learn' }),
);
export const texts = textsWith((of) => ({ ...views[of], learnRoom: learn[of] }));
