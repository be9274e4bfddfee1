// node e2e/run.mjs GLIA [--only WORD] [--speech MODEL]
// Starts `GLIA studio`, drives its page, and says what holds. dist must be built.
import { launch, open } from './browser.mjs';
import * as beside from './beside.mjs';
import { followsColours } from './colours.mjs';
import * as enduring from './enduring.mjs';
import * as learning from './learning.mjs';
import { monkey, sizes } from './monkey.mjs';
import * as whole from './page.mjs';
import { Studio } from './studio.mjs';

const [glia, ...rest] = process.argv.slice(2);
if (!glia || glia.startsWith('-')) {
  console.error('usage: node e2e/run.mjs GLIA [--only WORD] [--speech MODEL]');
  process.exit(2);
}
const option = (name) => {
  const at = rest.indexOf(`--${name}`);
  return at < 0 ? undefined : rest[at + 1];
};
const only = option('only');
const report = {};
let passed = 0;
let failed = 0;

const ears = option('speech');
const start = () => Studio.start(glia, ears ? ['--speech', ears] : []);
const studios = await Promise.all([start(), start()]);
const browser = await launch();

async function visit(studio, options, checks) {
  const { url } = studio;
  if (only && !checks.some((c) => c.name.includes(only))) return;
  const { page, context, seen } = await open(browser, url, options);
  for (const check of checks) {
    if (only && !check.name.includes(only)) continue;
    const begun = Date.now();
    try {
      await check({ page, context, browser, seen, url, studio, glia, report });
      ++passed;
      console.log(`  ok    ${check.name} (${Date.now() - begun} ms)`);
    } catch (error) {
      ++failed;
      console.log(`  FAIL  ${check.name}: ${error.message}`);
    }
  }
  await context.close();
}

async function wandersAtRandom({ page, seen }) {
  await monkey(page, seen, 60, page.viewportSize().width);
}

// What is timed comes first and alone; the rest in two rows side by side, each at its own studio.
const [studio, other] = studios;
await visit(studio, {}, [
  learning.startsAlive,
  whole.isSmall,
  learning.learnsToNinety,
  learning.readsDrawings,
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
      whole.keyboardReachesAll,
      whole.isAccessible,
      whole.staysOnItsOrigin,
    ]);
    await visit(studio, { ...phone, language: 'ru' }, [whole.fitsAPhone]);
    for (const [width, height] of sizes.slice(1))
      await visit(studio, { width, height, language: 'en' }, [wandersAtRandom]);
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
    await visit(other, { tour: '', language: 'ru' }, [whole.walksTheTour]);
    await visit(other, { tour: '', language: 'ru' }, [
      whole.doesWhatTheTourAsks,
      whole.asksAnewOnASecondWalk,
      whole.staysOnItsOrigin,
    ]);
    await visit(other, { tour: '', language: 'en', theme: 'light', still: true }, [
      whole.walksTheTour,
      whole.isAccessible,
      whole.staysOnItsOrigin,
    ]);
    await visit(other, { tour: '', language: 'en' }, [
      whole.doesWhatTheTourAsks,
      whole.asksAnewOnASecondWalk,
    ]);
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

await browser.close();
await Promise.all(studios.map((s) => s.end()));
for (const [what, value] of Object.entries(report)) console.log(`  ${what}: ${value}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
