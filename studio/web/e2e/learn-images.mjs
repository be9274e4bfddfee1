// The figures of chapter 11: pixels in another order, a window that slides, a digit that is moved.
import assert from 'node:assert/strict';
import { openView, settled, showFigure, text, until } from './browser.mjs';
import { figureFits, leave, openFigure, valueOf } from './learn.mjs';

const chapter = '11';

/** A chapter that waits for another of its figures is not offered: nothing can be checked in it. */
export async function isOffered(page, which, report) {
  await page.click('[data-do=textbook]');
  await page.waitForSelector('.cover [data-chapter]');
  const there = (await page.locator(`[data-chapter="${which}"]`).count()) > 0;
  if (!there) report[`chapter ${which}`] = 'not offered yet: its figures were not seen';
  await leave(page);
  return there;
}

/** In place, if there is none yet. */
async function teach(page) {
  const button = page.locator('[data-do=cnn-teach]').first();
  if (!(await button.count())) return;
  await button.click();
  await page.waitForSelector('[role=progressbar]');
  await page.waitForSelector('[role=progressbar]', { state: 'detached', timeout: 120000 });
}

/**
 * The snow is the digit in the engine's order, and so are the weights; only the CNN minds. Asked at
 * the end of the race: on their way the four are not equally far.
 */
export async function onlyTheCnnMindsTheOrder({ page, report }) {
  await openFigure(page, chapter, 'shuffled-pixels');
  const snow = () =>
    page.locator('[data-test=snow] canvas').evaluate((canvas) => canvas.toDataURL());
  await page.click('[data-do=order-three]');
  await settled(page);
  const first = await snow();
  await page.click('[data-do=order-another]');
  await until('another snow', async () => (await snow()) !== first);
  const lane = (name) => valueOf(page, `[data-lane=${name}] [data-value]`);
  await page.click('[data-figure=shuffled-pixels] [data-do=figure-race]');
  const names = ['perceptron-plain', 'perceptron-mixed', 'network-plain', 'network-mixed'];
  const stop = '[data-figure=shuffled-pixels] [data-do=figure-race-stop]';
  await page.waitForSelector(stop);
  await page.waitForSelector(stop, { state: 'detached', timeout: 240000 });
  const shares = await Promise.all(names.map(lane));
  const [perceptron, shuffled, network, blind] = shares;
  assert.ok(Math.abs(perceptron - shuffled) < 0.06, `perceptrons: ${shares}`);
  assert.ok(network - blind > 0.03, `CNNs: ${shares}`);
  report['shuffled pixels'] = shares.join(', ');
  await page.waitForSelector('[data-test=order-weights]');
  await page.click('[data-do=order-back]');
  const weights = () =>
    page.$$eval('[data-test=order-weights] canvas', (all) => all.map((one) => one.toDataURL()));
  const [learned, back] = await weights();
  assert.notEqual(learned, back);
  await page.focus('[data-do=order-neuron]');
  await page.keyboard.press('Enter');
  await until('another neuron', async () => (await weights())[0] !== learned);
  await figureFits(page);
  await page.click('[data-do=order-another]');
  assert.equal(await page.locator('[data-test=order-weights]').count(), 0, 'they were of an order');
  await leave(page);
}

/** The page's sums are the engine's map, at each place and for each filter. */
export async function windowMeetsTheEngine({ page, report }) {
  if (!(await isOffered(page, chapter, report))) return;
  await openFigure(page, chapter, 'window');
  await page.click('[data-do=window-three]');
  await settled(page);
  await page.click('[data-sample=upright]');
  const z = () => valueOf(page, '[data-test=window-sum]', 'z');
  const edge = await z();
  await page.focus('[data-test=window-pictures]');
  await page.keyboard.press('ArrowRight');
  assert.notEqual(await z(), edge, 'the window has moved');
  await page.keyboard.press('Home');
  assert.equal(await z(), 0, 'nothing is in the corner');
  await page.keyboard.press('End');
  const field = await page.locator('[data-window=picture]').boundingBox();
  await page.mouse.click(field.x + field.width * 0.47, field.y + field.height * 0.3);
  const before = await z();
  await page.focus('[data-weight-cell="12"]');
  await page.keyboard.press('9');
  const light = (await page.textContent('[data-square=pixels] .square-cell >> nth=12')).trim();
  assert.ok(Math.abs((await z()) - before - 9 * Number(light.replace(',', '.'))) < 0.5);
  await page.keyboard.press('0');
  assert.equal(await z(), before);
  await teach(page);
  await page.waitForSelector('[data-filter="5"]');
  for (let n = 0; n < 6; ++n) {
    await page.click(`[data-filter="${n}"]`);
    await settled(page);
    await page.waitForSelector('[data-test=window-agrees].is-true');
    report['window and engine'] = await valueOf(page, '[data-test=window-agrees]', 'apart');
  }
  await page.click('[data-do=window-slide]');
  await until('the window to slide', async () => (await z()) !== 0);
  await page.click('[data-do=window-slide]');
  await figureFits(page);
  await leave(page);
}

/** Both networks are asked about the digit where it lies; the studio finds it where it was. */
export async function movedDigitIsReadTwice({ page, report }) {
  if (!(await isOffered(page, chapter, report))) return;
  await openFigure(page, chapter, 'shift');
  await teach(page);
  await page.waitForSelector('.move-field');
  const three = page.locator('[data-do=shift-three]');
  if (await three.count()) await three.click();
  await until('it to lie three to the right', async () => /3/.test(await text(page, 'shift')));
  await page.focus('.move-field');
  for (let i = 0; i < 6; ++i) await page.keyboard.press('ArrowRight');
  await settled(page);
  const told = await text(page, 'shift-told');
  for (const who of ['own-says', 'cnn-says']) {
    const said = await page.textContent(`[data-test=${who}] strong`);
    assert.ok(told.includes(said), `${told}: ${said}`);
  }
  assert.match(told, /9/);
  assert.equal(await page.locator('.shift-figure [data-layer]:visible').count(), 1);
  await page.click('.shift-rest summary');
  await showFigure(page, 'shift');
  assert.ok((await page.locator('.shift-figure [data-layer]:visible').count()) > 4);
  await figureFits(page);
  await leave(page);
  await openView(page, 'cnn');
  assert.doesNotMatch(await text(page, 'shift'), /[1-9]/, 'the studio has it where it lay');
  await openView(page, 'network');
}

export const checks = [onlyTheCnnMindsTheOrder, windowMeetsTheEngine, movedDigitIsReadTwice];
