// The figures of chapter 12: a sound as a picture, and a memory of one number.
import assert from 'node:assert/strict';
import { text, until } from './browser.mjs';
import { tone } from './beside.mjs';
import { isOffered } from './learn-images.mjs';
import { figureFits, leave, openFigure, valueOf } from './learn.mjs';

const chapter = '12';

/** A rising tone rises; a thousandth of a second matters to samples only; the engine agrees. */
export async function soundBecomesAPicture({ page, report }) {
  if (!(await isOffered(page, chapter, report))) return;
  await openFigure(page, chapter, 'spectrogram');
  const hears = (await page.locator('[data-sound]').count()) > 0;
  if (hears) {
    await page.click('[data-sound="7"]');
    await page.waitForSelector('[data-test=sound-agrees].is-true');
    report['spectrogram and engine'] = await valueOf(page, '[data-test=sound-agrees]', 'apart');
  } else {
    assert.match(await text(page, 'sound-missing'), /--speech/);
  }
  const before = await text(page, 'sound-told');
  await page.setInputFiles('.spectrogram input[type=file]', {
    name: 'tone.wav',
    mimeType: 'audio/wav',
    buffer: tone(),
  });
  await until('the tone', async () => (await text(page, 'sound-told')) !== before);
  await page.focus('[data-test=sound-tracks]');
  const pitch = async () =>
    Number((await text(page, 'sound-told')).match(/([\d\s,]+)(?: Hz| Гц)/)[1].replace(/\D/g, ''));
  await page.keyboard.press('End');
  for (let i = 0; i < 9; ++i) await page.keyboard.press('ArrowLeft');
  const high = await pitch();
  for (let i = 0; i < 20; ++i) await page.keyboard.press('ArrowLeft');
  const low = await pitch();
  assert.ok(high > low + 200, `${low} and then ${high} hertz`);
  await page.click('[data-do=sound-later]');
  const change = (what) => valueOf(page, '[data-test=sound-change]', what);
  assert.ok((await change('samples')) > 0.5);
  assert.ok((await change('frames')) < 0.5);
  await figureFits(page);
  await page.click('[data-do=sound-later]');
  await page.click('[data-do=sound-made]');
  await leave(page);
}

/** Half of it is left each time, as the chapter says; tanh and a w above one are another story. */
export async function memoryFades({ page, report }) {
  if (!(await isOffered(page, chapter, report))) return;
  await openFigure(page, chapter, 'unrolled');
  const told = (what) => valueOf(page, '[data-test=unrolled-told]', what);
  await page.click('[data-preset="0.5"]');
  await page.focus('[data-test=unrolled-rows]');
  await page.keyboard.press('End');
  assert.equal(await told('left'), 1 / 1024);
  assert.equal(await told('slope'), 1 / 1024);
  await page.keyboard.press('Home');
  assert.equal(await told('left'), 1);
  for (let i = 0; i < 5; ++i) await page.keyboard.press('ArrowDown');
  assert.equal(await told('left'), 0.5);
  await page.click('[data-preset="1.1"]');
  await page.focus('[data-test=unrolled-rows]');
  await page.keyboard.press('End');
  assert.ok((await told('left')) > 0.45);
  assert.ok((await told('slope')) < 0.15);
  await page.locator('input[name=unrolled-w]').press('End');
  assert.ok((await told('slope')) < 1e-4);
  await page.click('[data-do=unrolled-tanh]');
  assert.equal(await told('left'), 1024);
  await figureFits(page);
  await page.click('[data-preset="0.5"]');
  await leave(page);
}

export const checks = [soundBecomesAPicture, memoryFades];
