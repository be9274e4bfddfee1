// The page itself: languages, tour, views, connection, keyboard, accessibility, sizes.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import {
  digits,
  drawStrokes,
  framesLive,
  number,
  openView,
  pressLearn,
  settled,
  sideways,
  stepOf,
  text,
  until,
} from './browser.mjs';

/** All that the page offers, with the one that is open first at the end. */
export const views = async (page) => {
  const names = await page.evaluate(() =>
    [...document.querySelectorAll('[data-view]')].map((tab) => tab.dataset.view),
  );
  return [...names.slice(1), names[0]];
};

export async function switchesLanguage({ page }) {
  await page.evaluate(() => (window.testSame = true));
  await page.click('[data-language=en]');
  assert.equal(await page.textContent('#tab-hand'), 'By hand');
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  assert.match(await page.title(), /watch a network learn/);
  assert.match(await text(page, 'accuracy'), /^[\d.]+%$/);
  await page.click('[data-language=ru]');
  assert.equal(await page.textContent('#tab-hand'), 'Вручную');
  assert.match(await text(page, 'accuracy'), /^[\d,]+\u00a0%$/);
  assert.ok(await page.evaluate(() => window.testSame), 'without loading the page again');
}

export async function saysWhichLayersItExpects({ page }) {
  await page.click('[data-show=settings]');
  const field = page.locator('input[name=hidden]');
  for (const wrong of ['0', '100000', 'abc']) {
    await field.fill(wrong);
    await field.press('Enter');
    await until(`${wrong} to be refused in words`, async () =>
      /512/.test((await page.textContent('.setting-wrong').catch(() => '')) ?? ''),
    );
  }
  await field.fill('16 – 16');
  await field.press('Enter');
  await until('the words to go', async () => (await page.locator('.setting-wrong').count()) === 0);
  await page.click('[data-show=curves]');
}

export async function holdsTheLargestNetwork({ page }) {
  await page.click('[data-show=settings]');
  const field = page.locator('input[name=hidden]');
  await field.fill(Array(6).fill(512).join(' '));
  await field.press('Enter');
  await until(
    'six layers of 512',
    async () => (await page.locator('[data-neuron="5/511"]').count()) === 1,
  );
  await settled(page);
  assert.ok((await sideways(page)) <= 0, 'the page is no wider for it');
  await field.fill('16 – 16');
  await field.press('Enter');
  await until(
    'the small one again',
    async () =>
      (await page.locator('[data-neuron="1/15"]').count()) === 1 &&
      (await page.locator('[data-neuron="1/16"]').count()) === 0,
  );
  await page.click('[data-show=curves]');
}

export async function hasAddresses({ page }) {
  await openView(page, 'hand');
  assert.equal(new URL(page.url()).hash, '#hand');
  await openView(page, 'descent');
  await page.goBack();
  await until('the view before', () =>
    page.evaluate(() => document.querySelector('.view-hand') !== null),
  );
  await page.click('[data-do=erase]');
  await drawStrokes(page, digits[7]);
  await settled(page);
  await page.waitForTimeout(400); // what was drawn is written down at most every 300 ms
  await page.reload();
  await until('the same view and drawing', async () =>
    page.evaluate(
      () =>
        document.querySelector('.view-hand') !== null &&
        window.testTalk?.some((t) => t.fields?.strokes?.lines.length === 1),
    ),
  );
  await openView(page, 'network');
}

export async function opensEveryView({ page }) {
  for (const view of await views(page)) {
    await openView(page, view);
    assert.ok((await page.locator('.stage-view').innerText()).length >= 0);
  }
  await page.click('[data-view=descent]');
  await until('a surface', async () =>
    /0[.,]\d{4}|\d[.,]\d{4}/.test((await page.textContent('.descent-told').catch(() => '')) ?? ''),
  );
  const cost = async () =>
    number((await page.textContent('.descent-told .strong')).match(/[\d.,]+$/)?.[0] ?? 'NaN');
  await until('the cost under the ball', async () => Number.isFinite(await cost()));
  const before = await cost();
  await page.click('[data-do=roll]');
  await until('the ball to lie lower', async () => (await cost()) < before);
  await page.click('[data-view=overfit]');
  await page.click('.presets button >> nth=2');
  await page.click('[data-do=race]');
  await until('the race to tell', async () =>
    /\d/.test((await page.textContent('.race-table tbody .gap')) ?? ''),
  );
  await page.click('[data-do=race-stop]').catch(() => {});
  await page.click('[data-view=sees]');
  await page.waitForSelector('.confusion .cell');
  await page.click('[data-cell="4/9"]');
  await page.waitForSelector('.right .gallery button');
  await page.click('.right .gallery button >> nth=0');
  await until('the mistake to be the input', async () =>
    /4/.test(await page.textContent('.caption')),
  );
  await page.click('[data-view=network]');
}

export async function recovers({ page }) {
  const before = await stepOf(page);
  await page.click('[data-do=epoch]');
  const over = () =>
    page.evaluate(
      () => !document.querySelector('[data-do=learn]').classList.contains('is-running'),
    );
  await until('the epoch to end', async () => (await stepOf(page)) > before && (await over()));
  const step = await stepOf(page);
  await page.evaluate(() => window.testSockets.at(-1).close());
  await until('a new connection', () =>
    page.evaluate(
      () => window.testSockets.length > 1 && window.testSockets.at(-1).readyState === 1,
    ),
  );
  await settled(page);
  assert.equal(await stepOf(page), step, 'nothing learned is lost');
  await page.click('[data-do=step]');
  await until('the next step', async () => (await stepOf(page)) === step + 1);
  assert.equal(await page.locator('.notice.lost').count(), 0);
}

