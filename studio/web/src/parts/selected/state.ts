import { signal } from '@preact/signals';

/** the formula of the selected neuron is shown; it stays so when another is selected */
export const formulaOpen = signal(false);
