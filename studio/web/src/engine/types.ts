// What messages of the protocol are about, and the events; docs/protocol.md describes them. The
// commands are in commands.ts.

export interface Recipe {
  rate: number;
  batch: number;
  optimizer: string;
  cost: string;
  activation: string;
  hidden: number[];
  init: string;
  seed: number;
  train_size: number;
  shuffle_labels: boolean;
  weight_decay: number;
  l1: number;
  dropout: number;
  augment: string;
  patience: number;
  label_smoothing: number;
  momentum: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  clip: number;
  huber_delta: number;
  focal_gamma: number;
}

/** What a field of the recipe may be; the form is drawn from these. */
export interface SettingInfo {
  name: string;
  type: string;
  /** what changing it asks of the training: nothing, an edit, an era, a network */
  change: string;
  /** few people change it */
  rare: boolean;
  choices?: string[];
  /** the cost beside which alone it means something */
  cost?: string;
  /** numbers to offer */
  offers?: number[];
}

export interface ParameterInfo {
  name: string;
  shape: number[];
  offset: number;
}

export interface LayerInfo {
  name: string;
  width: number;
  activation: string;
  /** within which its activations lie; null: without a bound */
  range: [low: number | null, high: number | null];
  inputs: number;
  weight: string;
  bias: string;
}

export interface State {
  running: boolean;
  step: number;
  epoch: number;
  stepsPerEpoch: number;
  epochFraction: number;
  samplesPerSecond: number;
  /** steps a second; null: full speed */
  pace: number | null;
  accelerating: boolean;
  cost: number | null;
  accuracy: number | null;
  testCost: number | null;
  testAccuracy: number | null;
  branch: number;
  /** whether the present grew from the network taught beforehand; null: there is none like it */
  taught: boolean | null;
  edits: number;
  shown: { step: number; live: boolean; branch: number; exact: boolean };
  firstStep?: number;
  snapshots?: { count: number; bytes: number; budget: number };
  muted?: { layer: string; neuron: number }[];
  /** steps of the lesson of a link that is being done again */
  following: { done: number; steps: number } | null;
  recipe: Recipe;
}

/** what is shown as all that has to be done again to come to it; the engine's own */
export type Lesson = Record<string, unknown> & {
  subject: Subject;
  step: number;
  table?: LessonTable;
};

/** by which a table is known again, and which of its columns are learnt */
export interface LessonTable {
  name: string;
  rows: number;
  columns: number;
  digest: string;
  target: string[];
}

/** which of a visitor's networks is shown */
export type Subject = 'digits' | 'plane' | 'table';

export type PlaneInput = 'x' | 'y' | 'x2' | 'y2' | 'xy' | 'sinx' | 'siny';

export type Shape =
  | 'circle'
  | 'xor'
  | 'spirals'
  | 'moons'
  | 'blobs'
  | 'rings3'
  | 'curve'
  | 'slope'
  | 'own';

/** What a browser makes of a picture or a recording that the engine cannot read; in base64. */
export interface Pixels {
  width: number;
  height: number;
  rgb: string;
}
export interface Samples {
  rate: number;
  samples: string;
}

/** How the pictures of the plane lie: row 0 is y = range, the first of a row x = −range. */
export interface PlaneInfo {
  side: number;
  outputSide: number;
  range: number;
  inputs: PlaneInput[];
}

/** A column of a table as the network sees it: (x − offset) · scale, or an input for each word. */
export interface TableColumn {
  name: string;
  words: string[] | null;
  offset: number;
  scale: number;
  /** of numbers: between what they are, between what the middle half of them is */
  low: number;
  high: number;
  first: number;
  last: number;
  /** the median; of words the place of the most frequent one */
  middle: number;
  whole: boolean;
  /** whether its cell may be empty */
  empty?: boolean;
}

export interface TableInfo {
  columns: TableColumn[];
  targets: TableColumn[];
  /** several classes: any number of them */
  kind: 'numbers' | 'classes' | 'several_classes';
  rows: number;
  /** what the engine has to say of it, in English; mostly empty */
  note: string;
}

/** an example's class or value; of several targets one each */
export type Label = number | number[];

/** a number, a word's place among those of its column, null: empty */
export type Row = (number | null)[];

/** A table before anything is learnt of it; `words` counts the different ones. */
export interface Glimpse {
  name: string;
  rows: number;
  digest: string;
  columns: { name: string; words: number | null }[];
  first: (number | string | null)[][];
  likely: string;
}

/** What makes the points of the plane. */
export interface PointFields {
  shape: Shape;
  count: number;
  noise: number;
  classes: number;
  /** share of the points that is kept for testing */
  test: number;
  seed: number;
  inputs: PlaneInput[];
}

