// node e2e/stills.mjs GLIA [--only WORD] [OPTION…]
// The figures of the textbook as pictures, for its Markdown and for print: of each live figure in
// each chapter and language docs/learn/NN-name/figures/NAME.LANGUAGE.png. WORD picks chapters.
// OPTIONs are the studio's: with --speech MODEL chapter 12 has recorded words.
import { mkdir, readdir } from 'node:fs/promises';
import { launch, open, settled } from './browser.mjs';
import { chapterIn, isOffered, learn } from './chapters.mjs';
import { asShown } from './shown.mjs';
import { Studio } from './studio.mjs';

const [glia, ...rest] = process.argv.slice(2);
if (!glia || glia.startsWith('-')) {
  console.error('node e2e/stills.mjs GLIA [--only WORD] [OPTION…]');
  process.exit(2);
}
const only = rest[0] === '--only' ? rest.splice(0, 2)[1] : '';

const folders = (await readdir(learn)).filter((name) => /^\d\d-/.test(name) && name.includes(only));
const studio = await Studio.start(glia, rest);
const browser = await launch();
for (const folder of folders)
  for (const language of ['en', 'ru']) {
    const chapter = await chapterIn(folder, language);
    const names = [...chapter.matchAll(/\]\(figures\/([^)]*)\.[a-z]{2}\.png\)/g)].map((m) => m[1]);
    if (!isOffered(chapter) || names.length === 0) continue;
    const look = { width: 760, height: 1200, language, theme: 'light', still: true };
    const { page, context } = await open(browser, studio.url, look);
    await page.waitForTimeout(400); // its own is written down at most every 300 ms
    await page.evaluate((to) => {
      sessionStorage.setItem('glia.input', '{"index":30}'); // the example of the text
      location.hash = to;
    }, `#learn/${Number(folder.slice(0, 2))}`);
    await page.reload();
    await page.waitForSelector('[data-figure]');
    await mkdir(new URL(`${folder}/figures/`, learn), { recursive: true });
    for (const name of names) {
      const figure = await asShown(page, name);
      // One that does not fit is photographed in another layout, without touch.
      const tall = Math.ceil((await figure.boundingBox()).height) + 80;
      if (tall > look.height) await page.setViewportSize({ width: look.width, height: tall });
      await settled(page);
      const path = new URL(`${folder}/figures/${name}.${language}.png`, learn).pathname;
      await figure.screenshot({ path });
      await page.setViewportSize({ width: look.width, height: look.height });
      console.log(path.slice(learn.pathname.length));
    }
    await context.close();
  }
await browser.close();
await studio.end();
