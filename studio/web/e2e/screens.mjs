// node e2e/screens.mjs GLIA FOLDER [--only WORD] [--text SIZE] [OPTION…]
// Every screen of the page at four sizes, in each language and theme, as pictures to be looked at:
// FOLDER/SIZE-LANGUAGE-THEME/NN-SCREEN.png, and sheets of them. WORD picks folders, SIZE is that of
// text: 1, 1.12, 1.25 or 1.4. It says of each screen which texts are cut or lie upon one another.
// OPTIONs are the studio's: with --cnn MODEL and --speech MODEL those views show more than how to
// come by one.
import { mkdir, readFile } from 'node:fs/promises';
import {
  digits,
  drawStrokes,
  launch,
  open,
  openView,
  pressLearn,
  settled,
  stepOf,
  until,
} from './browser.mjs';
import { flaws } from './flaws.mjs';
import { sizes } from './monkey.mjs';
import { Studio } from './studio.mjs';
import { does, doings, isReady, stationOf } from './tour.mjs';

const [glia, folder, ...rest] = process.argv.slice(2);
const taken = (name) => (rest[0] === `--${name}` ? rest.splice(0, 2)[1] : '');
const only = taken('only');
const text = taken('text');

const learns = async (page) => {
  for (let epoch = 1; epoch <= 2; ++epoch) {
    const before = await stepOf(page);
    await page.click('[data-do=epoch]');
    const over = () => document.querySelector('[data-do=learn]:not(.is-running)') !== null;
    const learned = async () => (await stepOf(page)) > before;
    await until('an epoch', async () => (await learned()) && (await page.evaluate(over)));
  }
};

const show = (name) => (page) => page.click(`[data-show=${name}]`);
const view = (name) => (page) => openView(page, name);
const click = (what) => (page) => page.click(what);
const press = async (page, key, count) => {
  for (let i = 0; i < count; ++i) await page.keyboard.press(key);
};

