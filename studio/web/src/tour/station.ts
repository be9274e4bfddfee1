// What a station of the tour is. Its words are in the texts, under its name.
import type { Texts } from '../text/tour';
import type { ViewName } from '../views';
import type { Network } from './network';

export type StationName =
  | 'draw'
  | 'bias'
  | 'squeeze'
  | 'melted'
  | 'knobs'
  | 'mute'
  | 'darkness'
  | 'ball'
  | 'learn'
  | 'passes'
  | 'slowly'
  | 'tug'
  | 'deep'
  | 'chart'
  | 'patches'
  | 'noise'
  | 'shift'
  | 'word';

/** Words in brackets are the chapter's own; braces are filled with the engine's numbers. */
export interface StationText {
  text: string;
  ask: string;
  answer: string;
  /** what can be guessed */
  options?: readonly string[];
}

export type Facts = Record<string, string | number>;

export interface Station {
  name: StationName;
  /** of the textbook, that it is the short way through */
  chapter: number;
  view: ViewName;
  /** where the story stands */
  network: Network;
  /** the control that it asks to use, or what it asks about */
  points: string;
  /** whether this studio has what it shows; without it, always */
  offered?: () => boolean;
  /** what is written on the control */
  button?: (texts: Texts) => string;
  prepare?: () => void | Promise<void>;
  /** what is told before the reader has done anything */
  facts?: () => Facts;
  /**
   * what the answer to the reader tells, once the reader has done what was asked; subscribes to
   * what it reads
   */
  done: () => Facts | null;
  /** of a guess: which option is right; −1: none of them, null: it is not known */
  right?: () => number | null;
  /** leaves the page as it was before */
  leave?: () => void | Promise<void>;
}
