// node e2e/alone.mjs OUT [--only WORD] [--glia GLIA]
// The page without a server, as a folder of a web host and as one file: the checks that it shares
// with the page of `glia studio`, and its own. `./run page` makes OUT. With GLIA its links are
// followed by `glia studio` too.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { allDigits, number, pressLearn, stepOf, text, until } from './browser.mjs';
import * as beside from './beside.mjs';
import { Checks, option } from './checks.mjs';
import { everywhere } from './learn-all.mjs';
import * as learn from './learn.mjs';
import * as learning from './learning.mjs';
import * as links from './links.mjs';
import * as whole from './page.mjs';
import { host, oneFile } from './place.mjs';
import * as plane from './plane.mjs';
import * as table from './table.mjs';
import { Studio } from './studio.mjs';
import * as tour from './tour.mjs';

const [out, ...rest] = process.argv.slice(2);
if (!out || !existsSync(join(out, 'glia.html'))) {
  console.error('usage: node e2e/alone.mjs OUT [--only WORD], where ./run page has made OUT');
  process.exit(2);
}

async function hasAllDigits({ page, report, seen }) {
  report.usable ??= [];
  report.usable.push(`${seen.usable.toFixed(0)} ms`);
  await allDigits(page);
}

async function opensWithoutTheNetwork({ page, context, url }) {
  if (!page.url().startsWith('http')) return;
  await page.evaluate(() => navigator.serviceWorker.ready);
  await context.setOffline(true);
  for (const come of [() => page.goto(url), () => page.reload()]) {
    await come();
    await until('the page from what was kept', async () =>
      (await page.locator('[data-neuron="0/0"]').count()) === 1,
    );
    await allDigits(page); // nothing is on its way any more
  }
  await context.setOffline(false);
}

async function learnsFromWhatIsThere({ page }) {
  const before = await stepOf(page);
  await pressLearn(page);
  await until('steps', async () => (await stepOf(page)) > before + 100);
  await pressLearn(page);
  assert.ok(number(await text(page, 'accuracy')) > 10);
}

async function asksNobodyElse({ seen, url }) {
  const origin = url.startsWith('file:') ? 'file:' : new URL(url).origin;
  const elsewhere = seen.requests.filter((r) => !r.startsWith(origin) && !/^(data|blob):/.test(r));
  assert.deepEqual(elsewhere, []);
  assert.deepEqual(seen.errors, []);
}

/** Before its data: the page, all that it fetched by then, and the engine. */
async function isLight({ page, url, report }) {
  if (!url.startsWith('http')) return;
  const bytes = await whole.compressed({ page, url }, /\.(js|css|svg|wasm)$/);
  report.size = `${(bytes / 1000).toFixed(0)} KB compressed, without fonts and data`;
  assert.ok(bytes < 700_000, report.size);
}

const checks = [
  isLight,
  learnsFromWhatIsThere,
  hasAllDigits,
  learning.learnsToNinety,
  learning.readsDrawings,
  learning.readsPhotographs,
  learning.xrayShowsItsSteps,
  learning.drawsEverywhere,
  learning.paints,
  learning.goesBackInTime,
  learning.leavesADrag,
  learning.forks,
  learning.keepsAJournal,
  beside.movesADigit,
  beside.showsFeatureMaps,
  beside.hears,
  whole.switchesLanguage,
  whole.opensEveryView,
  whole.hasAddresses,
  whole.isAccessible,
  opensWithoutTheNetwork,
  asksNobodyElse,
];

const lessons = [hasAllDigits, ...links.checks, links.leadsElsewhere, asksNobodyElse];
const tables = [
  hasAllDigits,
  table.opensATable,
  table.asksATableWhatIf,
  table.countsVotesOfATable,
  table.sharesATable,
  table.learnsNumbersTogether,
  table.saysWhatIsWrongWithATable,
  table.refusesAnArchive,
  asksNobodyElse,
];
const textbook = [...learn.checks, ...everywhere, asksNobodyElse];

const run = await Checks.start(option(rest, 'only'));
const folder = await host(join(out, 'page'));
const places = [folder.url, oneFile(join(out, 'glia.html')).url];
const glia = option(rest, 'glia');
const studio = glia && (await Studio.start(glia));
const phone = { width: 390, height: 844 };
for (const url of places) {
  console.log(url.startsWith('file') ? 'one file' : 'a folder on a web host');
  const elsewhere = [...places.filter((place) => place !== url), ...(studio ? [studio.url] : [])];
  await run.visit(url, {}, checks);
  await run.visit(url, { language: 'en' }, lessons, { elsewhere });
  await run.visit(url, { language: 'en' }, tables);
  await run.visit(url, {}, textbook);
  await run.visit(url, { tour: '' }, [hasAllDigits, ...tour.checks, asksNobodyElse]);
  await run.visit(url, { language: 'en' }, [
    plane.opensThePlane,
    plane.learnsXor,
    plane.changesLayers,
    asksNobodyElse,
  ]);
  await run.visit(url, phone, [learnsFromWhatIsThere, whole.fitsAPhone]);
}
const status = await run.end();
await studio?.end();
await folder.end();
process.exit(status);
