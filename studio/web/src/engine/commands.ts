// The commands of the protocol, with their fields and answers; docs/protocol.md describes them.
import type {
  Channel,
  Edit,
  Figures,
  FilterLayer,
  Heard,
  JournalEntry,
  Lesson,
  MapLayer,
  NeuronFacts,
  Pixels,
  Place,
  PointFields,
  Recipe,
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
      label?: number;
    };
    answer: {
      label: number | null;
      index: number | null;
      xray: Xray | null;
      /** of the plane */
      point?: [x: number, y: number] | null;
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
  taught: { fields: { on: boolean }; answer: { branch: number } };
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
  hear: { fields: { recording?: number; sound?: string | Samples; name?: string }; answer: Heard };
}

export type CommandName = keyof Commands;
export type Fields<K extends CommandName> = Commands[K]['fields'];
export type Answer<K extends CommandName> = Commands[K]['answer'];
