import { signal } from '@preact/signals';

export const handTab = signal<'field' | 'brush'>('field');
export const brushNeuron = signal(3);