/** Everything that can have focus, numbered in the page; those that it scrolls away count too. */
const tabbable = (page) =>
  page.evaluate(() => {
    const found = [
      ...document.querySelectorAll('button, select, input, summary, a[href], [tabindex]'),
    ].filter(
      (e) => e.tabIndex >= 0 && !e.disabled && e.type !== 'file' && e.checkVisibility(),
    );
    for (const e of document.querySelectorAll('[data-test-stop]')) delete e.dataset.testStop;
    found.forEach((e, i) => (e.dataset.testStop = i));
    return found.map((e) => `${e.tagName} ${e.className} ${e.ariaLabel ?? e.textContent}`);
  });

/** Where focus is after a Tab. */
const stop = (page) =>
  page.evaluate(() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const shows = [e, e.closest('.segmented, .pad')].some(
      (at) => at && getComputedStyle(at).outlineStyle !== 'none',
    );
    const { left, right, width, height } = e.getBoundingClientRect();
    const place = e.closest('.header, .left, .stage, .right, .bottom');
    return {
      at: e.dataset.testStop === undefined ? -1 : Number(e.dataset.testStop),
      place: place?.className.split(' ')[0],
      shows: shows && width > 0 && height > 0 && right > 0 && left < innerWidth,
    };
  });

/** Tab comes everywhere, from left to right and down, and where it is can be seen. */
export async function keyboardReachesAll({ page }) {
  const order = ['header', 'left', 'stage', 'right', 'bottom'];
  for (const view of await views(page)) {
    await openView(page, view);
    await settled(page);
    const all = await tabbable(page);
    await page.focus('[data-test-stop="0"]');
    const reached = new Set([0]);
    let place = 0;
    for (let i = 0; i < all.length + 5; ++i) {
      await page.keyboard.press('Tab');
      const now = await stop(page);
      if (!now || now.at === 0) break; // once round
      reached.add(now.at);
      assert.ok(now.shows, `${view}: focus is visible on ${all[now.at]}`);
      const at = order.indexOf(now.place);
      assert.ok(at >= place, `${view}: ${now.place} comes after ${order[place]}`);
      place = at;
    }
    const missed = all.filter((_, i) => !reached.has(i));
    assert.deepEqual(missed, [], `${view}: Tab reaches all`);
    assert.equal(place, order.length - 1);
  }
  await openView(page, 'network');
  await page.focus('[data-neuron="0/0"]');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  const at = await page.evaluate(() => document.activeElement.dataset.neuron);
  assert.ok(at?.startsWith('1/'), `arrows move between neurons: ${at}`);
}

const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds in the page as it is. */
export async function seriousFlaws(page) {
  await page.evaluate(await axeSource);
  const found = await page.evaluate(() =>
    window.axe.run(document, { resultTypes: ['violations'] }),
  );
  return found.violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map(
      (v) =>
        `${v.id}: ${v.nodes
          .slice(0, 3)
          .map((n) => `${n.target} ${n.any[0]?.message ?? ''}`)
          .join('; ')}`,
    );
}

export async function isAccessible({ page }) {
  for (const view of await views(page)) {
    await openView(page, view);
    assert.deepEqual(await seriousFlaws(page), [], view);
  }
  await page.click('[data-view=network]');
}

export async function staysOnItsOrigin({ seen, url }) {
  const origin = new URL(url).origin;
  assert.deepEqual(
    seen.requests.filter((r) => !r.startsWith(origin) && !r.startsWith('blob:')),
    [],
  );
  assert.deepEqual(seen.errors, []);
}

/** How many bytes, compressed, the page is with what it has fetched whose path ends so. */
export async function compressed({ page, url }, ending) {
  const fetched = await page.evaluate(() =>
    performance.getEntriesByType('resource').map((e) => e.name),
  );
  let bytes = 0;
  for (const name of new Set([url, ...fetched.filter((n) => ending.test(new URL(n).pathname))])) {
    const file = await (await fetch(name)).arrayBuffer();
    bytes += gzipSync(Buffer.from(file), { level: 9 }).length;
  }
  return bytes;
}

export async function isSmall({ page, url, report }) {
  const bytes = await compressed({ page, url }, /\.(js|css|svg)$/);
  report.size = `${(bytes / 1024).toFixed(0)} KB compressed, without fonts`;
  assert.ok(bytes < 250 * 1024, report.size);
}

export async function holdsItsFrames({ page, report }) {
  await pressLearn(page);
  await page.waitForTimeout(1000);
  report['frames while learning'] = await framesLive(page);
  await pressLearn(page);
}

/** On a phone what is said of a step in slow motion leaves the network in sight. */
export async function slowlyInSight({ page }) {
  await openView(page, 'network');
  await page.click('[data-do=slowly]');
  await page.waitForSelector('.slow-words:not(:empty)');
  await settled(page);
  const { network, slow } = await page.evaluate(() => ({
    network: document.querySelector('.network').getBoundingClientRect(),
    slow: document.querySelector('.slow').getBoundingClientRect(),
  }));
  assert.ok(network.top >= -1 && network.height > 250, `the network begins at ${network.top}`);
  assert.ok(network.bottom <= slow.top + 1, `it ends at ${network.bottom}, words at ${slow.top}`);
  await page.click('[data-do=slow-stop]');
}

export async function fitsAPhone({ page }) {
  for (const view of await views(page)) {
    await openView(page, view);
    assert.ok((await sideways(page)) <= 0, `${view} does not scroll sideways`);
  }
}
