// The page's address: #VIEW&lang=ru&test=12&link=…, each of them left out where it says nothing.
// Each view has an address, so that Back goes to the view before and a reload comes back to this
// one. The first of the views needs none. The textbook has #learn and #learn/CHAPTER in its place.
import { batch, effect } from '@preact/signals';
import type { ViewName } from '../views';
import type { Chosen } from './input';
import { packedLines, unpackedLines } from './packed';
import type { Panel, Selection } from './selection';
import { addressOf, chapter, chapterIn } from './room';
import { view } from './selection';
import { language } from './settings';
import { languages } from '../text/languages';

export type Spot = { point: number } | { x: number; y: number };

/** What somebody wants to be seen, apart from the view. */
export interface Shared {
  language: string | null;
  theme: 'dark' | 'light' | null;
  /** one view alone, in somebody else's page */
  embed: boolean;
  input: Chosen | null;
  selected: Selection;
  panel: Panel | null;
  /** neurons that are muted: layer and neuron */
  muted: [layer: number, neuron: number][];
  /** what is looked at on the plane: one of its points by its index, or a place */
  spot: Spot | null;
  /** the lesson, packed */
  link: string | null;
}

const panels: readonly Panel[] = ['curves', 'settings', 'journal'];
const mostInput = 1_000_000; // of places and indexes
const mostMuted = 1000;
const farthest = 100; // on the plane

const whole = (text: string | null | undefined): number | null =>
  text && /^\d{1,7}$/.test(text) && Number(text) <= mostInput ? Number(text) : null;

function inputIn(fields: URLSearchParams): Shared['input'] {
  const test = whole(fields.get('test'));
  if (test !== null) return { test };
  const lines = unpackedLines(fields.get('draw') ?? '');
  return lines && { lines, label: whole(fields.get('label')) };
}

function writtenSelection(selected: Selection): string | null {
  switch (selected?.kind) {
    case 'neuron':
      return `neuron.${selected.layer}.${selected.neuron}`;
    case 'weight':
      return `weight.${selected.place.parameter}.${selected.place.index}`;
    case 'pixel':
      return `pixel.${selected.pixel}`;
    case 'point':
      return 'point';
    case 'cell':
      return `cell.${selected.label}.${selected.answer}`;
    default:
      return null;
  }
}

function selectionIn(text: string): Selection {
  const weight = /^weight\.(\w+\.(?:weight|bias))\.(\d{1,7})$/.exec(text);
  if (weight) return { kind: 'weight', place: { parameter: weight[1], index: Number(weight[2]) } };
  if (text === 'point') return { kind: 'point' };
  const [kind, first, second, ...more] = text.split('.');
  const [a, b] = [whole(first), whole(second)];
  if (a === null || more.length > 0) return null;
  if (kind === 'pixel' && second === undefined) return { kind, pixel: a };
  if (b === null) return null;
  if (kind === 'neuron') return { kind, layer: a, neuron: b };
  return kind === 'cell' ? { kind, label: a, answer: b } : null;
}

const writtenMuted = (muted: Shared['muted'] | undefined): string | null =>
  muted?.length ? muted.map((at) => at.join('.')).join('-') : null;

function mutedIn(text: string): Shared['muted'] {
  const found = text.split('-').map((one) => one.split('.').map(whole));
  const good = found.every((at) => at.length === 2 && !at.includes(null));
  return good && found.length <= mostMuted ? (found as Shared['muted']) : [];
}

const writtenSpot = (spot: Spot | null | undefined): string | null =>
  !spot ? null : 'point' in spot ? String(spot.point) : `${spot.x}_${spot.y}`;

function spotIn(text: string): Spot | null {
  const point = whole(text);
  if (point !== null) return { point };
  if (!/^-?\d{1,3}(\.\d{1,4})?_-?\d{1,3}(\.\d{1,4})?$/.test(text)) return null;
  const [x, y] = text.split('_').map(Number);
  return Math.max(Math.abs(x), Math.abs(y)) <= farthest ? { x, y } : null;
}