export interface PointsEvent extends PointFields {
  event: 'points';
  regression: boolean;
  /** some were set or erased */
  byHand: boolean;
  /** how many there are */
  points: { train: number; test: number };
}

export interface Hello {
  event: 'hello';
  protocol: number;
  revision: number;
  net: string;
  parameters: ParameterInfo[];
  count: number;
  layers: LayerInfo[];
  input: { name: string; shape: number[] };
  data: { name: string; train: number; test: number; classes: string[] };
  recipe: Recipe;
  settings: SettingInfo[];
  threads: number;
  simd: string;
  visitor?: string;
  state: State & { event?: 'state' };
  offers?: string[];
  recordings?: { name: string; label: string }[];
  syntheticSpeech?: boolean;
  /** samples a second that the network hears; null: there is none */
  soundRate?: number | null;
  subject?: Subject;
  plane?: PlaneInfo;
  table?: TableInfo;
}

export type CurvePoint = [
  step: number,
  epoch: number,
  cost: number | null,
  accuracy: number | null,
  testCost: number | null,
  testAccuracy: number | null,
];

/** the root of the mean square of the slopes of a layer's weights */
export interface LayerSlope {
  layer: string;
  size: number;
}

export interface RunnerState {
  points: CurvePoint[];
  /** early, by its patience */
  stopped: boolean;
  /** where they were asked for */
  slopes?: LayerSlope[] | null;
  error?: string;
}

export interface Branch {
  id: number;
  name: string;
  parent: number | null;
  forkedAt: number;
  step: number;
  /** grown from the network taught beforehand */
  taught: boolean;
}

export type EngineEvent =
  | Hello
  | ({ event: 'state' } & State)
  | { event: 'curve'; branch: number; points: CurvePoint[] }
  | { event: 'race'; runners: RunnerState[]; epochs: number; done: boolean }
  | ({ event: 'own'; epochs: number; done: boolean } & RunnerState)
  | { event: 'stopped'; reason: string; text: string }
  | { event: 'branches'; list: Branch[] }
  | PointsEvent
  | ({ event: 'cnn' } & CnnState);

export type Channel = 'parameters' | 'activations' | 'gradient' | 'plane';

export interface Place {
  parameter: string;
  index: number;
}

export interface Edit extends Place {
  kind: 'set' | 'hold' | 'release';
  value?: number;
}

export interface Steps {
  box: boolean;
  scale: boolean;
  stroke: boolean;
  mass: boolean;
}

/** what a photograph had beside the digit and was left out, or was missing there */
export type Beside = 'table' | 'lines' | 'frame' | 'marks' | 'no_margin';

export interface Xray {
  box: [number, number, number, number];
  /** of a photograph */
  beside?: Beside[];
  scale: number;
  strokeWidth: number;
  thickened: number;
  shift: [number, number];
}

export interface Score {
  cost: number;
  /** null where answers are values, not classes */
  accuracy: number | null;
}
export interface Figures extends Score {
  samples: number;
}

export interface Votes {
  bias: number;
  rounding: number;
  inFavour: number;
  against: number;
  z: number;
  activation: number;
}

export interface NeuronFacts {
  mean: number;
  best: { index: number; activation: number; label: number }[];
  histogram: number[];
  scale: [number, number];
  perClass: (number | null)[]; // null: no test sample is of this class
}

/** how far the CNN beside the visitor's network is */
export interface CnnState {
  ready: boolean;
  learning: boolean;
  parameters: number | null;
  seconds: number;
  progress?: number;
  cost?: number;
  error?: string;
}

/** a layer of the CNN; its numbers begin at `offset` */
export interface MapLayer {
  name: string;
  kind: string;
  activation: string;
  shape: number[];
  offset: number;
}

export interface FilterLayer {
  name: string;
  shape: [out: number, into: number, height: number, width: number];
  bias: number[];
  offset: number;
}

export interface Heard {
  name: string;
  label: string | null;
  seconds: number;
  rate: number;
  word: number;
  whole: boolean;
  heard: number;
  every: number;
  features: {
    rate: number;
    windowMs: number;
    hopMs: number;
    bands: number;
    frames: number;
    lowHz: number;
    highHz: number;
  };
  classes: string[];
  outputs: number[];
  parameters: number;
  layer: {
    name: string;
    units: number;
    directions: number;
    heard: number;
    frames: number;
    slots: string[];
    output: string;
  } | null;
}

/** what was done to a training, before its step `step` */
export type JournalEntry = { step: number; order: number } & (
  | { kind: 'set' | 'hold' | 'release'; parameter: string; index: number; value: number }
  | { kind: 'rate' | 'batch'; value: number }
  | { kind: 'recipe'; recipe: Recipe }
  | { kind: 'fork'; name: string }
  | { kind: 'jump'; why: 'taught' | 'nudge' | 'early_stopping' }
);
