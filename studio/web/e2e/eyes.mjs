// For eyes that need it larger: the sizes of text.
import assert from 'node:assert/strict';
import { openView, settled, sideways } from './browser.mjs';
import { flaws } from './flaws.mjs';
import { views } from './page.mjs';

/** The largest size, as it is kept. */
export const largest = '1.4';

const lettersOf = (page, selector) =>
  page.evaluate((s) => parseFloat(getComputedStyle(document.querySelector(s)).fontSize), selector);

export async function choosesATextSize({ page }) {
  const before = await lettersOf(page, '#tab-network');
  await page.click('[data-do=text-size]');
  await page.click(`[data-size="${largest}"]`);
  const large = before * Number(largest);
  assert.ok(Math.abs((await lettersOf(page, '#tab-network')) - large) < 0.1);
  await page.reload();
  await page.waitForSelector('[data-neuron="0/0"]');
  assert.ok(Math.abs((await lettersOf(page, '#tab-network')) - large) < 0.1, 'it is remembered');
  await page.click('[data-do=text-size]');
  await page.click('[data-size="1"]');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('[data-size]').count(), 0, 'Escape closes the menu');
  assert.equal(await lettersOf(page, '#tab-network'), before);
}

export async function fitsAtTheLargestText({ page }) {
  for (const view of await views(page)) {
    await openView(page, view);
    await settled(page);
    assert.ok((await sideways(page)) <= 0, `${view} does not scroll sideways`);
    assert.deepEqual(await page.evaluate(flaws), [], view);
  }
}
