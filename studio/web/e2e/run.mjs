// node e2e/run.mjs GLIA [--only WORD] [--speech MODEL]
// Starts `GLIA studio`, drives its page, and says what holds. dist must be built.
import * as aloud from './aloud.mjs';
import * as beside from './beside.mjs';
import { Checks, option } from './checks.mjs';
import { followsColours } from './colours.mjs';
import * as eyes from './eyes.mjs';
import * as enduring from './enduring.mjs';
import * as learn from './learn.mjs';
import { everywhere, onAPhone } from './learn-all.mjs';
import * as learning from './learning.mjs';
import * as links from './links.mjs';
import { monkey, sizes } from './monkey.mjs';
import * as whole from './page.mjs';
import { printsAWorksheet } from './paper.mjs';
import * as plane from './plane.mjs';
import { Studio } from './studio.mjs';
import * as table from './table.mjs';
import * as tour from './tour.mjs';
import * as touch from './touch.mjs';

const [glia, ...rest] = process.argv.slice(2);
if (!glia || glia.startsWith('-')) {
  console.error('usage: node e2e/run.mjs GLIA [--only WORD] [--speech MODEL]');
  process.exit(2);
}
const ears = option(rest, 'speech');
const start = () => Studio.start(glia, ears ? ['--speech', ears] : []);
const studios = await Promise.all([start(), start()]);
const run = await Checks.start(option(rest, 'only'), { glia });
const visit = (studio, options, checks) => run.visit(studio.url, options, checks, { studio });

async function wandersAtRandom({ page, seen }) {
  await monkey(page, seen, 60, page.viewportSize().width);
}

// What is timed comes first and alone; the rest in two rows side by side, each at its own studio.
const [studio, other] = studios;
await visit(studio, {}, [
  learning.startsAlive,
  whole.isSmall,
  learning.isBornAgain,
  learning.learnsAtAPace,
  learning.stepsSlowly,
  learning.learnsToNinety,
  learning.readsDrawings,
  learning.readsPhotographs,
  learning.xrayShowsItsSteps,
  learning.drawsEverywhere,
  learning.dragsAWeight,
  learning.paints,
  learning.goesBackInTime,
  learning.leavesADrag,
  learning.forks,
  learning.keepsAJournal,
  whole.switchesLanguage,
  whole.staysOnItsOrigin,
  whole.holdsItsFrames,
  plane.drawsThePlaneSmoothly,
]);
const phone = { width: 390, height: 844 };
await Promise.all([
  (async () => {
    await visit(studio, {}, [
      whole.opensEveryView,
      whole.recovers,
      whole.saysWhichLayersItExpects,
      whole.holdsTheLargestNetwork,
      whole.hasAddresses,
      eyes.choosesATextSize,
      aloud.tellsWhatChanges,
      aloud.namesEveryPicture,
      whole.keyboardReachesAll,
      whole.isAccessible,
      whole.staysOnItsOrigin,
    ]);
    await visit(studio, {}, [printsAWorksheet]);
    await visit(studio, { ...phone, language: 'ru' }, [
      whole.fitsAPhone,
      whole.slowlyInSight,
    ]);
    for (const [width, height] of sizes.slice(1))
      await visit(studio, { width, height, language: 'en' }, [wandersAtRandom]);
    for (const [width, height] of [...sizes, [810, 1080]])
      await visit(studio, { width, height, language: 'ru', text: eyes.largest }, [
        eyes.fitsAtTheLargestText,
      ]);
    await visit(studio, { ...phone, language: 'en', theme: 'light' }, [
      whole.fitsAPhone,
      whole.isAccessible,
    ]);
  })(),
  (async () => {
    await visit(other, { language: 'ru' }, [
      beside.teachesACnn,
      beside.movesADigit,
      beside.showsFeatureMaps,
      beside.countsShifts,
      beside.hears,
      whole.staysOnItsOrigin,
    ]);
    await visit(other, { language: 'en' }, [...plane.checks, whole.staysOnItsOrigin]);
    await visit(other, { language: 'ru' }, [
      ...learn.checks,
      ...everywhere,
      whole.staysOnItsOrigin,
    ]);
    await visit(other, { ...phone, language: 'ru', theme: 'light' }, [
      learn.textbookFits,
      learn.figureAgrees,
      learn.sumMeetsTheEngine,
      learn.drawingLightsTheNetwork,
      learn.keepsABet,
      ...onAPhone,
    ]);
    for (const [width, height] of [...sizes, [810, 1080]])
      await visit(other, { width, height, language: 'ru', text: eyes.largest }, [
        learn.textbookFits,
      ]);
    for (const [width, height] of [
      [810, 1080],
      [1080, 810],
    ])
      await visit(other, { width, height, language: 'ru', touch: true }, touch.checks);
    await visit(other, { language: 'en' }, [...table.checks, whole.isAccessible]);
    await visit(other, { language: 'en' }, [...links.checks, whole.staysOnItsOrigin]);
    await visit(other, { tour: '', language: 'ru' }, [...tour.checks, whole.staysOnItsOrigin]);
    await visit(other, { tour: '', language: 'en', theme: 'light', still: true }, [
      tour.goesThroughTheTour,
      whole.isAccessible,
      whole.staysOnItsOrigin,
    ]);
    await visit(other, { ...phone, tour: '', language: 'ru' }, [tour.goesThroughTheTour]);
    await visit(other, {}, [
      enduring.twoBrowsersLearnApart,
      enduring.twentyReconnects,
      enduring.frozenPageComesBack,
      enduring.anotherTabTakesOver,
      enduring.forgetsItsToken,
      enduring.saysWhyItIsNotLetIn,
      followsColours,
    ]);
  })(),
]);

const status = await run.end();
await Promise.all(studios.map((s) => s.end()));
process.exit(status);
