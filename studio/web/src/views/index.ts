// The views in the order of their tabs. A new one is its folder and its line here; the name is its
// address too, and the key of its title in the texts.
import type { ComponentChildren, FunctionComponent } from 'preact';
import type { Subject } from '../engine/types';
import { lazy } from './lazy';
import { NetworkView } from './network/NetworkView';

export interface View {
  name: string;
  component: FunctionComponent;
  /** the network that it is about; without it, the one that reads digits */
  subject?: Subject;
  /** what goes in, where that is no digit */
  left?: FunctionComponent;
  /** what is selected in it, where that is of another network: shown in place of its children */
  selected?: FunctionComponent<{ children?: ComponentChildren }>;
  /** whether this studio has what it shows; without it, always */
  offered?: (offers: string[]) => boolean;
}

const all = [
  { name: 'network', component: NetworkView },
  { name: 'hand', component: lazy(() => import('./hand/HandView')) },
  { name: 'descent', component: lazy(() => import('./descent/DescentView')) },
  { name: 'overfit', component: lazy(() => import('./overfit/OverfitView')) },
  { name: 'sees', component: lazy(() => import('./sees/SeesView')) },
  {
    name: 'plane',
    component: lazy(() => import('./plane/PlaneView')),
    subject: 'plane',
    left: lazy(() => import('./plane/PointsPanel')),
    selected: lazy(() => import('./plane/Selected')),
  },
  {
    name: 'table',
    component: lazy(() => import('./table/TableView')),
    subject: 'table',
    left: lazy(() => import('./table/RowPanel')),
    selected: lazy(() => import('./table/Selected')),
    offered: (has) => has.includes('table'),
  },
  {
    name: 'cnn',
    component: lazy(() => import('./cnn/CnnView')),
    selected: lazy(() => import('./cnn/Detail')),
    offered: (has) => has.includes('cnn'),
  },
  {
    name: 'speech',
    component: lazy(() => import('./speech/SpeechView')),
    selected: lazy(() => import('./speech/MomentPanel')),
  },
] as const satisfies readonly View[];

export type ViewName = (typeof all)[number]['name'];
type Entry = View & { name: ViewName };

export const views: readonly Entry[] = all;

export const offeredViews = (offers: string[]): readonly Entry[] =>
  views.filter(({ offered }) => offered?.(offers) ?? true);

export const viewNamed = (name: ViewName): View =>
  views.find((view) => view.name === name) ?? views[0];

export const subjectOf = (name: ViewName): Subject => viewNamed(name).subject ?? 'digits';
