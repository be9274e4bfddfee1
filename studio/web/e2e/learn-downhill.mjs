// The figures of chapter 5: balls that go downhill.
import assert from 'node:assert/strict';
import { number, settled, stepOf, text, until } from './browser.mjs';
import { chapterIn, isOffered } from './chapters.mjs';
import { figureFits, leave, near, openFigure } from './learn.mjs';

const chapter = '5';

/** The steps of the chapter, by buttons and by keys; nothing moves before the bet. */
export async function aBallFeelsItsWay({ page }) {
  await openFigure(page, chapter, 'ball-on-a-curve');
  const places = async () =>
    (await page.getAttribute('[data-test=ball-places]', 'data-places')).split(' ').map(Number);
  const comesTo = async (expected) => {
    await until(`${expected}`, async () => (await places()).length >= expected.length);
    (await places()).forEach((w, i) => near(w, expected[i], 1e-9, `place ${i}`));
  };
  await page.focus('[data-test=ball-plot]');
  await page.keyboard.press(' ');
  assert.deepEqual(await places(), [4], 'first the bet');
  assert.equal(await page.locator('[data-do=ball-step]').count(), 0);
  await figureFits(page);
  await page.click('[data-bet=off]');
  await comesTo([4, 3.2, 2.56, 2.048]);
  assert.equal(await page.locator('[data-test=ball-verdict].is-true').count(), 0);
  await until('the run to end', async () =>
    page.evaluate(() => !document.querySelector('[data-do=ball-run]').disabled),
  );
  for (const [rate, way] of [
    ['1.1', [4, -4.8, 5.76, -6.912]],
    ['1', [4, -4, 4, -4]],
  ]) {
    await page.click(`[data-rate="${rate}"]`);
    await page.focus('[data-test=ball-plot]');
    for (let i = 0; i < 3; ++i) await page.keyboard.press(' ');
    await comesTo(way);
  }
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  assert.equal(number(await page.textContent('.ball-rate output')), 0.99, 'the rate by keys');
  assert.deepEqual(await places(), [4.1], 'the place by keys');
  await page.click('[data-pit=sine]');
  await page.click('[data-do=ball-run]');
  await until('it to rest', async () => page.locator('[data-do=ball-run]').isDisabled());
  assert.doesNotMatch(await text(page, 'ball-told'), /=/);
  await figureFits(page);
  await page.click('[data-pit=square]');
  await leave(page);
}

/** Balls roll down from where they are put; when all have learnt, the network is as it was. */
export async function ballsRollOnTheNetwork({ page }) {
  await page.click('[data-do=mistake]');
  await settled(page);
  const before = [await stepOf(page), await text(page, 'cost-sum')];
  await openFigure(page, chapter, 'ball-on-a-surface');
  const cost = async () =>
    Number(await page.getAttribute('[data-test=surface-cost]', 'data-cost').catch(() => 0));
  const balls = async () => Number(await page.getAttribute('.ball-on-a-surface', 'data-balls'));
  await until('two balls', async () => (await cost()) > 0 && (await balls()) === 2);
  await settled(page);
  await figureFits(page);
  await page.focus('.surface');
  for (let i = 0; i < 4; ++i) await page.keyboard.press('ArrowUp');
  await until('what is under the ball', async () => (await cost()) > 0);
  await settled(page);
  const high = await cost();
  const slopes = (await page.getAttribute('[data-test=surface-slopes]', 'data-slopes')).split(' ');
  assert.ok(slopes.every((slope) => Number.isFinite(Number(slope))), `${slopes}`);
  await page.keyboard.press('Enter');
  await until('it to lie lower', async () => (await cost()) > 0 && (await cost()) < high);
  await page.click('[data-do=all-learn]');
  const told = () => page.textContent('.surface-told');
  const first = await told();
  await until('all to learn', async () => (await told()) !== first && /\d{2}/.test(await told()));
  await page.waitForTimeout(500);
  await page.click('[data-do=all-learn]');
  await page.waitForSelector('[data-do=surface-roll]');
  await leave(page);
  await settled(page);
  assert.deepEqual([await stepOf(page), await text(page, 'cost-sum')], before);
}

const offered = isOffered(await chapterIn('05-downhill', 'en'));
export const checks = offered ? [aBallFeelsItsWay, ballsRollOnTheNetwork] : [];
