// The texts with those of the views.
import { textsWith } from '.';
import type { views as same } from './en.views';
import { byLanguage } from './languages';

export * from '.';

export const views = byLanguage(
  import.meta.glob<typeof same>('./??.views.ts', { eager: true, import: 'views' }),
);
export const texts = textsWith((of) => views[of]);
