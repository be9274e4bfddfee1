// What is measured, and what came of it. The network is one of its own; the visitor's is left as
// it is.
import { signal } from '@preact/signals';
import { tell } from '../../../model/engine';
import { subject } from '../../../model/subject';
import { type Speed, perPicture } from './speed';

export const bundles = [1, 10, 100];
export const widths = [16, 64, 256];

export const rows = signal(1);
export const hidden = signal(16);
export const busy = signal(false);
/** of each bundle and width what was measured last */
export const measured = signal<ReadonlyMap<string, Speed>>(new Map());

export const keyOf = (bundle: number, width: number): string => `${bundle}/${width}`;

export async function measure(): Promise<void> {
  if (busy.peek() || subject.peek() !== 'digits') return;
  const [bundle, width] = [rows.peek(), hidden.peek()];
  busy.value = true;
  const said = await tell('speed', { rows: bundle, hidden: width });
  busy.value = false;
  if (!said) return;
  const speed = perPicture(width, said);
  measured.value = new Map(measured.peek()).set(keyOf(bundle, width), speed);
  choose(rows.peek(), hidden.peek()); // chosen meanwhile
}

export function choose(bundle: number, width: number): void {
  rows.value = bundle;
  hidden.value = width;
  if (!measured.peek().has(keyOf(bundle, width))) void measure();
}
