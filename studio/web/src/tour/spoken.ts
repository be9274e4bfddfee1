// What a station says. A chapter's own words are in brackets, which nobody sees; what is not known
// yet is a dash.
import { fill } from '../text';
import type { Facts } from './station';

export const spoken = (text: string, facts: Facts | null): string =>
  fill(text, facts ?? {})
    .replace(/[[\]]/g, '')
    .replace(/\{\w+\}/g, '…');
