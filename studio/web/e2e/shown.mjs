// Figures of the textbook as they are on paper: nobody can press their buttons there.
import { settled, showFigure, until } from './browser.mjs';

/** A figure that shows a CNN offers to teach one. */
async function teach(page, figure) {
  const button = figure.locator('[data-do=cnn-teach]');
  if (!(await button.count())) return;
  await button.click();
  const end = { state: 'detached', timeout: 120000 };
  await figure.locator('.teach').waitFor(end);
  await settled(page);
}

/** What has to be done before there is anything to see, one button after the other. */
async function prepared(figure) {
  for (let i = 0; i < 4; ++i) {
    const busy = figure.locator('[aria-busy=true]');
    await until('the figure to be ready', async () => (await busy.count()) === 0, 300000);
    await settled(figure.page());
    const next = figure.locator('[data-still]:enabled').first();
    if ((await next.count()) === 0) return;
    await next.click();
  }
}

/** A race is shown at its end. */
async function raced(figure) {
  const start = figure.locator('[data-do=figure-race]');
  if ((await start.count()) === 0) return;
  await start.click();
  await settled(figure.page());
  await until('the race to end', async () => (await start.count()) === 1, 300000);
  await prepared(figure);
}

/** A figure of the open page as paper shows it, with its race run and its network taught. */
export async function asShown(page, name) {
  const figure = page.locator(`[data-figure="${name}"]`).first();
  await showFigure(page, name);
  await prepared(figure);
  await page.mouse.move(0, 0);
  await raced(figure);
  await settled(page);
  await teach(page, figure);
  return figure;
}
