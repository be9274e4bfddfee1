// node e2e/stills.mjs GLIA [--only WORD]
// The figures of the textbook as pictures, for its Markdown and for print: of each live figure in
// each chapter and language docs/learn/NN-name/figures/NAME.LANGUAGE.png. WORD picks chapters.
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { launch, open, settled, showFigure, until } from './browser.mjs';
import { Studio } from './studio.mjs';

const [glia, flag, only = ''] = process.argv.slice(2);
if (!glia || (flag && flag !== '--only')) {
  console.error('node e2e/stills.mjs GLIA [--only WORD]');
  process.exit(2);
}
/** A race is shown at its end. */
async function raced(figure) {
  const start = figure.locator('[data-do=figure-race]');
  if ((await start.count()) === 0) return;
  await start.click();
  await settled(figure.page());
  await until('the race to end', async () => (await start.count()) === 1, 300000);
}

const learn = new URL('../../../docs/learn/', import.meta.url);
const folders = (await readdir(learn)).filter((name) => /^\d\d-/.test(name) && name.includes(only));
const studio = await Studio.start(glia);
const browser = await launch();
for (const folder of folders)
  for (const language of ['en', 'ru']) {
    const chapter = await readFile(new URL(`${folder}/${language}.md`, learn), 'utf8');
    const names = [...chapter.matchAll(/\]\(figures\/([^)]*)\.[a-z]{2}\.png\)/g)].map((m) => m[1]);
    if (/^<!-- figure /m.test(chapter) || names.length === 0) continue; // not offered yet
    const look = { width: 760, language, theme: 'light', still: true };
    const { page, context } = await open(browser, studio.url, look);
    await page.evaluate((to) => {
      sessionStorage.setItem('glia.input', '{"index":30}'); // the example of the text
      location.hash = to;
    }, `#learn/${Number(folder.slice(0, 2))}`);
    await page.reload();
    await page.waitForSelector('[data-figure]');
    await mkdir(new URL(`${folder}/figures/`, learn), { recursive: true });
    for (const name of names) {
      const figure = page.locator(`[data-figure="${name}"]`).first();
      await showFigure(page, name);
      await raced(figure);
      await settled(page);
      const path = new URL(`${folder}/figures/${name}.${language}.png`, learn).pathname;
      await figure.screenshot({ path });
      console.log(path.slice(learn.pathname.length));
    }
    await context.close();
  }
await browser.close();
await studio.end();
