// What is shown as a link, and the link that the address has: its lesson is done again, once the
// network that it is about is here.
import { effect, signal, untracked } from '@preact/signals';
import { EngineError } from '../engine/engine';
import type { Lesson, Subject } from '../engine/types';
import { languages } from '../text/languages';
import type { View, ViewName } from '../views';
import { whole } from '#transport';
import {
  type Shared,
  fieldsIn,
  fieldsOf,
  hashOf,
  leaveLink,
  nameAt,
  sharedIn,
} from './address';
import { type Trouble, ask, greeted, link, tell, troubleOf } from './engine';
import { mute } from './edits';
import { fitSelection } from './fit';
import { bring, drawn, input, sendAgain } from './input';
import { branches, state } from './learning';
import { missing, namesTable } from './missing';
import { net, offers } from './network';
import { packed, unpacked } from './packed';
import { chosenPoint, lookAt, place, wantedPoint } from './place';
import { muted, panel, selection, view } from './selection';
import { language, showTheme } from './settings';
import { subject, turning } from './subject';
import { hasWork } from './work';

/** the lesson that is to be done again here */
export const lesson = signal<Lesson | null>(null);
/** why there is none; it stands until it is put away */
export const refused = signal<Trouble | null>(null);
export const embedded = signal(sharedIn(location.hash).embed);

const key = 'glia.opened';

/** Whether this tab has opened the address before: then it was loaded again. */
function wasOpened(fields: string): boolean {
  try {
    const known = sessionStorage.getItem(key) === fields;
    sessionStorage.setItem(key, fields);
    return known;
  } catch {
    return false;
  }
}

function damaged(): void {
  refused.value = { asked: 'follow', code: 'format', words: 'no link' };
}

const isLesson = (what: object | null): what is Lesson =>
  what !== null &&
  'subject' in what &&
  (['digits', 'plane'].includes(String(what.subject)) ||
    (what.subject === 'table' && 'table' in what && namesTable(what.table)));

/** What else an address wants to be seen, once it is agreed that it may be. */
function showRest(shared: Shared): void {
  if (shared.input) bring(shared.input);
  wanted.value = shared;
  if (shared.panel) panel.value = shared.panel;
}

async function open(shared: Shared, again: boolean): Promise<void> {
  if (shared.theme) showTheme(shared.theme);
  if (shared.language && languages.includes(shared.language)) language.value = shared.language;
  // Where nothing goes in yet, nothing can be lost.
  const fresh = input.peek().source === 'none' && drawn.peek().length === 0;
  if (!again && (fresh || !shared.link)) showRest(shared);
  if (!shared.link) return;
  const found = await unpacked(shared.link);
  if (!isLesson(found)) return damaged();
  // Loaded again, a network that is still there has perhaps gone on.
  refused.value = missing.value = null;
  opened = again ? found : null;
  rest = again || fresh ? null : shared;
  lesson.value = found;
}

/** has what is to be selected, muted and looked at once the network that has it is here */
const wanted = signal<Shared | null>(null);
/** that of an address which was loaded again */
let opened: Lesson | null = null;
/** what is to be seen with the lesson */
let rest: Shared | null = null;
/** the last one that was done again here, and the one that is to take the place of what is here */
let arrived: Lesson | null = null;
let agreed: Lesson | null = null;
let asking = false;
/** counts the lessons that came while another one was asked about */
const missed = signal(0);
/** of the address, that were looked at last */
let fields = '';

/** the lesson that would take the place of something which was made here */
export const question = signal<Lesson | null>(null);

/** Whether `what` would replace something that nobody could bring back. */
async function wouldLose(what: Lesson): Promise<boolean> {
  if (rest?.input && drawn.peek().length > 0) return true;
  try {
    const { link: shown } = await ask('link', {});
    return hasWork(shown, branches.peek(), state.peek()?.shown.branch ?? 0, [what, arrived]);
  } catch (error) {
    if (error instanceof EngineError && error.code === 'link') throw error;
    return true; // there is no link to it
  }
}

async function replace(what: Lesson): Promise<void> {
  if (rest) {
    showRest(rest);
    rest = null;
    if (subject.peek() === 'digits') sendAgain();
  }
  await ask('follow', { link: what });
  arrived = what;
}

