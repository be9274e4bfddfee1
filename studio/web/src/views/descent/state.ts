import { signal } from '@preact/signals';
import type { Place } from '../../engine/types';

export const axes = signal<{ x: Place | null; y: Place | null }>({ x: null, y: null });
