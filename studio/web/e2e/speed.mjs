// node e2e/speed.mjs GLIA [ROUNDS [SECONDS]]
// How fast training runs without a page, with one that is hidden, and with one that is looked at:
// steps per second in turn, their medians and ratios, and the page's frames meanwhile.
import { frameTimes, launch, median, open, pressLearn, stepOf, until } from './browser.mjs';
import { Studio } from './studio.mjs';

const [glia, rounds = '5', seconds = '6'] = process.argv.slice(2);

async function rate(step) {
  const from = await step();
  await new Promise((r) => setTimeout(r, Number(seconds) * 1000));
  const to = await step();
  return (1000 * (to.step - from.step)) / (to.at - from.at);
}

/** A socket that asks for no tensors and draws nothing. */
async function withoutPage(browser, url, visitor) {
  const page = await (await browser.newContext()).newPage();
  await page.goto(new URL(`icon.svg${new URL(url).search}`, url).href);
  await page.evaluate((key) => {
    window.last = null;
    const socket = new WebSocket(`ws://${location.host}/socket?visitor=${key}`);
    socket.onmessage = ({ data }) => {
      const { event, step } = typeof data === 'string' ? JSON.parse(data) : {};
      if (event === 'state') window.last = { step, at: performance.now() };
    };
  }, visitor);
  const step = async () => {
    await page.waitForFunction(() => window.last);
    return page.evaluate(() => window.last);
  };
  await step();
  const found = await rate(step);
  await page.context().close();
  return found;
}

async function withPage(browser, url, visitor, hidden) {
  const { page, context } = await open(browser, url, { visitor });
  // Browsers give a page in the background no frames.
  if (hidden) await page.evaluate(() => (window.requestAnimationFrame = () => 0));
  await page.waitForTimeout(500);
  const step = async () => ({
    step: await stepOf(page),
    at: await page.evaluate(() => performance.now()),
  });
  const found = await rate(step);
  const frames = hidden ? null : median(await frameTimes(page));
  await context.close();
  return { found, frames };
}

const browser = await launch();
for (const threads of [1, 2]) {
  const studio = await Studio.start(glia, ['--threads', String(threads)]);
  const visitor = 'measured-visitor';
  const { page, context } = await open(browser, studio.url, { visitor });
  await pressLearn(page);
  await until('learning', async () => (await stepOf(page)) > 1000);
  await context.close();
  const rates = { without: [], hidden: [], visible: [] };
  const frames = [];
  for (let i = 0; i < Number(rounds); ++i) {
    rates.without.push(await withoutPage(browser, studio.url, visitor));
    rates.hidden.push((await withPage(browser, studio.url, visitor, true)).found);
    const seen = await withPage(browser, studio.url, visitor, false);
    rates.visible.push(seen.found);
    frames.push(seen.frames);
  }
  const ratio = (of) => median(rates[of].map((r, i) => r / rates.without[i])).toFixed(2);
  console.log(
    `${threads} training thread${threads > 1 ? 's' : ''}: ` +
      `${median(rates.without).toFixed(0)} steps/s without a page; ` +
      `${ratio('hidden')} of it with a hidden one, ${ratio('visible')} with one in sight, ` +
      `its frames ${median(frames).toFixed(1)} ms`,
  );
  await studio.end();
}
await browser.close();
