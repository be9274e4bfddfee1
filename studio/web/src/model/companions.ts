// The networks beside the visitor's own: how far the CNN is, what is offered to be heard.
import { signal } from '@preact/signals';
import type { CnnState } from '../engine/types';

export const cnn = signal<CnnState | null>(null);
