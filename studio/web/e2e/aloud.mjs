// For ears: what the page says by itself, and what its pictures are called.
import assert from 'node:assert/strict';
import { openView, pressLearn, settled, until } from './browser.mjs';
import { views } from './page.mjs';

/** no two sayings follow faster; the clock of the page is not exact to the millisecond */
const pause = 3900;

const listen = (page) =>
  page.evaluate(() => {
    window.testSaid = [];
    const region = document.querySelector('[data-test=aloud]');
    new MutationObserver(() =>
      window.testSaid.push({ at: performance.now(), text: region.textContent }),
    ).observe(region, { childList: true, characterData: true, subtree: true });
  });
const said = (page) => page.evaluate(() => window.testSaid);
const heard = async (page, what, sound) => {
  await until(what, async () => (await said(page)).some(({ text }) => sound.test(text)), 20000);
};

export async function tellsWhatChanges({ page }) {
  await openView(page, 'network');
  await page.click('[data-language=en]');
  await settled(page);
  await listen(page);
  await page.click('[data-do=test]');
  await heard(page, 'the answer', /Answer: .*, \d+% sure/);
  await page.focus('[data-neuron="0/3"]');
  await heard(page, 'the brightest of the layer', /Brightest of the first hidden layer: \d+ with/);
  await pressLearn(page);
  await heard(page, 'learning', /Learning/);
  await heard(page, 'how it learns', /Step [\d,]+, cost \d\.\d\d, right \d+%/);
  await pressLearn(page);
  await heard(page, 'the pause', /Paused/);
  await page.evaluate(() => {
    const slider = document.querySelector('.time-slider');
    slider.value = String(Math.round((Number(slider.min) + Number(slider.max)) / 2));
    slider.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await heard(page, 'the past', /A past step is shown/);
  await page.click('[data-do=fork]');
  await heard(page, 'the branch', /A branch was made at step [\d,]+/);
  const all = await said(page);
  all.slice(1).forEach(({ at, text }, i) => {
    assert.ok(at - all[i].at >= pause, `“${text}” follows ${at - all[i].at} ms after another`);
    assert.notEqual(text, all[i].text, 'nothing is said twice');
  });
}

/** Each canvas is a picture with a text of its own, or adorns something that has one. */
export async function namesEveryPicture({ page }) {
  for (const view of await views(page)) {
    await openView(page, view);
    await settled(page);
    if (view === 'sees') await page.waitForSelector('.confusion caption');
    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll('canvas')]
        .filter((canvas) => {
          if (canvas.closest('.uplot')) canvas = canvas.closest('[role=img]');
          const named = (e) => e.getAttribute('role') && e.ariaLabel?.trim().length > 8;
          if (named(canvas)) return false;
          const whole = canvas.parentElement.closest(
            '[role=img], [role=application], [role=slider], button, label, .tiles-box, .stage-of',
          );
          const parts = whole?.querySelectorAll('[aria-label]').length;
          return !whole || !(named(whole) || whole.textContent.trim() || whole.ariaLabel || parts);
        })
        .map((canvas) => canvas.parentElement.outerHTML.slice(0, 120)),
    );
    assert.deepEqual(nameless, [], view);
  }
  await openView(page, 'sees');
  assert.match(await page.textContent('.confusion caption'), /\d/);
  await openView(page, 'network');
  const label = (selector) => page.getAttribute(selector, 'aria-label');
  assert.match(await label('.network canvas'), /16.*(answer|ответ)/is);
  await page.click('[data-neuron="0/3"]');
  await settled(page);
  assert.match(await label('.picture-button'), /positive|плюса/);
  await page.click('[data-neuron="1/3"]');
  await settled(page);
  assert.match(await label('.picture-button'), /largest|большой/);
  await openView(page, 'plane');
  assert.match(await label('.plane > canvas'), /\d+.(points|точек)/);
}
