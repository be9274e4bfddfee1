// The word that the figures of gates are about: the one of the view Speech, or the chapter's.
import { computed, effect } from '@preact/signals';
import { greeted } from '../../../model/engine';
import { hello } from '../../../model/network';
import { hear, hearing, heardLast, listening, moment } from '../../../views/speech/model';

export const offered = computed(() => hello.value?.offers?.includes('speech') ?? false);

/** null: nothing is heard, or by a network whose gates cannot be asked for */
export const gated = computed(() => {
  const layer = hearing.value?.layer;
  return layer?.slots.includes('forget_gate') && hearing.value?.heard === layer.heard
    ? { ...hearing.value, layer }
    : null;
});

let session = 0;

/** In a new session the engine has heard nothing yet. */
async function begin(): Promise<void> {
  if (greeted.value !== session) heardLast.value = null;
  session = greeted.value;
  if (!offered.value || hearing.peek() || listening.peek()) return;
  const recordings = hello.peek()?.recordings ?? [];
  const seven = recordings.findIndex(({ label }) => /^(7|seven|семь)$/i.test(label));
  if (recordings.length === 0) return;
  await hear({ recording: Math.max(0, seven) });
  moment.value = Math.floor((hearing.peek()?.heard ?? 0) / 2);
}

/** As long as somebody looks: a word is heard, and what hangs on `at` and on it is asked anew. */
export function followWord(at: { value: unknown }, load: () => void): () => void {
  const ends = [
    effect(() => {
      void [greeted.value, offered.value];
      void begin();
    }),
    effect(() => {
      void [at.value, gated.value, greeted.value];
      load();
    }),
  ];
  return () => ends.forEach((end) => end());
}
