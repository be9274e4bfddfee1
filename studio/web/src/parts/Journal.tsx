import { useSignal, useSignalEffect } from '@preact/signals';
import { ask } from '../model/engine';
import { latest } from '../model/frame';
import { state } from '../model/learning';
import { count, fill, texts } from '../text';

function tellEdit(edit: unknown): string {
  if (typeof edit === 'string') return edit;
  return Object.entries(edit as Record<string, unknown>)
    .map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');
}

export function Journal() {
  const T = texts();
  const entries = useSignal<{ step: number; order: number; edit: unknown }[]>([]);
  const read = latest(async () => {
    entries.value = (await ask('journal', {})).entries;
  });
  useSignalEffect(() => {
    void state.value?.edits;
    read();
  });
  if (entries.value.length === 0) return <p class="plot-empty">{T.time.journalEmpty}</p>;
  return (
    <ul class="journal" tabIndex={0} aria-label={T.learn.journal}>
      {entries.value.slice(-200).reverse().map((e) => (
        <li key={`${e.step}/${e.order}`}>{fill(T.time.journalLine, { step: count(e.step), what: tellEdit(e.edit) })}</li>
      ))}
    </ul>
  );
}
