// The texts with those of the plane.
import { textsWith } from '.';
import type { plane as same } from './en.plane';
import { byLanguage } from './languages';

export * from '.';

const plane = byLanguage(
  import.meta.glob<typeof same>('./??.plane.ts', { eager: true, import: 'plane' }),
);
export const texts = textsWith((of) => ({ plane: plane[of] }));