/** name: what a visitor does to come there from the screen before */
const screens = {
  offer: () => {},
  network: async (page) => {
    await page.click('[data-do=tour-later]');
    await learns(page);
  },
  drawn: async (page) => {
    await page.click('[data-do=erase]');
    await drawStrokes(page, digits[7]);
    await page.click('[data-neuron="2/7"]');
  },
  xray: async (page) => {
    await page.click('.xray summary');
    await page.click('.xray button');
    await page.waitForSelector('.xray .strong');
  },
  mistake: async (page) => {
    await page.click('.xray summary');
    await page.click('[data-do=mistake]');
    await page.click('[data-neuron="1/5"]');
  },
  formula: async (page) => {
    await page.click('[data-do=formula]');
    await page.waitForSelector('.katex');
  },
  gradient: async (page) => {
    await page.click('[data-do=formula]');
    await page.click('.line-legend button >> nth=1');
    await page.click('[data-neuron="0/6"]');
  },
  weight: async (page) => {
    await page.click('.line-legend button >> nth=0');
    await page.click('.picture-button', { position: { x: 60, y: 60 } });
    await page.click('[data-do=tug]');
    await page.waitForSelector('.tug .mean');
  },
  pixel: async (page) => {
    await page.click('.target.field', { position: { x: 30, y: 60 } });
  },
  field: async (page) => {
    await openView(page, 'hand');
    await page.focus('.knobs');
    await press(page, 'ArrowDown', 9);
    await press(page, '+', 5);
  },
  game: click('[data-do=game-start]'),
  played: click('[data-do=game-stop]'),
  brush: click('[data-tab=brush]'),
  slice: async (page) => {
    await openView(page, 'descent');
    await page.click('[data-mode=all]');
  },
  descent: async (page) => {
    await page.click('[data-mode=two]');
    await page.waitForTimeout(500);
    await page.click('[data-do=roll]');
    await page.waitForTimeout(500);
  },
  overfit: view('overfit'),
  race: async (page) => {
    await page.click('.presets button >> nth=1');
    await page.click('[data-do=race]');
    await page.waitForSelector('[data-do=race-stop]');
    await page.waitForSelector('[data-do=race]', { timeout: 120000 });
  },
  sees: view('sees'),
  cell: click('[data-cell="4/9"]'),
  plane: view('plane'),
  planeLearnt: async (page) => {
    await page.click('[data-shape=xor]');
    await settled(page);
    await pressLearn(page);
    await page.waitForTimeout(2000);
    await pressLearn(page);
    await page.click('[data-neuron="1/2"]');
  },
  planeStepped: async (page) => {
    await page.click('.right [data-do=mute]');
    await page.click('[data-do=stepped]');
    await page.click('[data-do=show-tests]');
  },
  planePoint: async (page) => {
    await page.click('[data-do=stepped]');
    await page.click('[data-do=show-tests]');
    await page.click('[data-shape=blobs]');
    await page.click('[data-classes="4"]');
    await settled(page);
    await page.click('[data-test=plane-answer]', { position: { x: 40, y: 40 } });
  },
  planeCurve: async (page) => {
    await page.click('[data-shape=curve]');
    await settled(page);
    await page.focus('.wires');
    await page.keyboard.press('ArrowRight');
  },
  cnn: view('cnn'),
  shifts: async (page) => {
    if (!(await page.locator('[data-do=shifts]').count())) return;
    await page.focus('[data-layer=conv2]');
    await page.keyboard.press('ArrowRight');
    await page.click('[data-do=shifts]');
    await until('both maps', async () => (await page.locator('.shift-map strong').count()) === 2);
    await page.waitForSelector('[data-do=shifts]:not([disabled])', { timeout: 120000 });
  },
  speech: view('speech'),
  heard: async (page) => {
    if (!(await page.locator('[data-recording]').count())) return;
    await page.click('[data-recording="7"]');
    await page.waitForSelector('[data-test=heard]');
  },
  unit: async (page) => {
    if (await page.locator('[data-do=unit]').count()) await page.click('[data-do=unit]');
  },
  settings: async (page) => {
    await openView(page, 'network');
    await show('settings')(page);
  },
  refused: async (page) => {
    await page.fill('input[name=hidden]', 'abc');
    await page.press('input[name=hidden]', 'Enter');
    await page.waitForSelector('.setting-wrong');
  },
  journal: async (page) => {
    await page.fill('input[name=hidden]', '16 – 16');
    await page.press('input[name=hidden]', 'Enter');
    await show('journal')(page);
  },
  notice: async (page) => {
    const buffer = Buffer.from('no network');
    const file = { name: 'x.safetensors', mimeType: 'application/octet-stream', buffer };
    await page.setInputFiles('.header input[type=file]', file);
    await page.waitForSelector('.notice');
  },
  file: async (page) => {
    await page.click('.notice button');
    await page.click('[data-do=file]');
  },
  reset: async (page) => {
    await page.keyboard.press('Escape');
    await show('curves')(page);
    await page.click('.learn-buttons .menu button');
  },
  past: async (page) => {
    await page.click('.learn-buttons .menu button');
    await page.evaluate(() => {
      const slider = document.querySelector('.time-slider');
      slider.value = String(Math.round(slider.max / 3));
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await page.waitForSelector('[data-do=fork]');
  },
  fork: async (page) => {
    await page.click('[data-do=fork]');
    await page.waitForSelector('.branch');
    await page.click('[data-do=step]');
  },
  ...Object.fromEntries(
    Object.entries(doings).map(([name, act], i) => [
      `tour-${name}`,
      async (page) => {
        if (i === 0) await page.click('[data-do=tour]');
        else await page.click('[data-do=tour-next]');
        await isReady(page);
        if ((await stationOf(page)) === name) await does(page, act);
      },
    ]),
  ),
  running: async (page) => {
    await page.click('.tour-head .plain');
    await openView(page, 'network');
    await pressLearn(page);
    await page.waitForTimeout(700);
  },
};

/** The textbook, last. */
Object.assign(screens, {
  cover: async (page) => {
    await pressLearn(page);
    await page.click('[data-do=textbook]');
  },
  chapter: async (page) => {
    await page.click('[data-chapter="6"]');
    await page.waitForSelector('[data-card=product]');
  },
  asked: async (page) => {
    await page.click('[data-asked=bet] button >> nth=2');
    await page.evaluate(() => document.querySelector('.written').scrollIntoView());
  },
  ways: (page) => page.click('[data-do=whole]'),
});

/** The pictures of a folder, some at once. */
async function sheet(browser, at, number, names, columns) {
  const page = await browser.newPage({ viewport: { width: 1560, height: 800 } });
  const figures = await Promise.all(
    names.map(async (name) => {
      const picture = (await readFile(`${at}/${name}.png`)).toString('base64');
      const img = `<img src="data:image/png;base64,${picture}">`;
      return `<figure><figcaption>${name}</figcaption>${img}</figure>`;
    }),
  );
  const style = `body{margin:8px;background:#777}
    body{display:grid;grid-template-columns:repeat(${columns},1fr);gap:8px}
    figure{margin:0}img{width:100%}figcaption{font:16px sans-serif;color:#fff}`;
  await page.setContent(`<style>${style}</style>${figures.join('')}`);
  await page.screenshot({ path: `${at}-${number}.png`, fullPage: true });
  await page.close();
}

async function pictures(browser, studio, width, height, language, theme) {
  const at = `${folder}/${width}x${height}-${language}-${theme}`;
  if (!at.includes(only)) return;
  await mkdir(at, { recursive: true });
  const options = { width, height, language, theme, tour: '', still: true, text };
  const { page, context, seen } = await open(browser, studio.url, options);
  const names = [];
  for (const [i, [name, act]] of Object.entries(screens).entries()) {
    const file = `${String(i + 1).padStart(2, '0')}-${name}`;
    try {
      await act(page);
      await settled(page);
    } catch (error) {
      console.log(`${at}/${file}: ${error.message.split('\n')[0]}`);
    }
    if (width >= 800) await page.mouse.move(40, 2);
    await page.waitForTimeout(150);
    await page.screenshot({ path: `${at}/${file}.png`, fullPage: width < 800 });
    names.push(file);
    for (const flaw of await page.evaluate(flaws)) console.log(`${at}/${file}: ${flaw}`);
  }
  for (const error of seen.errors) console.log(`${at}: ${error}`);
  await context.close();
  const [columns, most] = width < 800 ? [5, 5] : [3, 9];
  for (let i = 0; i < names.length; i += most)
    await sheet(browser, at, i / most + 1, names.slice(i, i + most), columns);
}

const studio = await Studio.start(glia, rest);
const browser = await launch();
for (const [width, height] of sizes)
  for (const language of ['ru', 'en'])
    for (const theme of ['dark', 'light'])
      await pictures(browser, studio, width, height, language, theme);
await browser.close();
await studio.end();
