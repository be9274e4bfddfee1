// The figure of chapter 13 in which a network learns the reader's own pictures.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { learn as folder } from './chapters.mjs';
import { digits, drawStrokes, showFigure, text, until } from './browser.mjs';
import { isOffered } from './learn-images.mjs';
import { figureFits, leave, openFigure, valueOf } from './learn.mjs';

const figure = '[data-figure=own-data]';
const countOf = (page, at) => valueOf(page, `[data-class="${at}"]`, 'count').then(Number);

async function drawRing(page) {
  await page.locator(`${figure} .pad-canvas`).scrollIntoViewIfNeeded();
  await drawStrokes(page, digits[0]);
}

async function learn(page) {
  await page.click(`${figure} [data-do=figure-race]`);
  const start = page.locator(`${figure} [data-do=figure-race]`);
  await until('it to have learned', () => start.count(), 120000);
  await page.waitForSelector('[data-test=own-chosen] [data-map=covered]');
}

/** By mouse and by keys a drawing comes into a class, and goes. */
async function drawingsCome(page) {
  const before = await countOf(page, 0);
  await drawRing(page);
  await page.click('[data-do=own-add-0]');
  await until('the drawing to be there', async () => (await countOf(page, 0)) === before + 1);
  await page.focus(`${figure} .pad-canvas`);
  await page.keyboard.press('Space');
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp'])
    for (let i = 0; i < 6; ++i) await page.keyboard.press(key);
  await page.keyboard.press('2');
  await until('the keys’ square', async () => (await countOf(page, 1)) === before + 1);
  await page.click(`[data-class="1"] [data-picture="${before}"]`);
  await page.click('[data-do=own-take-out]');
  await until('it to be taken out', async () => (await countOf(page, 1)) === before);
}

/** Files come as photographs, into a set of their own. */
async function photographsCome(page) {
  await page.click('[data-kind=photograph]');
  const { pathname: name } = new URL('13-your-turn/figures/three-programs.en.png', folder);
  await page.setInputFiles('[data-class="1"] input[type=file]', [name, name]);
  await until('two photographs', async () => (await countOf(page, 1)) === 2);
  assert.ok(await page.locator(`${figure} [data-do=figure-race]:disabled`).count());
  await page.click('[data-kind=drawing]');
}

/** The page's shapes and a drawing are learned, asked about and saved. */
export async function ownPicturesAreLearned({ page, report }) {
  if (!(await isOffered(page, '13', report))) return;
  await openFigure(page, '13', 'own-data');
  await page.waitForSelector('[data-test=own-data][aria-busy=false] [data-class="2"]');
  await until('the page to have drawn', async () => (await countOf(page, 2)) === 20);
  await drawingsCome(page);
  await photographsCome(page);
  await page.fill('[data-class="2"] input[type=text]', 'Dreieck');
  await learn(page);
  report['own pictures'] = await text(page, 'own-told');
  const right = await page.locator('[data-test=own-exam] [data-right]').count();
  assert.ok(right > 0);
  await drawRing(page);
  assert.equal(await page.locator('[data-place=nowhere]').count(), 0, 'one of the set is shown');
  await page.click('[data-do=own-ask]');
  await page.waitForSelector('[data-place=nowhere] [data-map=covered]');
  const shares = await page.$$eval('[data-share]', (all) => all.map((one) => one.dataset.share));
  assert.equal(shares.length, 3);
  assert.ok(Math.abs(shares.reduce((sum, share) => sum + Number(share), 0) - 1) < 1e-4);
  report['a ring is a circle'] = shares[0];
  const most = () => valueOf(page, '[data-map=covered]', 'most');
  const first = await most();
  await page.click('[data-share] >> nth=2');
  await until('another answer', async () => (await most()) !== first);
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.click('[data-do=own-save]'),
  ]);
  const bytes = await readFile(await saved.path());
  assert.match(bytes.toString('latin1'), /"glia\.classes":"\[.*Dreieck/);
  await figureFits(page);
  await page.reload();
  await showFigure(page, 'own-data');
  await page.waitForSelector('[data-class="2"] [data-picture]');
  const name = await page.inputValue('[data-class="2"] input[type=text]');
  assert.equal(name, 'Dreieck', 'the set is kept');
  await page.click('[data-do=own-clear]');
  await leave(page);
}

export const checks = [ownPicturesAreLearned];
