// node e2e/lasting.mjs PAGE [MINUTES]
// PAGE: out/page or out/glia.html. In how many milliseconds it is usable (median of 5), how many
// frames a second it has while it learns, and the memory of its process while that goes on.
import { readFileSync } from 'node:fs';
import { frameTimes, launch, median, open, pressLearn, stepOf } from './browser.mjs';
import { placed } from './place.mjs';

const [path, minutes = '10'] = process.argv.slice(2);
const place = await placed(path);
const browser = await launch();

const usable = [];
for (let i = 0; i < 5; ++i) {
  const { context, seen } = await open(browser, place.url);
  usable.push(Math.round(seen.usable));
  await context.close();
}
console.log(`usable after ${median(usable)} ms (median of ${usable.join(', ')})`);

const { page } = await open(browser, place.url);
const system = await browser.newBrowserCDPSession();
/** MiB of the largest process that shows a page: the others show none. */
async function memory() {
  const { processInfo } = await system.send('SystemInfo.getProcessInfo');
  const each = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`))?.[1] ?? 0));
  return Math.round(Math.max(...each) / 1024);
}
await page.waitForFunction(() => window.testHello?.data.train === 60000);
await pressLearn(page);
await page.waitForTimeout(3000);
const frames = await frameTimes(page, 300);
console.log(
  `${(1000 / median(frames)).toFixed(0)} frames a second while it learns (median of 300), ` +
    `${((1000 * frames.length) / frames.reduce((a, b) => a + b)).toFixed(0)} in the mean`,
);
for (let minute = 0; minute <= Number(minutes); ++minute) {
  if (minute > 0) await page.waitForTimeout(60000);
  console.log(`after ${minute} min: ${await memory()} MiB, step ${await stepOf(page)}`);
}
await browser.close();
await place.end();
