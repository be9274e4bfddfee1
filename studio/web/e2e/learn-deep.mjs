// The figures of chapter 8.
import assert from 'node:assert/strict';
import { figureFits, leave, openFigure } from './learn.mjs';
import { settled, until } from './browser.mjs';

const slopes = async (page, figure, network) => {
  const pad = page.locator(`[data-figure="${figure}"] [data-slopes="${network}"]`);
  await settled(page);
  await until('the slopes', async () => (await pad.getAttribute('aria-busy')) === 'false');
  return (await pad.getAttribute('data-sizes')).split(' ').map(Number);
};

/** A sigmoid loses the slope, ReLU keeps it; normalization and one hundred steps change it. */
export async function slopesVanish({ page }) {
  const name = 'gradient-per-layer';
  await openFigure(page, '8', name);
  const within = (what) => page.locator(`[data-figure="${name}"] ${what}`);
  await until('bars', async () => (await slopes(page, name, 1)).length === 7);
  const sigmoid = await slopes(page, name, 0);
  const relu = await slopes(page, name, 1);
  assert.equal(sigmoid.length, 7);
  assert.ok(sigmoid[0] < sigmoid[6] / 1000, `vanishing: ${sigmoid}`);
  assert.ok(relu[0] > relu[6] / 30, `kept: ${relu}`);
  await within('[data-slopes="0"]').focus();
  const first = await within('[data-slopes="0"]').getAttribute('aria-valuetext');
  await page.keyboard.press('ArrowRight');
  assert.equal(await within('[data-slopes="0"]').getAttribute('aria-valuenow'), '2');
  assert.notEqual(await within('[data-slopes="0"]').getAttribute('aria-valuetext'), first);
  await within('[data-network="0"]').click();
  await within('[data-choose=norm]').click();
  await until('it to be normalized', async () => (await slopes(page, name, 0))[0] > sigmoid[0]);
  const normed = await slopes(page, name, 0);
  assert.ok(normed[0] > 100 * sigmoid[0], `normalized: ${normed}`);
  assert.deepEqual(await slopes(page, name, 1), relu, 'the other is as it was');
  await within('[data-choose=norm]').click();
  await within('[name=deep-layers]').focus();
  await page.keyboard.press('ArrowRight');
  await until('seven layers', async () => (await slopes(page, name, 0)).length === 8);
  await page.keyboard.press('ArrowLeft');
  await until('six again', async () => (await slopes(page, name, 0)).length === 7);
  assert.deepEqual(await slopes(page, name, 0), sigmoid);
  await within('[data-do=deep-learn]').click();
  await until('it to learn', async () => (await slopes(page, name, 1))[0] !== relu[0]);
  await within('[data-do=deep-newborn]').click();
  await until('them to be born', async () => (await slopes(page, name, 1))[0] === relu[0]);
  await figureFits(page);
  await leave(page);
}

/** Two layers learn and six do not; what is told before it starts is of the newborn. */
export async function racesTwoDepths({ page, report }) {
  const name = 'depth-race';
  await openFigure(page, '8', name);
  await until('bars', async () => (await slopes(page, name, 1)).length === 7);
  assert.equal((await slopes(page, name, 0)).length, 3);
  const newborn = await slopes(page, name, 0);
  const start = page.locator(`[data-figure="${name}"] [data-do=figure-race]`);
  await start.click();
  await settled(page);
  await until('the race to end', async () => (await start.count()) === 1, 240000);
  const ends = await page.$$eval(`[data-figure="${name}"] [data-network]`, (all) =>
    all.map(({ dataset }) => Number(dataset.share)),
  );
  report['two and six layers'] = ends.join(', ');
  assert.ok(ends[0] > 0.9 && ends[1] < 0.2, `ends: ${ends}`);
  assert.notDeepEqual(await slopes(page, name, 0), newborn);
  assert.match(await start.textContent(), /2$/);
  await figureFits(page);
  await leave(page);
}

export const checks = [slopesVanish, racesTwoDepths];
