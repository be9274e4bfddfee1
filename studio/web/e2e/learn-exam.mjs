// The figures of the chapters 9, 10 and 13.
import assert from 'node:assert/strict';
import { figureFits, leave, openFigure } from './learn.mjs';
import { until } from './browser.mjs';

/** Checks a figure in its chapter; one that waits for other figures is not in the page yet. */
const figure = (chapter, name, holds) => async (given) => {
  const { page, report } = given;
  await page.click('[data-do=textbook]');
  await page.waitForSelector('.learn [data-chapter]', { state: 'attached' });
  const offered = await page.locator(`[data-chapter="${chapter}"]`).count();
  await leave(page);
  if (!offered) {
    report[`not checked: ${name}`] = `chapter ${chapter} is not offered yet`;
    return;
  }
  await openFigure(page, chapter, name);
  await holds(given);
  await figureFits(page);
  await leave(page);
};

const named = (name, check) => Object.defineProperty(check, 'name', { value: name });

/** By mouse and keys: the lines of a part are lit and in sight, of each program that is shown. */
async function linesLight({ page }) {
  const lit = () =>
    page.$$eval('.program', (all) =>
      all
        .filter((one) => one.checkVisibility())
        .map((one) => {
          const box = one.querySelector('pre').getBoundingClientRect();
          const lines = [...one.querySelectorAll('.is-lit')];
          const { top, bottom } = lines[0].getBoundingClientRect();
          return {
            text: lines.map((line) => line.textContent).join('\n'),
            inSight: top >= box.top - 1 && bottom <= box.bottom + 1,
          };
        }),
    );
  const wide = (await lit()).length === 3;
  const expected = { back: /cost\.backward/, step: /optimizer\.step/, exam: /test_labels/ };
  await page.click('[data-part=back]');
  for (const [part, line] of Object.entries(expected)) {
    await until(`${part} to be lit`, async () =>
      page.locator(`[data-part=${part}][aria-pressed=true]`).count(),
    );
    if (!wide) await page.click('[data-tab=torch]');
    const now = await lit();
    assert.match(now.at(-1).text, line);
    assert.ok(now.every(({ inSight }) => inSight), `${part} is in sight`);
    if (!wide) await page.click('[data-tab=nothing]');
    await page.focus(`[data-part=${part}]`);
    await page.keyboard.press('ArrowRight');
  }
  await page.click('[data-part=back]');
}

export const lightsThreePrograms = named(
  'lightsThreePrograms',
  figure('13', 'three-programs', linesLight),
);

export const checks = [lightsThreePrograms];
