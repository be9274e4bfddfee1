// The texts with those of tables.
import { textsWith } from '.';
import { byLanguage } from './languages';
import type { table as same } from './en.table';

export * from '.';

const table = byLanguage(
  import.meta.glob<typeof same>('./??.table.ts', { eager: true, import: 'table' }),
);
export const texts = textsWith((of) => ({ table: table[of] }));
