// The commands of the protocol, with their fields and answers; docs/protocol.md describes them.
import type {
  Channel,
  Edit,
  Figures,
  FilterLayer,
  Glimpse,
  Label,
  Heard,
  JournalEntry,
  LayerSlope,
  Lesson,
  MapLayer,
  NeuronFacts,
  Pixels,
  Place,
  PointFields,
  Recipe,
  Row,
  Samples,
  Score,
  Steps,
  Subject,
  Votes,
  Xray,
} from './types';

type None = Record<string, never>;

/** what the library says of a recipe that may be meant and mostly is not, in English */
interface Noted {
  notes?: string[];
}

/** `net`: the hidden layers in words, in place of `hidden` */
export type InWords = Partial<Recipe> & { net?: string };

/** `pixel_order`: the seed of an order in which it sees all pictures */
export type Runner = InWords & { pixel_order?: number };

/** a gate of the network that hears, of some units or of all */
interface Held {
  gate: string;
  units?: number[];
  value: number;
}

interface Moment {
  branch?: number;
  step: number;
}
interface Moments {
  from: Moment;
  to: Moment;
}

export interface Commands {
  watch: { fields: { channels: Channel[] }; answer: None };
  learn: {
    fields: {
      run?: boolean;
      steps?: number;
      epochs?: number;
      pace?: number | null;
      accelerate?: { from: number; by: number };
    };
    answer: None;
  };
  recipe: { fields: Partial<Recipe>; answer: { reset: boolean; recipe: Recipe } & Noted };
  reset: { fields: { seed: 'same' | 'new' }; answer: { seed: number } & Noted };
  input: {
    fields: {
      strokes?: { lines: number[][]; width: number; side: number };
      steps?: Steps;
      test?: number;
      mistake?: number;
      noise?: number;
      picture?: string | Pixels;
      pixels?: number[];
      none?: true;
      point?: [x: number, y: number];
      row?: Row;
      label?: number;
    };
    answer: {
      label: Label | null;
      index: number | null;
      xray: Xray | null;
      /** of the plane */
      point?: [x: number, y: number] | null;
      /** of a table */
      row?: Row | null;
    };
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
      /** a part of the test set */
      from?: number;
      count?: number;
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
  nudge: { fields: None; answer: { rate: number; before: number; after: number } };
  tug: {
    fields: Place & {
      samples: number;
      from?: number;
      labels?: { index: number; label: number }[];
    };
    answer: {
      pulls: { index: number; label: Label; outputs: number[]; gradient: number }[];
      mean: number;
    };
  };
  line: {
    fields: Moments & {
      seed?: number;
      range?: [number, number];
      points?: number;
      samples?: number;
    };
    /** in bulk both ends */
    answer: Moments & {
      length: number;
      at: number[];
      costs: number[];
      accuracies: (number | null)[];
      samples: number;
    };
  };
  way: {
    fields: Moments & { most?: number; samples?: number };
    answer: Moments & {
      length: number;
      moments: [step: number, at: number, distance: number, cosine: number, cost: number][];
      samples: number;
    };
  };
  noise: {
    fields: { sizes: number[]; draws?: number; samples?: number; seed?: number };
    answer: {
      length: number;
      samples: number;
      noise: {
        size: number;
        mean: number;
        draws: [length: number, cosine: number, distance: number][];
      }[];
    };
  };
  speed: {
    fields: { rows?: number; hidden?: number };
    /** seconds for all rows, by a plain loop and by the kernel */
    answer: {
      loop: number;
      kernel: number;
      difference: number;
      rows: number;
      parameters: number;
      threads: number;
      simd: string;
    };
  };
  /** in bulk [outputs][inputs] */
  saliency: { fields: None; answer: { of: 'activation' | 'z' } };
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
    fields: { step?: number; branch?: number; live?: boolean; exact?: boolean };
    answer: { step: number; exact: boolean; live: boolean };
  };
  fork: {
    fields: { step: number; branch?: number; name?: string };
    answer: { branch: number };
  };
  branch: { fields: { to: number }; answer: None };
  taught: { fields: { on: boolean }; answer: { branch: number } };
  depth: {
    fields: { recipe: InWords; steps?: number; samples?: number };
    answer: {
      layers: LayerSlope[];
      cost: number;
      accuracy: number | null;
      step: number;
      parameters: number;
      samples: number;
    };
  };
  race: {
    fields: { runners?: Runner[]; epochs?: number; slopes?: boolean; stop?: true };
    answer: { runners?: Recipe[] };
  };
  /** in bulk the numbers */
  runner: { fields: { runner: number; parameter: string }; answer: { shape: number[] } };
  /** in bulk where each pixel comes from */
  pixel_order: { fields: { seed: number }; answer: None };
  own: {
    fields: {
      /** as many pictures as there are, one after the other, or each word, in base64 */
      classes?: { name: string; pictures?: string; words?: string[] }[];
      kind?: 'drawing' | 'photograph' | 'word';
      recipe?: InWords;
      epochs?: number;
      stop?: true;
    };
    answer: { recipe?: Recipe; parameters?: number; tests?: [of: number, example: number][] };
  };
  /** in bulk the outputs for each example of the test */
  own_exam: { fields: None; answer: None };
  /**
   * in bulk of a picture slope × pixel and what covering costs the output; of a word what silencing
   * costs it, and what is said when it has ended after 1, 2, … frames
   */
  own_why: {
    fields: { pixels?: string; word?: string; output?: number };
    answer: { outputs: number[]; output: number; of?: 'activation' | 'z'; window: number };
  };
  own_save: { fields: None; answer: { base64: string } };
  /** in bulk the pixels, or the samples that are heard */
  form: {
    fields: {
      strokes?: { lines: number[][]; width: number; side: number };
      picture?: string | Pixels;
      sound?: string | Samples;
      kind?: 'drawing' | 'photograph' | 'word';
    };
    answer: { rate?: number };
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
  link: { fields: None; answer: { link: Lesson } };
  follow: {
    fields: { link?: object; stop?: true };
    answer: { branch?: number; step?: number };
  };
  save: { fields: { what: 'model' }; answer: { name: string; base64: string } };
  open: { fields: { base64: string }; answer: { recipe: Recipe } & Noted };
  journal: {
    fields: { branch?: number; offset?: number };
    answer: { entries: JournalEntry[]; total: number };
  };
  subject: { fields: { of: Subject }; answer: None };
  points: {
    fields: Partial<PointFields> & {
      add?: [x: number, y: number, label: number][];
      erase?: number[];
      set?: [x: number, y: number, label: number][];
    };
    answer: { reset: boolean; train: number; test: number } & Noted;
  };
  table: {
    fields: { base64?: string; name?: string; target?: string[] };
    answer: Partial<Glimpse>;
  };
  /** in bulk [columns][outputs]: with each column in turn as it usually is */
  columns: { fields: None; answer: { outputs: number[] } };
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
  /** in bulk f64, what each input adds, and each unit that spoke a frame before */
  gate: {
    fields: { direction?: number; gate: string; unit: number; frame: number };
    answer: { bias: number; z: number };
  };
  /** in bulk moments and gates, as those of hear */
  held: {
    fields: { holds: (Held & { first?: number; last?: number })[] };
    answer: { outputs: number[]; every: number };
  };
  hold_each: { fields: Held; answer: { answers: number[] } };
  hear: { fields: { recording?: number; sound?: string | Samples; name?: string }; answer: Heard };
}

export type CommandName = keyof Commands;
export type Fields<K extends CommandName> = Commands[K]['fields'];
export type Answer<K extends CommandName> = Commands[K]['answer'];
