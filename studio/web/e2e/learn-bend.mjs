// The figures of chapter 2.
import assert from 'node:assert/strict';
import { settled, text, until } from './browser.mjs';
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

/** Without a bend three layers are one, whatever is dragged; with one they learn what it cannot. */
export async function threeLayersMelt({ page }) {
  await openFigure(page, '2', 'three-become-one');
  const told = (name, what = 'value') => valueOf(page, `[data-test=${name}]`, what);
  const areOne = async () => {
    assert.ok((await told('melt-told', 'apart')) < 1e-9);
    assert.equal(await told('right-three'), await told('right-one'));
  };
  await areOne();
  await page.focus('.melt .wires');
  const before = await text(page, 'melt-line');
  for (const key of ['ArrowRight', 'ArrowUp', 'ArrowUp', 'ArrowUp'])
    await page.keyboard.press(key);
  assert.notEqual(await text(page, 'melt-line'), before);
  await areOne();
  const box = await page.locator('.melt .wires').boundingBox();
  const mouse = [box.x + box.width * 0.985 - 40, box.y + box.height / 2]; // into the answer
  const dragged = await text(page, 'melt-line');
  await page.mouse.move(...mouse);
  await page.mouse.down();
  await page.mouse.move(mouse[0], mouse[1] - 40, { steps: 4 });
  await page.mouse.up();
  assert.notEqual(await text(page, 'melt-line'), dragged);
  await areOne();
  await page.click('[data-use=sigmoid]');
  assert.ok((await told('melt-told', 'apart')) > 0.1);
  await page.click('[data-do=melt-over]');
  await page.click('[data-use=sigmoid]');
  assert.equal(await told('right-three'), 40);
  await page.click('[data-learns=xor]');
  await until('XOR to be learnt', async () => (await told('right-three')) === 40);
  assert.ok((await told('right-one')) < 40);
  await figureFits(page);
  await page.click('[data-do=melt-over]');
  await areOne();
  await leave(page);
}

/** Four clouds with two neurons, three with one; knobs are typed, and lines dragged by keys. */
export async function xorByHand({ page }) {
  await openFigure(page, '2', 'xor-by-hand');
  const right = () => valueOf(page, '[data-test=xor-right]', 'points');
  assert.equal(await right(), 36);
  assert.equal(await valueOf(page, '[data-corner="11"]', 'answer'), -0.5);
  const knob = page.locator('input[name=xor-1-0-1]'); // from the second to the answer
  await knob.fill('0');
  assert.equal(await right(), 27);
  await knob.fill('-1.9');
  assert.equal(await right(), 36);
  await page.focus('.xor .wires');
  for (let i = 0; i < 5; ++i) await page.keyboard.press('ArrowRight'); // to the same weight
  for (let i = 0; i < 19; ++i) await page.keyboard.press('ArrowUp');
  near(Number(await knob.inputValue()), 0, 1e-9, 'the knob of the line');
  assert.equal(await right(), 27);
  await page.click('[data-do=xor-alone]');
  assert.equal(await page.locator('.xor input[type=number]').count(), 5);
  assert.equal(await right(), 27);
  await figureFits(page);
  await page.click('[data-do=xor-blank]');
  assert.ok((await right()) < 36);
  await page.click('[data-do=xor-show]');
  assert.equal(await right(), 36);
  await figureFits(page);
  await leave(page);
}

export const checks = [slopesOfTwoBends, threeLayersMelt, xorByHand];
