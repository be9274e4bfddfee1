// The figure of chapter 5 about the road from the newborn network to a taught one.
import assert from 'node:assert/strict';
import { settled, stepOf, text, until } from './browser.mjs';
import { chapterIn, isOffered } from './chapters.mjs';
import { figureFits, leave, openFigure, valueOf } from './learn.mjs';

const chapter = await chapterIn('05-downhill', 'en');
const offered = isOffered(chapter);
const angleOfText = /(\d+)°<!--path.angle-->/.exec(chapter)?.[1];

/** The cost and the lamps go with the place; a training is played; the network stays as it was. */
export async function roadLeadsThroughAll({ page, report }) {
  await page.click('[data-do=mistake]');
  await settled(page);
  const before = [await stepOf(page), await text(page, 'cost-sum')];
  await openFigure(page, '5', 'thirteen-thousand');
  const which = (name) =>
    until(`the road ${name}`, () => page.locator(`.thirteen-thousand[data-which=${name}]`).count());
  await which('taught');
  await until('the angle', () => page.locator('[data-test=road-angle]').count());
  const angle = () => valueOf(page, '[data-test=road-angle]', 'angle');
  report['angle of the first step'] = `${(await angle()).toFixed(1)}°`;
  assert.equal(String(Math.round(await angle())), angleOfText, 'as the text says');
  await figureFits(page);
  const cost = () => valueOf(page, '[data-test=road-told]', 'cost');
  const lights = () => page.$$eval('[data-light]', (all) => all.map((a) => a.dataset.light));
  await page.focus('[name=road-part]');
  await page.keyboard.press('Home');
  const right = async (steps) => {
    for (let i = 0; i < steps; ++i) await page.keyboard.press('ArrowRight');
  };
  await right(4);
  const [first, newborn] = [await cost(), await lights()];
  await right(20);
  assert.ok((await cost()) < first / 5, `${first} falls to ${await cost()}`);
  assert.notDeepEqual(await lights(), newborn);
  await until('a random direction', () => page.locator('[data-do=road-random]').count());
  await page.click('[data-do=road-random]');
  assert.ok((await cost()) > first / 5, 'a random direction does not lead down there');
  await page.click('[data-do=road-random]');
  if (await page.locator('[data-do=road-learn]').count()) await page.click('[data-do=road-learn]');
  else await page.click('[data-road=own]');
  await which('own');
  await until('the way', () => page.locator('[data-do=road-play]').count());
  await until('the first moment', async () => (await angle()) > 0); // whatever the past was
  await page.focus('[name=road-moment]');
  await page.keyboard.press('End');
  const told = await text(page, 'road-angle');
  await page.click('[data-do=road-play]');
  await until('it to begin anew', async () => (await text(page, 'road-angle')) !== told);
  await until('it to be played', async () => (await text(page, 'road-angle')) === told);
  await figureFits(page);
  await leave(page);
  await settled(page);
  assert.deepEqual([await stepOf(page), await text(page, 'cost-sum')], before);
}

export const checks = offered ? [roadLeadsThroughAll] : [];