async function follow(what: Lesson): Promise<void> {
  asking = true;
  try {
    if (opened === what && (state.peek()?.step ?? 0) >= what.step && what.step > 0) return;
    const asks = agreed !== what && (await wouldLose(what));
    if (lesson.peek() !== what) return;
    if (asks) question.value = what;
    else await replace(what);
  } catch (error) {
    const code = error instanceof EngineError ? error.code : '';
    if (code === 'link') return; // it is tried again when the engine is back
    const { facts } = troubleOf('follow', error);
    if (facts?.kind === 'link_table') missing.value = what;
    else if (code !== 'superseded') refused.value = troubleOf('follow', error);
  } finally {
    asking = false;
    if (lesson.peek() !== what) missed.value++;
    else if (link.peek() === 'open' && ![question.peek(), missing.peek()].includes(what))
      lesson.value = null;
  }
}

/** The link takes the place of what is here. */
export function openLesson(): void {
  agreed = question.value;
  question.value = null;
}

/** What is here stays, also when the page is loaded again. */
export function keepMine(): void {
  question.value = missing.value = lesson.value = rest = null;
  leaveLink();
  fields = fieldsIn(location.hash);
  wasOpened(fields);
}

/** Whether it can be begun: its table is here, or is asked for. */
function hasTable(what: Lesson): boolean {
  if (what.subject !== 'table' || offers.value.includes('table')) return true;
  if (offers.value.includes('tables')) missing.value = what;
  else {
    refused.value = { asked: 'follow', code: 'no_tables', words: '' };
    lesson.value = null;
  }
  return false;
}

export function leaveLesson(): void {
  lesson.value = null;
  void tell('follow', { stop: true });
}

/** From now on links in the address are followed; `views` have the subjects. */
export function followLinks(views: readonly (View & { name: ViewName })[]): void {
  const subjectOf = (name: ViewName): Subject =>
    views.find((each) => each.name === name)?.subject ?? 'digits';
  fields = fieldsIn(location.hash);
  if (fields) void open(sharedIn(location.hash), wasOpened(fields));
  addEventListener('popstate', () => {
    const now = fieldsIn(location.hash);
    if (now === fields) return;
    fields = now;
    const shared = sharedIn(location.hash);
    embedded.value = shared.embed;
    if (!now || wasOpened(now)) return;
    void open(shared, false).then(() => {
      if (shared.input && !shared.link) sendAgain();
    });
  });
  effect(() => {
    const what = lesson.value;
    void missed.value;
    if (!what || question.value === what || link.value !== 'open' || greeted.value === 0) return;
    if (!whole.value || turning.value || missing.value === what || !hasTable(what)) return;
    if (subjectOf(view.value) !== what.subject)
      view.value = views.find((v) => (v.subject ?? 'digits') === what.subject)!.name;
    else if (subject.value === what.subject && !asking) void follow(what);
  });
  effect(() => {
    const shared = wanted.value;
    if (!shared || lesson.value || greeted.value === 0) return;
    if (subject.value !== subjectOf(view.value)) return;
    wanted.value = null;
    untracked(() => arrange(shared));
  });
}

/** The network is here that an address wants to be seen so. */
function arrange({ selected, muted: silent, spot }: Shared): void {
  if (selected) {
    selection.value = selected;
    fitSelection();
  }
  for (const [layer, neuron] of silent)
    if (neuron < (net.value?.layers[layer]?.width ?? 0)) void mute(layer, neuron, true);
  if (!spot || subject.value !== 'plane') return;
  if ('point' in spot) wantedPoint.value = spot.point;
  else {
    chosenPoint.value = null;
    lookAt(spot.x, spot.y);
  }
}

/** What of the plane is looked at. */
function spotHere(): Shared['spot'] {
  if (subject.value !== 'plane') return null;
  if (chosenPoint.value !== null) return { point: chosenPoint.value };
  const [x, y] = [place.value.x, place.value.y].map((v) => Math.round(100 * v) / 100);
  return { x, y };
}

/** The address of what is shown now; null when it cannot be written down. */
export async function sharedAddress(names: readonly ViewName[]): Promise<string | null> {
  const reply = await tell('link', {});
  if (!reply) return null;
  const { source, index, label } = input.value;
  const chosen: Shared['input'] =
    subject.value !== 'digits'
      ? null
      : drawn.value.length > 0
        ? { lines: drawn.value, label }
        : source === 'test' && index !== null
          ? { test: index }
          : null;
  const fields = fieldsOf({
    language: language.value,
    embed: false,
    input: chosen,
    selected: selection.value,
    panel: panel.value === 'curves' ? null : panel.value,
    muted: [...muted.value].map((key) => key.split('/').map(Number) as [number, number]),
    spot: spotHere(),
    link: await packed(reply.link),
  });
  const page = location.href.replace(/#.*$/, '');
  return page + hashOf(nameAt(`#${view.value}`, names), names, fields);
}
