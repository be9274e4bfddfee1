// node e2e/monkey.mjs GLIA|PAGE [ACTIONS] [SEED]
// Clicks, drags and types at random over all views, in both languages and at four sizes, and looks
// whether the page stays whole: run.mjs lets it do so for a moment. PAGE: out/page, out/glia.html.
import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch, open, settled, sideways, stepOf, until } from './browser.mjs';
import { placed } from './place.mjs';

/** Mulberry32: the same actions for the same seed. */
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const keys = [
  'Tab',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Enter',
  'Space',
  'Escape',
  '+',
  '-',
  'Home',
  '7',
];

/** The middle of something that can be pressed and seen; [] when there is nothing. */
const pick = (page, at) =>
  page.evaluate((share) => {
    const found = [
      ...document.querySelectorAll(
        'button, select, summary, canvas, input[type=range], input[type=text], [role=tab], ' +
          '[tabindex="0"]',
      ),
    ]
      .filter((e) => !e.disabled && e.checkVisibility())
      .map((e) => [e, e.getBoundingClientRect()])
      .filter(
        ([, b]) =>
          b.width > 2 &&
          b.height > 2 &&
          b.bottom > 0 &&
          b.right > 0 &&
          b.top < innerHeight &&
          b.left < innerWidth,
      );
    if (found.length === 0) return [];
    const [, box] = found[Math.floor(share * found.length)];
    return [box.x, box.y, box.width, box.height];
  }, at);

/** What must hold whatever was done. */
async function whole(page, seen, told) {
  await settled(page); // between its two networks a page shows neither
  assert.deepEqual(seen.errors, [], told);
  const reads = await page.locator('.learn-header').count(); // in the other room, the textbook
  const found = await page.evaluate(() => ({
    broken: document.querySelectorAll('.broken').length,
    // a step in slow motion stands in place of curves, settings and journal
    panels:
      document.querySelector('.bottom-content')?.childElementCount ??
      document.querySelectorAll('.slow').length,
    places: ['.header', '.left', '#stage', '.right', '.bottom'].map(
      (place) => document.querySelectorAll(place).length,
    ),
  }));
  const studio = { broken: 0, panels: 1, places: [1, 1, 1, 1, 1] };
  const textbook = { broken: 0, panels: 0, places: [1, 0, 0, 0, 0] };
  assert.deepEqual(found, reads ? textbook : studio, told);
  assert.ok((await sideways(page)) <= 0, `${told}: the page is wider than the screen`);
}

/** The page still follows the engine, and says the same everywhere. */
async function alive(page, told) {
  await page.keyboard.press('Escape');
  if (await page.locator('[data-do=studio]').count())
    await page.click('[data-do=studio]', { force: true });
  if (await page.locator('[data-do=live]').count())
    await page.click('[data-do=live]', { force: true });
  const running = () =>
    page.evaluate(() => document.querySelector('[data-do=learn]').classList.contains('is-running'));
  // Learning may end by itself just before it is paused, and the press begins it again.
  await until(`${told}: to be at rest`, async () => {
    if (!(await running())) return true;
    await page.click('[data-do=learn]', { force: true });
    await settled(page);
    await page.waitForTimeout(300);
    return !(await running());
  });
  await settled(page);
  await page.waitForTimeout(300); // the state is told at most every 100 ms
  const before = await stepOf(page);
  await page.click('[data-do=step]', { force: true });
  await until(`${told}: a step`, async () => (await stepOf(page)) === before + 1);
  await settled(page);
  const card = page.locator('[data-test=test-cost]');
  if (await card.count()) {
    const shown = await page.evaluate(
      () => document.querySelectorAll('.numbers dd')[3].textContent,
    );
    assert.equal(
      await card.first().textContent(),
      shown,
      `${told}: the card and the numbers below are of one network`,
    );
  }
}

export async function monkey(page, seen, actions, seed) {
  const random = randomFrom(seed);
  const any = (list) => list[Math.floor(random() * list.length)];
  for (let i = 0; i < actions; ++i) {
    const told = `seed ${seed}, action ${i}`;
    if (random() < 0.2) await page.keyboard.press(any(keys));
    else {
      const [x, y, width, height] = await pick(page, random());
      if (x === undefined) continue;
      const spot = () => [x + width * (0.1 + 0.8 * random()), y + height * (0.1 + 0.8 * random())];
      await page.mouse.move(...spot());
      await page.mouse.down();
      if (random() < 0.3) await page.mouse.move(...spot(), { steps: 3 });
      await page.mouse.up();
    }
    if (i % 20 === 19) await whole(page, seen, told);
  }
  await whole(page, seen, `seed ${seed}, at the end`);
  await alive(page, `seed ${seed}`);
  await whole(page, seen, `seed ${seed}, after the end`);
}

export const sizes = [
  [390, 844],
  [1024, 768],
  [1280, 720],
  [1440, 900],
];

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [path, actions = '400', seed = '1'] = process.argv.slice(2);
  const place = await placed(path);
  const browser = await launch();
  let failed = 0;
  for (const [width, height] of sizes)
    for (const language of ['ru', 'en']) {
      const { page, context, seen } = await open(browser, place.url, {
        width,
        height,
        language,
        theme: language === 'ru' ? 'dark' : 'light',
        tour: language === 'ru' ? '' : 'seen',
      });
      try {
        await monkey(page, seen, Number(actions), Number(seed) * 100 + width + height);
        console.log(`  ok    ${width}×${height} ${language}`);
      } catch (error) {
        ++failed;
        console.log(`  FAIL  ${width}×${height} ${language}: ${error.message}`);
        await page.screenshot({ path: join(tmpdir(), `monkey-${width}-${language}.png`) });
      }
      await context.close();
    }
  await browser.close();
  await place.end();
  process.exit(failed === 0 ? 0 : 1);
}
