// The figures of chapter 10 that show the network pictures, and the stroke under its neurons.
import assert from 'node:assert/strict';
import { figureFits, leave, openFigure, valueOf } from './learn.mjs';
import { drawStrokes, digits, number, settled, text, until } from './browser.mjs';

const best = (page, name) => page.getAttribute(`[data-shown=${name}]`, 'data-best');
const outputsOf = (page, name) =>
  page.$$eval(`[data-shown=${name}] [data-output]`, (all) =>
    all.map(({ dataset }) => Number(dataset.a)),
  );
const cost = (page) => text(page, 'cost-sum');

/** Noise, a house and a drawing are answered; grey grows, and the visitor's input stays theirs. */
export async function growsNonsense({ page, report }) {
  await page.click('[data-do=mistake]');
  await settled(page);
  const before = await cost(page);
  await openFigure(page, '10', 'nonsense');
  await until('it to grow', async () =>
    (await page.locator('[data-do=grow-back]:not([disabled])').count()) === 1 &&
    (await page.locator('[data-do=grow-one]:not([disabled])').count()) === 1,
  );
  const told = async () => number((await text(page, 'grown')).match(/\d[.,]\d+(?=\D*$)/)[0]);
  report['a 3 from grey'] = await told();
  const grown = (await outputsOf(page, 'grown'))[3];
  await page.click('[data-do=grow-back]');
  await settled(page);
  assert.ok(grown > (await outputsOf(page, 'grown'))[3] + 0.2, `it grows to ${grown}`);
  await page.click('[data-do=grow-one]');
  await settled(page);
  await page.selectOption('select[name=grown-digit]', '5');
  await page.click('[data-do=grow-many]');
  await until('a 5 to grow', async () => (await outputsOf(page, 'grown'))[5] > 0.5);
  await page.click('[data-do=grow-many]');
  const noise = await outputsOf(page, 'noise');
  await page.click('[data-do=other-noise]');
  await until('other noise', async () => `${await outputsOf(page, 'noise')}` !== `${noise}`);
  assert.match(await best(page, 'house'), /^\d$/);
  await figureFits(page);
  await leave(page);
  await settled(page);
  assert.equal(await cost(page), before, 'the visitor’s input is theirs again');
  await openFigure(page, '10', 'nonsense');
  await page.click('[data-do=nonsense-erase]');
  await until('an empty pad', async () => (await best(page, 'mine')) === '');
  await drawStrokes(page, digits[0]);
  await until('the drawing to be answered', async () => (await best(page, 'mine')) !== '');
  await leave(page);
  await page.click('[data-do=test]');
}

/** By coin nearly nothing happens, along the slope much; few pixels are enough. */
export async function foolsTheNetwork({ page, report }) {
  await openFigure(page, '10', 'fool');
  await page.click('[data-offer="30"]');
  await page.waitForSelector('[data-offer="30"][aria-pressed=true]');
  await settled(page);
  const three = async (name) => (await outputsOf(page, name))[3];
  const slider = page.locator('input[name=fool-size]');
  await slider.press('Home');
  await until('no change', async () => (await three('slope')) === (await three('was')));
  assert.equal(await three('chance'), await three('was'));
  for (let i = 0; i < 5; ++i) await slider.press('ArrowRight');
  await until('a change', async () => (await three('slope')) < (await three('was')));
  await settled(page);
  report['test image 30, by 0.05'] = `${await three('chance')} and ${await three('slope')}`;
  const lost = async (name) => (await three('was')) - (await three(name));
  assert.ok((await lost('slope')) > 2 * Math.abs(await lost('chance')));
  await until('some that fall', async () => (await page.locator('[data-wrong]').count()) > 0);
  await page.focus('[data-offer="30"]');
  await page.keyboard.press('ArrowRight');
  await page.waitForSelector('[data-offer="31"][aria-pressed=true]');
  await page.click('[data-offer="30"]');
  await figureFits(page);
  await page.click('[data-way=few]');
  const changes = () => valueOf(page, '[data-test=changed]', 'count');
  await until('pixels', async () => (await changes()) === 0);
  for (let n = 1; await page.locator('[data-do=one-pixel]:not([disabled])').count(); ++n) {
    assert.ok(n < 60, 'few pixels are enough');
    await page.click('[data-do=one-pixel]');
    await until('one more', async () => (await changes()) === n);
    await settled(page);
  }
  assert.notEqual(await best(page, 'slope'), '3');
  report['pixels that fool it'] = await changes();
  await figureFits(page);
  await page.click('[data-way=all]');
  await page.click('[data-offer=mine]');
  await leave(page);
}

/** What the page works out for a stroke is what it says at every place; keys move and turn it. */
export async function slidesAStroke({ page }) {
  await openFigure(page, '10', 'stroke');
  const light = () => valueOf(page, '[data-test=stroke-light]', 'light');
  const range = async (what) => ({
    least: await valueOf(page, `[data-test=${what}]`, 'least'),
    most: await valueOf(page, `[data-test=${what}]`, 'most'),
  });
  const stroke = async () => ({
    x: await valueOf(page, '[data-test=stroke]', 'x'),
    angle: await valueOf(page, '[data-test=stroke]', 'angle'),
  });
  await page.click('[data-map="5"]');
  const [turned, slid] = [await range('turned'), await range('slid')];
  assert.ok(Math.abs((await light()) - turned.most) < 1e-6, 'it lies where it is brightest');
  assert.ok(Math.abs(slid.most - turned.most) < 1e-6);
  await page.focus('[data-test=stroke]');
  const before = await stroke();
  const seen = [];
  for (let i = 0; i < 8; ++i) {
    await page.keyboard.press('PageUp');
    seen.push(await light());
  }
  assert.deepEqual(await stroke(), before, 'eight turns are a half');
  assert.ok(Math.abs(Math.min(...seen) - turned.least) < 1e-6);
  await page.keyboard.press(before.x > 14 ? 'ArrowLeft' : 'ArrowRight');
  assert.equal(Math.abs((await stroke()).x - before.x), 1);
  await page.click('[data-do=brightest]');
  assert.deepEqual(await stroke(), before);
  await page.locator('input[name=stroke-length]').press('ArrowRight');
  await figureFits(page);
  await page.locator('input[name=stroke-length]').press('ArrowLeft');
  await leave(page);
}

export const checks = [growsNonsense, foolsTheNetwork, slidesAStroke];
