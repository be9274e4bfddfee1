// Messages of the protocol; docs/protocol.md describes them.

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
  dropout: number;
  augment: string;
  patience: number;
  label_smoothing: number;
  momentum: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  clip: number;
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
  cost: number | null;
  accuracy: number | null;
  testCost: number | null;
  testAccuracy: number | null;
  branch: number;
  edits: number;
  shown: { step: number; live: boolean; branch: number; exact: boolean };
  firstStep?: number;
  snapshots?: { count: number; bytes: number; budget: number };
  muted?: { layer: string; neuron: number }[];
  recipe: Recipe;
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
}

export type CurvePoint = [
  step: number,
  epoch: number,
  cost: number | null,
  accuracy: number | null,
  testCost: number | null,
  testAccuracy: number | null,
];

export interface RunnerState {
  points: CurvePoint[];
  /** early, by its patience */
  stopped: boolean;
  error?: string;
}

export interface Branch {
  id: number;
  name: string;
  parent: number | null;
  forkedAt: number;
  step: number;
}

export type EngineEvent =
  | Hello
  | ({ event: 'state' } & State)
  | { event: 'curve'; branch: number; points: CurvePoint[] }
  | { event: 'race'; runners: RunnerState[]; epochs: number; done: boolean }
  | { event: 'stopped'; reason: string; text: string }
  | { event: 'branches'; list: Branch[] }
  | ({ event: 'cnn' } & CnnState);

export type Channel = 'parameters' | 'activations' | 'gradient';

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
  accuracy: number;
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
);

type None = Record<string, never>;

/** what the library says of a recipe that may be meant and mostly is not, in English */
interface Noted {
  notes?: string[];
}

export interface Commands {
  watch: { fields: { channels: Channel[] }; answer: None };
  learn: { fields: { run?: boolean; steps?: number; epochs?: number }; answer: None };
  recipe: { fields: Partial<Recipe>; answer: { reset: boolean; recipe: Recipe } & Noted };
  reset: { fields: { seed: 'same' | 'new' }; answer: { seed: number } & Noted };
  input: {
    fields: {
      strokes?: { lines: number[][]; width: number; side: number };
      steps?: Steps;
      test?: number;
      mistake?: number;
      noise?: number;
      picture?: string;
      pixels?: number[];
      none?: true;
      label?: number;
    };
    answer: { label: number | null; index: number | null; xray: Xray | null };
  };
  edit: {
    fields: { edits: Edit[]; evaluate?: boolean };
    answer: { step: number; edit: number } & Partial<Figures>;
  };
  evaluate: {
    fields: {
      set: 'test' | 'train' | 'drawn';
      steps?: Steps;
      trial?: (Place & { value: number })[];
    };
    answer: Figures;
  };
  mute: { fields: { layer: string; neuron: number; on: boolean }; answer: Figures };
  votes: { fields: { layer: string; neuron: number }; answer: Votes };
  neuron: { fields: { layer: string; neuron: number }; answer: NeuronFacts };
  cost: {
    fields: None;
    answer: {
      outputs: number[];
      wanted: number[];
      terms: number[];
      sum: number | null;
      label: number | null;
      cost: string;
    };
  };
  gradient: {
    fields: { of: 'example' | 'batch'; samples?: number };
    answer: { cost: number; norm: number; samples: number };
  };
  tug: {
    fields: Place & { samples: number };
    answer: { pulls: { index: number; label: number; gradient: number }[]; mean: number };
  };
  surface: {
    fields: {
      x: Place;
      y: Place;
      xRange: [number, number];
      yRange: [number, number];
      side: number;
      samples: number;
    };
    answer: {
      step: number;
      samples: number;
      firstSample: number;
      cost: number;
      at: [number, number];
      xRange: [number, number];
      yRange: [number, number];
    };
  };
  roll: {
    fields: {
      x: Place;
      y: Place;
      at: [number, number];
      rate: number;
      steps: number;
      samples: number;
    };
    answer: { path: [number, number, number][]; samples: number };
  };
  confusion: { fields: None; answer: { matrix: number[][]; step: number } & Score };
  gallery: {
    fields: { label?: number; answer?: number; wrong?: boolean; offset: number; count: number };
    answer: {
      items: { index: number; label: number; answer: number; activation: number }[];
      total: number;
    };
  };
  images: { fields: { set: 'test' | 'train'; indexes: number[] }; answer: { labels: number[] } };
  time: {
    fields: { step?: number; live?: boolean; exact?: boolean };
    answer: { step: number; exact: boolean; live: boolean };
  };
  fork: { fields: { step: number; name?: string }; answer: { branch: number } };
  branch: { fields: { to: number }; answer: None };
  race: {
    fields: { runners?: Partial<Recipe>[]; epochs?: number; stop?: true };
    answer: { runners?: Recipe[] };
  };
  hand: {
    fields: { start?: true; stop?: true };
    answer: Partial<Figures> & {
      before?: Figures;
      byHand?: Figures;
      oneStep?: Figures;
      paths?: { hand: [number, number, number][]; descent: [number, number, number][] };
    };
  };
  save: { fields: { what: 'model' }; answer: { name: string; base64: string } };
  open: { fields: { base64: string }; answer: { recipe: Recipe } & Noted };
  journal: {
    fields: { branch?: number; offset?: number };
    answer: { entries: JournalEntry[]; total: number };
  };
  ping: { fields: None; answer: None };
  cnn: { fields: { teach?: true; stop?: true }; answer: None };
  maps: {
    fields: { shift?: [right: number, down: number] };
    answer: {
      label: number | null;
      shift: [number, number];
      layers: MapLayer[];
      own: number[];
      cnn: number[];
    };
  };
  filters: {
    fields: None;
    answer: { layers: FilterLayer[]; testAccuracy: number | null; parameters: number };
  };
  shifts: {
    fields: { down: number; most: number; samples: number };
    answer: { down: number; samples: number; own: number[]; cnn: number[] };
  };
  hear: { fields: { recording?: number; base64?: string; name?: string }; answer: Heard };
}

export type CommandName = keyof Commands;
export type Fields<K extends CommandName> = Commands[K]['fields'];
export type Answer<K extends CommandName> = Commands[K]['answer'];
