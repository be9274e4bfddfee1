import { signal } from '@preact/signals';
import { recall } from '../model/settings';

/** the stop where the tour is; null when nobody is being led */
export const tourStop = signal<number | null>(null);
export const tourOffered = signal(recall('tour') === null);
