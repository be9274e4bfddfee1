// node e2e/pictures.mjs GLIA FOLDER
// Draws the pictures of the documents: the studio after a few epochs, looking at a drawn 3.
import { drawStrokes, launch, number, open, pressLearn, text, until } from './browser.mjs';
import { Studio } from './studio.mjs';

const [glia, folder] = process.argv.slice(2);
const arc = (cx, cy, rx, ry, from, to) =>
  Array.from({ length: 17 }, (_, i) => from + ((to - from) * i) / 16).map((t) => [
    cx + rx * Math.cos(t),
    cy + ry * Math.sin(t),
  ]);
const three = [
  [...arc(0.47, 0.32, 0.19, 0.16, -2.6, 1.5), ...arc(0.47, 0.66, 0.23, 0.19, -1.5, 2.6)],
];

const studio = await Studio.start(glia);
const browser = await launch();
for (const language of ['en', 'ru']) {
  const { page, context } = await open(browser, studio.url, { language });
  await pressLearn(page);
  await until('95 %', async () => number(await text(page, 'accuracy')) >= 95, 60000);
  await pressLearn(page);
  await drawStrokes(page, three);
  await page.click('.which button >> nth=3');
  await page.click('[data-neuron="0/4"]');
  await page.mouse.move(720, 20);
  await page.waitForTimeout(1000);
  await page.screenshot({ path: `${folder}/studio-${language}.png` });
  await context.close();
}
await browser.close();
await studio.end();
