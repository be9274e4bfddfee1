// The figures of chapter 7: who pulls a weight, how far a batch is off, three ways down.
import assert from 'node:assert/strict';
import { settled, stepOf, text, until } from './browser.mjs';
import { chapterIn, isOffered } from './chapters.mjs';
import { figureFits, leave, near, openFigure, valueOf } from './learn.mjs';

const chapter = '7';
const meanOf = (page, which) => valueOf(page, `[data-sums=${which}]`, 'mean');

/** The numbers of the chapter and of the engine; what is done to images is undone. */
export async function sixtyFourPull({ page }) {
  await page.click('[data-do=mistake]');
  await settled(page);
  const before = [await stepOf(page), await text(page, 'cost-sum')];
  await openFigure(page, chapter, 'tug-64');
  await page.waitForSelector('[data-sums=newborn]');
  await figureFits(page);
  near(await meanOf(page, 'newborn'), 0.0275, 0.01, 'of the chapter');
  const [up] = (await page.getAttribute('[data-side=up]', 'data-values')).split(' ').map(Number);
  assert.equal(up, 8);
  await page.click('[data-which=taught]');
  await until('the engine', async () => (await page.getAttribute('.tug-64', 'data-engine')) !== '');
  const engine = () => valueOf(page, '.tug-64', 'engine');
  near(await meanOf(page, 'taught'), await engine(), 1e-4, 'the engine');
  const taught = await meanOf(page, 'taught');
  await page.selectOption('[name=tug-label]', '3');
  assert.ok((await meanOf(page, 'taught')) < taught, 'as a 3 it pulls up');
  await until('the engine with that label', async () => {
    const [ours, its] = [await meanOf(page, 'taught'), await engine()];
    return Math.abs(ours - its) < 1e-4 * Math.abs(ours);
  });
  await page.focus('[data-tug=taught]');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press(' ');
  await page.click('[data-do=tug-back]');
  assert.equal(await meanOf(page, 'taught'), taught);
  await page.click('[data-which=both]');
  const weight = await valueOf(page, '[data-sums=newborn]', 'weight');
  const mean = await meanOf(page, 'newborn');
  await page.click('[data-do=tug-step]');
  near(await valueOf(page, '[data-sums=newborn]', 'weight'), weight - 3 * mean, 1e-6, 'the step');
  await figureFits(page);
  await page.click('[data-do=tug-back]');
  await page.click('[data-which=newborn]');
  await leave(page);
  await settled(page);
  assert.deepEqual([await stepOf(page), await text(page, 'cost-sum')], before);
}

/** Noise falls with the root of the size; a look at the newborn network leaves all as it was. */
export async function aBatchIsOff({ page }) {
  const before = [await stepOf(page), await text(page, 'cost-sum')];
  await openFigure(page, chapter, 'batch-and-noise');
  const told = (what) => valueOf(page, '[data-test=noise-told]', what);
  await page.waitForSelector('[data-test=noise-told]');
  await page.click('[data-where=newborn]');
  await until('the newborn network', async () => (await told('length')) > 1);
  await settled(page);
  near(await told('length'), 1.41, 0.02, 'of the chapter');
  near(await told('mean'), 0.14, 0.2, 'noise of 64');
  await figureFits(page);
  const at64 = await told('mean');
  await page.focus('[name=noise-size]');
  for (let i = 0; i < 2; ++i) await page.keyboard.press('ArrowRight');
  near((await told('mean')) / at64, 0.5, 0.3, 'four times the examples');
  await page.click('[data-where=taught]');
  await until('the taught network', async () => (await told('length')) < 0.1);
  await figureFits(page);
  await leave(page);
  await settled(page);
  assert.deepEqual([await stepOf(page), await text(page, 'cost-sum')], before);
}

/** Plain descent needs as many steps as the chapter says; three networks begin alike. */
export async function threeGoDown({ page }) {
  await openFigure(page, chapter, 'three-ways-down');
  const arrives = (method) => valueOf(page, `[data-ravine=${method}]`, 'arrives');
  assert.equal(await arrives('plain'), 332);
  assert.ok((await arrives('momentum')) < 150);
  await figureFits(page);
  await page.focus('[name=ways-plain]');
  for (let i = 0; i < 3; ++i) await page.keyboard.press('ArrowRight');
  assert.equal(await page.getAttribute('[data-ravine=plain]', 'data-arrives'), '', 'too fast');
  for (let i = 0; i < 3; ++i) await page.keyboard.press('ArrowLeft');
  await page.click('[data-show-ways=networks]');
  await page.click('[data-do=figure-race]');
  const firsts = () =>
    page.locator('[data-way]').evaluateAll((rows) => rows.map((row) => row.dataset.first));
  await until('all to begin', async () => (await firsts()).every((cost) => cost !== ''));
  assert.equal(new Set(await firsts()).size, 1, 'the same weights');
  await until('one to learn', async () => (await valueOf(page, '[data-way=plain]', 'right')) > 0.5);
  await figureFits(page);
  if (await page.locator('[data-do=figure-race-stop]').count())
    await page.click('[data-do=figure-race-stop]');
  await page.click('[data-show-ways=ravine]');
  await leave(page);
}

const offered = isOffered(await chapterIn('07-tug-of-war', 'en'));
export const checks = offered ? [sixtyFourPull, aBatchIsOff, threeGoDown] : [];
