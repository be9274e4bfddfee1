// node e2e/book.mjs GLIA FOLDER
// The textbook on paper: FOLDER/textbook.en.pdf and .ru.pdf, each chapter as the page prints it,
// with its figures as its stills have them. Needs pdfunite.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, open, settled } from './browser.mjs';
import { asShown } from './shown.mjs';
import { Studio } from './studio.mjs';

const [glia, folder] = process.argv.slice(2);
if (!folder) {
  console.error('node e2e/book.mjs GLIA FOLDER');
  process.exit(2);
}

const margin = { top: '18mm', bottom: '18mm', left: '18mm', right: '18mm' };

/** A chapter, once all its figures have something to show. */
async function printed(page, name) {
  await page.evaluate((to) => (location.hash = to), `#learn/${name}`);
  await page.reload();
  await page.waitForSelector('.about-chapter');
  const figures = await page.$$eval('[data-figure]', (all) => all.map((it) => it.dataset.figure));
  for (const figure of figures) await asShown(page, figure);
  await settled(page);
  const title = await page.textContent('.chapter-title');
  const footer =
    `<div style="font: 8pt sans-serif; color: #666; width: 100%; padding: 0 18mm">` +
    `<span>Glia · ${title}</span><span class="pageNumber" style="float: right"></span></div>`;
  return page.pdf({
    format: 'A4',
    margin,
    printBackground: true,
    displayHeaderFooter: true,
    headerTemplate: '<span></span>',
    footerTemplate: footer,
  });
}

/** A language's chapters, each a file of `parts`, as one. */
async function printBook(browser, url, language, parts) {
  const look = { width: 760, height: 1200, language, theme: 'light', still: true };
  const { page, context } = await open(browser, url, look);
  await page.waitForTimeout(400); // its own is written down at most every 300 ms
  await page.evaluate(() => {
    sessionStorage.setItem('glia.input', '{"index":30}'); // the example of the text
    location.hash = '#learn';
  });
  await page.reload();
  await page.waitForSelector('.cover [data-chapter]');
  const chapters = await page.$$eval('.cover [data-chapter]', (all) =>
    all.map((each) => each.dataset.chapter),
  );
  const files = [];
  for (const name of [...chapters, 'glossary']) {
    const file = join(parts, `${name}.${language}.pdf`);
    await writeFile(file, await printed(page, name));
    console.log(`${language} ${name}`);
    files.push(file);
  }
  execFileSync('pdfunite', [...files, join(folder, `textbook.${language}.pdf`)]);
  await context.close();
}

const parts = await mkdtemp(join(tmpdir(), 'glia-book-'));
const studio = await Studio.start(glia);
try {
  const browser = await launch();
  await mkdir(folder, { recursive: true });
  for (const language of ['en', 'ru']) await printBook(browser, studio.url, language, parts);
  await browser.close();
} finally {
  await studio.end();
  await rm(parts, { recursive: true });
}
