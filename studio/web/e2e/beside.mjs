// The CNN on a digit that is moved about, and the network that hears.
import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { number, text, until } from './browser.mjs';

/** The view with a CNN in it; says how long one took to learn, when there was none. */
async function openCnn(page) {
  await page.click('[data-do=test]'); // a digit to be seen, whatever was erased before
  await page.click('[data-view=cnn]');
  await page.waitForSelector('[data-do=cnn-teach], [data-test=cnn-says]');
  const teach = page.locator('[data-do=cnn-teach]');
  if (!(await teach.count())) return null;
  const begun = Date.now();
  await teach.click();
  await page.waitForSelector('[role=progressbar]');
  await page.waitForSelector('[data-test=cnn-says]');
  await page.waitForSelector('[role=progressbar]', { state: 'detached', timeout: 120000 });
  return (Date.now() - begun) / 1000;
}

export async function teachesACnn({ page, report }) {
  const took = await openCnn(page);
  if (took !== null) report.cnn = `${took.toFixed(1)} s to teach`;
  await until('its accuracy', async () =>
    /9[789][.,]\d/.test(await page.textContent('.cnn .lead')),
  );
}

export async function movesADigit({ page, report }) {
  await openCnn(page);
  await page.waitForSelector('.move-field');
  const before = await page.textContent('.answers ul');
  const field = await page.locator('.move-field').boundingBox();
  await page.mouse.move(field.x + field.width / 2, field.y + field.height / 2);
  await page.mouse.down();
  await page.mouse.move(field.x + field.width * 0.66, field.y + field.height / 2, { steps: 8 });
  await page.mouse.up();
  await until('the digit to lie to the right', async () => /[45]/.test(await text(page, 'shift')));
  await until('other answers', async () => (await page.textContent('.answers ul')) !== before);
  await page.focus('.move-field');
  await page.keyboard.press('ArrowLeft');
  await until('an arrow to move it', async () => /[34]/.test(await text(page, 'shift')));
  await page.keyboard.press('Home');
  await until('it to be back', async () => (await page.textContent('.answers ul')) === before);
  const took = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const begun = performance.now();
        new MutationObserver(() => resolve(performance.now() - begun)).observe(
          document.querySelector('.answers ul'),
          { subtree: true, characterData: true, childList: true },
        );
        document
          .querySelector('.move-field')
          .dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
      }),
  );
  report.shift = `${took.toFixed(0)} ms from a move to both answers`;
  await page.keyboard.press('Home');
}

export async function showsFeatureMaps({ page }) {
  await openCnn(page);
  await page.waitForSelector('[data-layer=conv1]');
  assert.ok((await page.locator('[data-layer]').count()) >= 5);
  await page.focus('[data-layer=conv2]');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await until('its second map', async () => /2/.test(await page.textContent('.cnn-detail h3')));
  const inked = await page.evaluate(() => {
    const canvas = document.querySelector('.cnn-detail .filter canvas');
    const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    return new Set(new Uint32Array(pixels.buffer)).size;
  });
  assert.ok(inked > 10, 'its filters are drawn');
}

export async function countsShifts({ page }) {
  await openCnn(page);
  await page.click('[data-do=shifts]');
  await until('both maps', async () => (await page.locator('.shift-map strong').count()) === 2);
  await until(
    'the count to end',
    async () => (await page.getAttribute('[data-do=shifts]', 'disabled')) === null,
    60000,
  );
  const [own, cnn] = await page.locator('.shift-map strong').allTextContents();
  assert.ok(number(cnn) > 95 && number(cnn) >= number(own) - 1, `${own}, ${cnn}`);
  await page.click('[data-view=network]');
}

/** The engine's own words, which the reader's sentence has on hover. */
const toldByEngine = (page) =>
  page.evaluate(() => document.querySelector('.notice [title]')?.title ?? '');

/** A second with a tone that rises by twice `rise` hertz a second, as a WAV of 16 bits. */
export function tone(low = 300, rise = 1500) {
  const rate = 8000;
  const wav = Buffer.alloc(44 + 2 * rate);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + 2 * rate, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(2 * rate, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(2 * rate, 40);
  for (let i = 0; i < rate; ++i) {
    const t = i / rate;
    const loud = t > 0.3 && t < 0.7 ? 12000 : 0;
    const turns = (low + rise * t) * t;
    wav.writeInt16LE(Math.round(loud * Math.sin(2 * Math.PI * turns)), 44 + 2 * i);
  }
  return wav;
}

export async function hears({ page, report }) {
  await page.click('[data-view=speech]');
  await page.waitForSelector('.speech');
  if (await page.locator('.missing').count()) {
    assert.match(await page.textContent('.missing'), /--preset lstm[^]*--speech/);
    report.speech = 'no network that hears: only its instructions were seen';
    return;
  }
  if (await page.locator('[data-recording]').count()) {
    await page.click('[data-recording="7"]');
    await page.waitForSelector('[data-test=heard]');
  }
  await page.setInputFiles('.speech input[type=file]', {
    name: 'tone.wav',
    mimeType: 'audio/wav',
    buffer: tone(),
  });
  await page.waitForSelector('[data-test=heard]');
  const picture = await page.locator('[data-track=spectrogram] .track-picture').boundingBox();
  await page.mouse.move(picture.x + picture.width * 0.25, picture.y + 10);
  const early = await text(page, 'moment');
  await page.mouse.move(picture.x + picture.width * 0.8, picture.y + 10);
  await until('the moment to follow', async () => (await text(page, 'moment')) !== early);
  await page.focus('.tracks');
  const cell = await text(page, 'cell');
  for (let i = 0; i < 6; ++i) await page.keyboard.press('ArrowLeft');
  await until('the gates to follow', async () => (await text(page, 'cell')) !== cell);
  await page.click('[data-direction="1"]');
  await page.focus('.tracks >> nth=1');
  await page.keyboard.press('ArrowDown');
  await until(
    'a unit',
    async () => (await page.getAttribute('[data-do=unit]', 'aria-pressed')) === 'true',
  );
  await page.setInputFiles('.speech input[type=file]', {
    name: 'x.wav',
    mimeType: 'audio/wav',
    buffer: Buffer.from('no sound'),
  });
  await until('a file without sound to be refused', async () =>
    /x\.wav/.test(await toldByEngine(page)),
  );
  await page.click('.notice button');
  await page.click('[data-view=network]');
}
