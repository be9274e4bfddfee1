// The race: two or three recipes that learn side by side; what each event told is kept as curves.
import { signal } from '@preact/signals';
import type { Recipe } from '../../engine/types';
import { Race } from '../../model/race';

export type Remedy = 'none' | 'decay' | 'dropout' | 'augment' | 'patience';

export interface Contender {
  train_size: number;
  shuffle_labels: boolean;
  remedy: Remedy;
}

export interface Preset {
  name: 'presetFew' | 'presetChart' | 'presetRemedy';
  why: 'fewWhy' | 'chartWhy' | 'remedyWhy';
  contenders: Contender[];
  epochs: number;
}

const contender = (
  train_size: number,
  shuffle_labels = false,
  remedy: Remedy = 'none',
): Contender => ({ train_size, shuffle_labels, remedy });

export const presets: Preset[] = [
  { name: 'presetFew', why: 'fewWhy', contenders: [contender(100), contender(0)], epochs: 60 },
  {
    name: 'presetChart',
    why: 'chartWhy',
    contenders: [contender(1000), contender(1000, true)],
    epochs: 200,
  },
  {
    name: 'presetRemedy',
    why: 'remedyWhy',
    contenders: [contender(1000), contender(1000, false, 'decay')],
    epochs: 60,
  },
];

export const contenders = signal<Contender[]>(presets[0].contenders);
export const epochs = signal(60);
export const why = signal<Preset['why'] | null>(presets[0].why);
const race = new Race();
race.adopt();
export const { runners: history, running: racing } = race;
export const raced = signal<Contender[]>([]);

export function choosePreset(preset: Preset): void {
  contenders.value = preset.contenders;
  epochs.value = preset.epochs;
  why.value = preset.why;
}

/** An eye chart of that many examples: with its true labels, and with shuffled ones. */
export function chooseChart(examples: number, lasts: number): void {
  contenders.value = [contender(examples), contender(examples, true)];
  epochs.value = lasts;
  why.value = 'chartWhy';
}

export function recipeOf({ train_size, shuffle_labels, remedy }: Contender): Partial<Recipe> {
  const recipe: Partial<Recipe> = {
    train_size,
    shuffle_labels,
    batch: train_size > 0 && train_size <= 1000 ? 10 : 64,
    weight_decay: 0,
    dropout: 0,
    augment: '',
    patience: 0,
  };
  if (remedy === 'decay') recipe.weight_decay = 0.0005;
  if (remedy === 'dropout') recipe.dropout = 0.2;
  if (remedy === 'augment') recipe.augment = 'shift=1';
  if (remedy === 'patience') recipe.patience = 3;
  return recipe;
}

export async function start(): Promise<void> {
  raced.value = contenders.value;
  await race.start(contenders.value.map(recipeOf), epochs.value);
}

export const stop = (): Promise<void> => race.stop();
