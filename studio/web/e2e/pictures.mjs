// node e2e/pictures.mjs GLIA FOLDER
// Draws the pictures of the documents: the studio after a few epochs, looking at a drawn 3.
import { digits, drawStrokes, launch, number, open, pressLearn, text, until } from './browser.mjs';
import { Studio } from './studio.mjs';

const [glia, folder] = process.argv.slice(2);
const studio = await Studio.start(glia);
const browser = await launch();
for (const language of ['en', 'ru']) {
  const { page, context } = await open(browser, studio.url, { language });
  const right = async () => number(await text(page, 'accuracy'));
  await page.click('[data-do=newborn]');
  await until('the newborn network', async () => (await right()) < 30);
  await pressLearn(page);
  await until('95 %', async () => (await right()) >= 95, 180000);
  await pressLearn(page);
  await drawStrokes(page, digits[3]);
  await page.click('.which button >> nth=3');
  await page.click('[data-neuron="0/4"]');
  await page.mouse.move(0, 0);
  await page.waitForTimeout(1000);
  await page.screenshot({ path: `${folder}/studio-${language}.png` });
  await context.close();
}
await browser.close();
await studio.end();
