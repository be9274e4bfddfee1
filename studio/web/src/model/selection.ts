// What is selected, what is hovered, which view is in the middle.
import { signal } from '@preact/signals';
import type { Place } from '../engine/types';
import type { ViewName } from '../views';
import { perSubject } from './subject';

export type Selection =
  | { kind: 'neuron'; layer: number; neuron: number }
  | { kind: 'weight'; place: Place }
  | { kind: 'pixel'; pixel: number }
  | { kind: 'cell'; label: number; answer: number }
  | { kind: 'point' }
  | null;

/**
 * what lines and weight pictures show: weight × activation, or where a step would move the weights
 */
export const linesShow = signal<'votes' | 'gradient'>('votes');

export const selection = perSubject<Selection>(() => ({ kind: 'neuron', layer: 0, neuron: 3 }));
export const hovered = perSubject<{ layer: number; neuron: number } | null>(() => null);
export const view = signal<ViewName>('network');
export type Panel = 'curves' | 'settings' | 'journal';
/** what is beside the buttons of learning */
export const panel = signal<Panel>('curves');
export const muted = perSubject<ReadonlySet<string>>(() => new Set());
export const held = perSubject<ReadonlySet<string>>(() => new Set());

export const neuronKey = (layer: number, neuron: number): string => `${layer}/${neuron}`;

export function toggled(set: ReadonlySet<string>, key: string, on: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (on) next.add(key);
  else next.delete(key);
  return next;
}
