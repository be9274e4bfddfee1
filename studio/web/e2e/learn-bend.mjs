// The figures of chapter 2.
import assert from 'node:assert/strict';
import { settled, until } from './browser.mjs';
import { figureFits, leave, near, openFigure, valueOf } from './learn.mjs';

/** The sum moves by keys and by hand; slopes are those of the text; a neuron brings its own sum. */
export async function slopesOfTwoBends({ page }) {
  await openFigure(page, '2', 'two-bends');
  const sum = page.locator('input[name=bend-sum]');
  const slope = (bend) => valueOf(page, `[data-bend=${bend}]`, 'slope');
  near(await slope('sigmoid'), 0.105, 0.001, 'the sigmoid at 2');
  assert.equal(await slope('relu'), 1);
  for (let i = 0; i < 4; ++i) await sum.press('ArrowLeft');
  assert.equal(Number(await sum.inputValue()), 0);
  assert.equal(await slope('sigmoid'), 0.25);
  assert.equal(await slope('relu'), 0);
  await sum.press('Shift+ArrowLeft');
  assert.equal(Number(await sum.inputValue()), -0.1);
  const box = await page.locator('.bend-plot').boundingBox();
  await page.mouse.click(box.x + box.width - 1, box.y + box.height / 2);
  assert.equal(Number(await sum.inputValue()), 6);
  near(await slope('sigmoid'), 0.00247, 0.01, 'the sigmoid at 6');
  assert.equal(await page.locator('[data-dot]').count(), 10);
  const dots = await page.$$eval('[data-dot]', (all) =>
    all.map(({ dataset }) => [Number(dataset.slope), dataset.dot]),
  );
  const [[own, dot]] = dots.sort(([a], [b]) => b - a); // its sum is in the picture
  await page.click(`[data-dot="${dot}"]`);
  await settled(page);
  near(await slope('sigmoid'), own, 0.001, `neuron ${dot}`);
  await page.click('[data-add=gelu]');
  assert.equal(await page.locator('[data-bend]').count(), 3);
  await figureFits(page);
  await page.click('[data-add=gelu]');
  await until('two bends', async () => (await page.locator('[data-bend]').count()) === 2);
  await leave(page);
}

export const checks = [slopesOfTwoBends];
