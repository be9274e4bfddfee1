import { signal } from '@preact/signals';
import type { Answer } from '../../engine/commands';
import type { Place } from '../../engine/types';

/** the formula of the selected neuron is shown; it stays so when another is selected */
export const formulaOpen = signal(false);
/** how some examples pulled at a weight, when they were last asked */
export const pulled = signal<{ place: Place; found: Answer<'tug'> } | null>(null);
