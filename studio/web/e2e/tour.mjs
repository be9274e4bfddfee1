// The tour: it asks, waits for what the reader does, answers that, and gives everything back.
import assert from 'node:assert/strict';
import { digits, drawStrokes, number, settled, sideways, stepOf, text, until } from './browser.mjs';
import { seriousFlaws } from './page.mjs';

const press = async (page, key, count) => {
  for (let i = 0; i < count; ++i) await page.keyboard.press(key);
};
const click = (what) => (page) => page.click(what);
const choose = (option) => click(`[data-option="${option}"]`);

/** What the stations ask for, in their order. */
export const doings = {
  draw: (page) => drawStrokes(page, digits[7]),
  bias: async (page) => {
    await page.focus('.right input[name=bias]');
    await press(page, 'ArrowRight', 30);
  },
  squeeze: click('[data-do=formula]'),
  melted: choose(1),
  knobs: async (page) => {
    await page.focus('.knobs');
    await press(page, 'ArrowRight', 14);
    await press(page, 'ArrowDown', 12);
    await press(page, '+', 30);
  },
  mute: click('[data-do=mute]'),
  darkness: choose(0),
  ball: click('[data-do=roll]'),
  learn: click('[data-do=learn]'),
  passes: choose(0),
  slowly: async (page) => {
    await page.click('[data-do=slowly]');
    await until('the slow step', async () => {
      const next = page.locator('[data-do=slow-next]:enabled');
      if ((await next.count()) > 0) await next.click({ timeout: 2000 }).catch(() => {});
      return answered(page);
    });
  },
  tug: click('[data-do=tug]'),
  deep: choose(2),
  chart: click('[data-do=race]'),
  patches: choose(1),
  noise: click('[data-do=noise]'),
  shift: async (page) => {
    const teach = page.locator('[data-do=cnn-teach]');
    if (await teach.count()) await teach.click();
    await page.waitForSelector('[data-do=cnn-stop], .move-field');
    const knows = async () => (await page.locator('.teach').count()) === 0;
    await until('the second network', knows, 240000);
    await page.focus('.move-field');
    await press(page, 'ArrowRight', 3);
  },
  word: click('[data-recording] >> nth=0'),
};

export const stationOf = (page) => page.getAttribute('.tour', 'data-station');

export async function isReady(page) {
  await page.waitForSelector('.tour[data-ready=true]');
  await settled(page);
}

const answer = (page) => page.textContent('.tour .answer');
const answered = async (page) => ((await answer(page)) ?? '').length > 20;

/** Does what is asked, and waits for what is said of it. */
export async function does(page, act) {
  await act(page);
  await until('the tour to answer', () => answered(page), 240000);
}

/** The control that is asked for is in sight, is said to be it, and the keyboard comes there. */
async function pointsAtIt(page, name) {
  await page.waitForSelector('[data-pointed]');
  await page.click('[data-do=tour-there]');
  const { inSight, described, focused } = await page.evaluate(() => {
    const place = document.querySelector('[data-pointed]');
    const { top, bottom, left, right } = place.getBoundingClientRect();
    const words = '[aria-describedby="tour-ask"]';
    const over = document.elementFromPoint((left + right) / 2, Math.max(top + 4, 4));
    return {
      inSight: bottom > 0 && top < innerHeight && right > 0 && left < innerWidth &&
        (place.contains(over) || over?.contains(place)),
      described: place.matches(words) || place.querySelector(words) !== null,
      focused: place === document.activeElement || place.contains(document.activeElement),
    };
  });
  assert.ok(inSight, `${name}: what it points at is in sight`);
  assert.ok(described, `${name}: it is described by what is asked`);
  assert.ok(focused, `${name}: the keyboard is led there`);
}

const shown = async (page) => ({
  right: await text(page, 'accuracy'),
  step: await stepOf(page),
});

/** Through all of it, doing what it asks; the visitor's own network is there again afterwards. */
export async function goesThroughTheTour({ page }) {
  const before = await shown(page);
  await page.click('[data-do=tour-start]');
  const names = [];
  const titles = new Set();
  for (;;) {
    await isReady(page);
    const name = await stationOf(page);
    names.push(name);
    titles.add(await page.textContent('.tour-head'));
    assert.equal(await answer(page), '', `${name} has no answer before`);
    assert.doesNotMatch(await page.textContent('.tour-words'), /[{}[\]…]|NaN|undefined|null/, name);
    await pointsAtIt(page, name);
    await does(page, doings[name]);
    assert.doesNotMatch(await page.textContent('.tour-words'), /[{}[\]…]|NaN|undefined|null/, name);
    assert.ok((await sideways(page)) <= 0, `${name} is no wider than the screen`);
    await page.click('[data-do=tour-next]');
    if ((await page.locator('.tour').count()) === 0) break;
  }
  const known = Object.keys(doings);
  assert.deepEqual(names, known.filter((name) => names.includes(name)), 'in the chapters\' order');
  assert.ok(names.length >= 16, `${names.length} stations`);
  assert.ok(titles.size >= 16, 'each says which chapter and which of its stations it is');
  await until('the network of before', async () => {
    await settled(page);
    return JSON.stringify(await shown(page)) === JSON.stringify(before);
  });
}

/** Whoever only reads on comes through too; then it is offered no more. */
export async function canBeSkipped({ page }) {
  await page.click('[data-do=tour]');
  await page.waitForSelector('.tour');
  for (let i = 0; i < 30 && (await page.locator('.tour').count()) > 0; ++i) {
    await isReady(page);
    assert.equal(await answer(page), '', `${await stationOf(page)} waits again`);
    await page.click('[data-do=tour-next]');
  }
  assert.equal(await page.locator('.tour').count(), 0);
  await settled(page);
  await page.reload();
  await page.waitForSelector('[data-do=tour]');
  await settled(page);
  assert.equal(await page.locator('.tour').count(), 0, 'the tour is offered once');
}

/** Into the chapter and back, away and back, after a reload: it goes on where it was. */
export async function goesOnWhereItWasLeft({ page }) {
  await page.click('[data-do=tour]');
  await isReady(page);
  assert.equal(await stationOf(page), 'draw', 'from the beginning, once it was finished');
  await page.click('.tour-chapters button >> nth=3');
  await isReady(page);
  assert.equal(await stationOf(page), 'darkness');
  await does(page, doings.darkness);
  assert.equal(number((await answer(page)).match(/\d[.,]\d+/)[0]) > 2, true, 'it is newborn');
  const said = await answer(page);
  assert.deepEqual(await seriousFlaws(page), []);
  await page.click('[data-do=tour-chapter]');
  await page.waitForSelector('.chapter-title');
  assert.equal(new URL(page.url()).hash, '#learn/4');
  assert.equal(await page.textContent('.chapter-title'), await chapterTitle(page, 4));
  await page.click('[data-do=tour-return]');
  await isReady(page);
  assert.equal(await stationOf(page), 'darkness');
  assert.equal(await answer(page), said, 'what was guessed stays guessed');
  await page.reload();
  await isReady(page);
  assert.equal(await stationOf(page), 'darkness');
  await page.focus('.tour');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.tour').count(), 0);
  await page.click('[data-do=tour]');
  await isReady(page);
  assert.equal(await stationOf(page), 'darkness');
  await page.keyboard.press('Escape');
}

const chapterTitle = (page, number) =>
  page.locator(`[data-chapter="${number}"] span`).last().textContent();

export const checks = [goesThroughTheTour, canBeSkipped, goesOnWhereItWasLeft];
