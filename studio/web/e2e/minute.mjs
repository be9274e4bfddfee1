// node e2e/minute.mjs GLIA FOLDER
// A newcomer's first minute as a sheet of frames: what is there, a drawn 3 and its answer, the same
// network newborn, and how it learns from one right answer in ten to nine.
import {
  digits,
  drawStrokes,
  launch,
  number,
  open,
  pressLearn,
  settled,
  text,
  until,
} from './browser.mjs';
import { Studio } from './studio.mjs';

const frame = { width: 1280, height: 720 };
const marks = [20, 40, 60, 80, 90]; // per cent right
const words = {
  en: {
    first: 'What one sees first',
    drawn: 'A 3 is drawn',
    newborn: 'Newborn',
    right: (p, s) => `${p}% right, ${s} s after Learn`,
  },
  ru: {
    first: 'Что видно сначала',
    drawn: 'Нарисована тройка',
    newborn: 'Новорождённая',
    right: (p, s) => `${p}\u00a0% верных, ${s}\u00a0с обучения`,
  },
};

async function film(browser, url, language) {
  const told = words[language];
  const frames = [];
  const { page, context } = await open(browser, url, { language, ...frame });
  const shoot = async (name) =>
    frames.push([name, (await page.screenshot()).toString('base64')]);
  await settled(page);
  await shoot(told.first);
  await drawStrokes(page, digits[3]);
  await settled(page);
  await shoot(told.drawn);
  await page.click('[data-do=newborn]');
  await settled(page);
  await shoot(told.newborn);
  await pressLearn(page);
  const began = Date.now();
  const accuracy = async () => number(await text(page, 'accuracy'));
  for (const mark of marks) {
    await until(`${mark} %`, async () => (await accuracy()) >= mark, 60000);
    await shoot(told.right(mark, Math.round((Date.now() - began) / 1000)));
  }
  await context.close();
  return frames;
}

async function sheet(browser, frames, path) {
  const page = await browser.newPage({ viewport: { width: 1024, height: 800 } });
  const cells = frames.map(
    ([name, png]) =>
      `<figure><img src="data:image/png;base64,${png}"><figcaption>${name}</figcaption></figure>`,
  );
  await page.setContent(
    `<style>body { margin: 0; padding: 12px; display: grid; grid-template-columns: 1fr 1fr;
     gap: 12px; background: #0d1017; color: #dfe3ea; font: 17px sans-serif; width: 1000px }
     figure { margin: 0 } img { width: 100%; border-radius: 6px }</style>${cells.join('')}`,
  );
  await page.locator('body').screenshot({ path });
  await page.close();
}

const [glia, folder] = process.argv.slice(2);
const studio = await Studio.start(glia);
const browser = await launch();
for (const language of ['en', 'ru']) {
  const frames = await film(browser, studio.url, language);
  await sheet(browser, frames, `${folder}/first-minute-${language}.png`);
}
await browser.close();
await studio.end();
