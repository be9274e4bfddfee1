import './Journal.css';
import { useSignal, useSignalEffect } from '@preact/signals';
import type { JournalEntry, Recipe } from '../engine/types';
import { ask } from '../model/engine';
import { atMost, latest } from '../model/frame';
import { running, state } from '../model/learning';
import { nameOfPlace } from '../model/names';
import { hello } from '../model/network';
import { brief, count, fill, fixed, texts } from '../text';
import { settingInWords } from './SettingsForm';

const shownAtMost = 200;

const rare = (key: string): boolean =>
  hello.value?.settings.some((s) => s.name === key && s.rare) ?? false;

/**
 * What a recipe changes, in words; of the first what most people look at. Nothing when it changes
 * nothing that has a name.
 */
function changes(before: Recipe | null, now: Recipe): string {
  const differs = (key: keyof Recipe) => JSON.stringify(before?.[key]) !== JSON.stringify(now[key]);
  return (Object.keys(now) as (keyof Recipe)[])
    .filter((key) => (before ? differs(key) : !rare(key)))
    .map((key) => settingInWords(key, now))
    .filter((words) => words !== null)
    .join(', ');
}

function told(entry: JournalEntry, before: Recipe | null): string {
  const T = texts().journal;
  switch (entry.kind) {
    case 'set':
    case 'hold':
    case 'release':
      return fill(T[entry.kind], { place: nameOfPlace(entry), value: fixed(entry.value, 3) });
    case 'rate':
      return fill(T.rate, { value: brief(entry.value) });
    case 'batch':
      return fill(T.batch, { value: count(entry.value) });
    case 'recipe':
      return fill(entry.order === 0 ? T.begin : T.recipe, {
        changes: changes(before, entry.recipe),
      });
    case 'fork':
      return fill(T.fork, { name: entry.name });
    case 'jump':
      return T[entry.why];
  }
}

interface Line {
  key: number;
  step: number;
  text: string;
}

/** A line for each entry, the newest first; a knob that was dragged is one line. */
export function lines(entries: JournalEntry[]): Line[] {
  const made: (Line & { of: string })[] = [];
  let recipe: Recipe | null = null;
  for (const entry of entries) {
    const of =
      'parameter' in entry ? `${entry.kind}/${entry.parameter}/${entry.index}` : entry.kind;
    const line = { key: entry.order, step: entry.step, text: told(entry, recipe), of };
    const last = made.at(-1);
    if (
      entry.kind !== 'recipe' &&
      entry.kind !== 'fork' &&
      entry.kind !== 'jump' &&
      last?.of === of &&
      last.step === entry.step
    )
      made.pop();
    if (entry.kind !== 'recipe' || !recipe || changes(recipe, entry.recipe)) made.push(line);
    if (entry.kind === 'recipe') recipe = entry.recipe;
  }
  return made.slice(-shownAtMost).reverse();
}

const asked = 2000;

export function Journal() {
  const T = texts();
  const entries = useSignal<JournalEntry[]>([]);
  const read = useSignal(
    atMost(
      500,
      latest(async () => {
        const first = await ask('journal', {});
        // What is newest stands at the end.
        entries.value =
          first.total <= asked
            ? first.entries
            : (await ask('journal', { offset: first.total - asked })).entries;
      }),
    ),
  );
  useSignalEffect(() => {
    void state.value?.edits;
    void state.value?.branch;
    if (!running.value) void state.value?.step; // learning alone writes nothing down
    read.peek()();
  });
  if (entries.value.length === 0) return <p class="plot-empty">{T.journal.empty}</p>;
  return (
    <ul class="journal" tabIndex={0} aria-label={T.learn.journal}>
      {lines(entries.value).map((line) => (
        <li key={line.key}>{fill(T.journal.line, { step: count(line.step), what: line.text })}</li>
      ))}
    </ul>
  );
}
