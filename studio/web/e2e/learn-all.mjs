// The checks of the textbook's figures.
import * as bend from './learn-bend.mjs';
import * as deep from './learn-deep.mjs';
import * as downhill from './learn-downhill.mjs';
import * as exam from './learn-exam.mjs';
import * as gates from './learn-gates.mjs';
import * as learnImages from './learn-images.mjs';
import * as matrix from './learn-matrix.mjs';
import * as own from './learn-own.mjs';
import * as road from './learn-road.mjs';
import * as sees from './learn-sees.mjs';
import * as learnSpeech from './learn-speech.mjs';
import * as tug from './learn-tug.mjs';

export const everywhere = [
  ...bend.checks,
  ...matrix.checks,
  ...downhill.checks,
  ...road.checks,
  ...tug.checks,
  ...deep.checks,
  ...exam.checks,
  ...sees.checks,
  ...learnImages.checks,
  ...learnSpeech.checks,
  ...gates.checks,
  ...own.checks,
];

/** A race of two depths takes long and is no other on a phone. */
export const onAPhone = [
  ...bend.checks,
  ...matrix.checks,
  ...downhill.checks,
  ...road.checks,
  ...tug.checks,
  deep.slopesVanish,
  ...exam.checks,
  ...sees.checks,
  ...learnImages.checks,
  ...learnSpeech.checks,
  ...gates.checks,
  ...own.checks,
];