/** What is no field of ours, or makes no sense, is passed over. */
export function sharedIn(hash: string): Shared {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const theme = fields.get('theme');
  return {
    language: /^[a-z]{2}$/.exec(fields.get('lang') ?? '')?.[0] ?? null,
    theme: theme === 'dark' || theme === 'light' ? theme : null,
    embed: fields.has('embed'),
    input: inputIn(fields),
    selected: selectionIn(fields.get('sel') ?? ''),
    panel: panels.find((panel) => panel === fields.get('panel')) ?? null,
    muted: mutedIn(fields.get('mute') ?? ''),
    spot: spotIn(fields.get('at') ?? ''),
    link: fields.get('link') || null,
  };
}

const viewIn = (hash: string): string => {
  const [first, ...rest] = hash.replace(/^#/, '').split('&');
  const named = [first, ...rest].find((field) => field.startsWith('v='));
  return named ? named.slice(2) : first;
};

export const nameAt = <Name extends string>(hash: string, names: readonly Name[]): Name =>
  names.find((name) => viewIn(hash) === name) ?? names[0];

/** The fields of an address, without the view. */
export function fieldsOf(shared: Partial<Shared>): string {
  const fields: [string, string | number | null | undefined][] = [
    ['lang', shared.language],
    ['theme', shared.theme],
    ['sel', writtenSelection(shared.selected ?? null)],
    ['panel', shared.panel],
    ['mute', writtenMuted(shared.muted)],
    ['at', writtenSpot(shared.spot)],
  ];
  const { input } = shared;
  if (input && 'test' in input) fields.push(['test', input.test]);
  if (input && 'lines' in input)
    fields.push(['draw', packedLines(input.lines)], ['label', input.label]);
  fields.push(['link', shared.link]);
  const written = fields.filter(([, value]) => value !== null && value !== undefined);
  return [...(shared.embed ? ['embed'] : []), ...written.map(([k, v]) => `${k}=${v}`)].join('&');
}

/** What of an address is not the view's name. */
export const fieldsIn = (hash: string): string =>
  hash
    .replace(/^#/, '')
    .split('&')
    .filter((field, i) => (i > 0 || field.includes('=') || field === 'embed') &&
      !field.startsWith('v='))
    .join('&');

export const hashOf = <Name extends string>(
  name: Name,
  names: readonly Name[],
  fields = '',
): string => {
  const first = name === names[0] ? '' : name;
  const text = [first, fields].filter((part) => part !== '').join('&');
  return text && `#${text}`;
};

/** The lesson and what is to be seen with it are in the address no longer. */
export function leaveLink(): void {
  const name = viewIn(location.hash);
  const rest = { input: null, selected: null, panel: null, muted: [], spot: null, link: null };
  const kept = fieldsOf({ ...sharedIn(location.hash), ...rest });
  const hash = [/^\w+$/.test(name) && name !== 'embed' ? name : '', kept].filter(Boolean).join('&');
  history.replaceState(history.state, '', withHash(hash && `#${hash}`));
}

const withHash = (hash: string): string => location.pathname + location.search + hash;

export function followAddress(names: readonly ViewName[]): void {
  const here = (): ViewName => nameAt(location.hash, names);
  const reads = (): string | null => chapterIn(viewIn(location.hash));
  const follow = (): void =>
    batch(() => {
      chapter.value = reads();
      if (chapter.value === null) view.value = here();
    });
  const told = sharedIn(location.hash).language;
  if (told && languages.includes(told)) language.value = told;
  follow();
  addEventListener('popstate', follow);
  const shown = (): string => {
    const fields = fieldsIn(location.hash);
    if (chapter.value === null) return hashOf(view.value, names, fields);
    return hashOf(addressOf(chapter.value), [], fields);
  };
  effect(() => {
    const hash = shown();
    if (reads() !== chapter.value || (chapter.value === null && here() !== view.value))
      history.pushState(null, '', withHash(hash));
  });
  // Who chooses another language has it when the page is loaded again.
  effect(() => {
    const shared = sharedIn(location.hash);
    if (!shared.language || shared.language === language.value) return;
    const fields = fieldsOf({ ...shared, language: null });
    const [name] = location.hash.replace(/^#/, '').split('&');
    const reading = chapterIn(name) !== null;
    const first = reading ? hashOf(name, [], fields) : hashOf(here(), names, fields);
    history.replaceState(history.state, '', withHash(first));
  });
}
