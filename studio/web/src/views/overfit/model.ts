// The race: two or three recipes that learn side by side; what each event told is kept as curves.
import { effect, signal } from '@preact/signals';
import type { Recipe, RunnerState } from '../../engine/types';
import { link, tell } from '../../model/engine';
import { runners } from '../../model/learning';

export type Remedy = 'none' | 'decay' | 'dropout' | 'augment' | 'patience';

export interface Lane {
  train_size: number;
  shuffle_labels: boolean;
  remedy: Remedy;
}

export interface Preset {
  name: 'presetFew' | 'presetChart' | 'presetRemedy';
  why: 'fewWhy' | 'chartWhy' | 'remedyWhy';
  lanes: Lane[];
  epochs: number;
}

const lane = (train_size: number, shuffle_labels = false, remedy: Remedy = 'none'): Lane => ({ train_size, shuffle_labels, remedy });

export const presets: Preset[] = [
  { name: 'presetFew', why: 'fewWhy', lanes: [lane(100), lane(0)], epochs: 60 },
  { name: 'presetChart', why: 'chartWhy', lanes: [lane(1000), lane(1000, true)], epochs: 200 },
  { name: 'presetRemedy', why: 'remedyWhy', lanes: [lane(1000), lane(1000, false, 'decay')], epochs: 60 },
];

export const lanes = signal<Lane[]>(presets[0].lanes);
export const epochs = signal(60);
export const why = signal<Preset['why'] | null>(presets[0].why);
export const racing = signal(false);
export const history = signal<RunnerState[]>([]);
export const raced = signal<Lane[]>([]);

export function choosePreset(preset: Preset): void {
  lanes.value = preset.lanes;
  epochs.value = preset.epochs;
  why.value = preset.why;
}

export function recipeOf({ train_size, shuffle_labels, remedy }: Lane): Partial<Recipe> {
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
  history.value = [];
  raced.value = lanes.value;
  runners.value = null;
  racing.value = (await tell('race', { runners: lanes.value.map(recipeOf), epochs: epochs.value })) !== null;
}

export async function stop(): Promise<void> {
  await tell('race', { stop: true });
  racing.value = false;
}

effect(() => {
  const now = runners.value;
  if (!now) return;
  history.value = now.runners;
  racing.value = !now.done;
});
effect(() => {
  if (link.value !== 'open') racing.value = false;
});
