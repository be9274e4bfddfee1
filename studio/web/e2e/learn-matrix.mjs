// The figures of chapter 3: a knob, its row and its column; a loop and a kernel.
import assert from 'node:assert/strict';
import { settled, text, until } from './browser.mjs';
import { chapterIn, isOffered } from './chapters.mjs';
import { figureFits, leave, near, openFigure } from './learn.mjs';

/** One sum moves and what is behind it; a dark pixel's weight moves nothing; all comes back. */
export async function aKnobMovesItsRow({ page }) {
  await page.click('[data-do=mistake]');
  await settled(page);
  const before = await text(page, 'cost-sum');
  await openFigure(page, '3', 'one-knob');
  const numbers = async (which) => {
    const values = await page.getAttribute(`[data-turn=${which}]`, 'data-values');
    const [weight, light, vote, sum] = values.split(' ').map(Number);
    return { weight, light, vote, sum };
  };
  const moves = (layer) =>
    page.getAttribute(`[data-layer="${layer}"]`, 'data-moves').then(Number);
  const turn = async (times) => {
    await page.focus('[data-test=knob-matrix]');
    for (let i = 0; i < times; ++i) await page.keyboard.press('+');
  };
  await figureFits(page);
  assert.equal(await moves(2), 0);
  await page.focus('[data-test=knob-matrix]');
  while ((await numbers('was')).light < 0.05) await page.keyboard.press('ArrowLeft');
  await turn(5);
  const [was, now] = [await numbers('was'), await numbers('now')];
  near(now.weight - was.weight, 0.5, 0.02, 'five presses');
  near(now.sum - was.sum, (now.weight - was.weight) * was.light, 1e-6, 'the sum');
  assert.deepEqual([await moves(2), await moves(3)], [1, 10]);
  await until('the test set to answer', async () => /\d.*\d/.test(await text(page, 'knob-test')));
  await figureFits(page);
  await page.click('[data-do=knob-back]');
  assert.equal((await numbers('now')).weight, was.weight);
  await page.click('[data-matrix="1"]');
  assert.ok((await numbers('was')).light > 0.5, 'it begins at a lit pixel');
  await page.focus('[data-test=knob-matrix]');
  while ((await numbers('was')).light > 0) await page.keyboard.press('ArrowRight');
  await turn(3);
  assert.deepEqual([await moves(1), await moves(2), await moves(3)], [0, 0, 0]);
  await figureFits(page);
  await page.click('[data-matrix="2"]');
  await leave(page);
  await settled(page);
  assert.equal(await text(page, 'cost-sum'), before, 'the network is as it was');
}

/** The kernel is faster, and both answer alike; a bundle and a width are measured when chosen. */
export async function theKernelIsFaster({ page }) {
  await openFigure(page, '3', 'loop-and-kernel');
  const seconds = async (name) =>
    Number(await page.getAttribute(`[data-speed=${name}]`, 'data-seconds'));
  await page.waitForSelector('[data-test=speed-told]');
  assert.ok((await seconds('loop')) > (await seconds('kernel')));
  await figureFits(page);
  await page.click('[data-choice="hidden/64"]');
  await page.waitForSelector('[data-speed=loop]');
  await settled(page);
  const told = (await text(page, 'speed-told')).replace(/[\s.,]/g, '');
  assert.ok(told.includes('54912'), 'multiplications of the wider one');
  await page.click('[data-choice="rows/10"]');
  await page.waitForSelector('[data-speed=loop]');
  await page.click('[data-do=speed-measure]');
  await settled(page);
  await figureFits(page);
  await leave(page);
}

const offered = isOffered(await chapterIn('03-matrix', 'en'));
export const checks = offered ? [aKnobMovesItsRow, theKernelIsFaster] : [];
