// The figure of chapter 13 in which a network learns the reader's own pictures and words.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tone } from './beside.mjs';
import { learn as folder } from './chapters.mjs';
import { digits, drawStrokes, showFigure, text, until } from './browser.mjs';
import { isOffered } from './learn-images.mjs';
import { figureFits, leave, openFigure, valueOf } from './learn.mjs';

const figure = '[data-figure=own-data]';
const countOf = (page, at) => valueOf(page, `[data-class="${at}"]`, 'count').then(Number);

async function drawRing(page) {
  await page.locator(`${figure} .pad-canvas`).scrollIntoViewIfNeeded();
  await drawStrokes(page, digits[0]);
}

async function learn(page, map) {
  await page.click(`${figure} [data-do=figure-race]`);
  const start = page.locator(`${figure} [data-do=figure-race]`);
  await until('it to have learned', () => start.count(), 120000);
  await page.waitForSelector(`[data-test=own-chosen] [data-map=${map}]`);
}

/** By mouse and by keys a drawing comes into a class, and goes. */
async function drawingsCome(page) {
  const before = await countOf(page, 0);
  await drawRing(page);
  await page.click('[data-do=own-add-0]');
  await until('the drawing to be there', async () => (await countOf(page, 0)) === before + 1);
  await page.focus(`${figure} .pad-canvas`);
  await page.keyboard.press('Space');
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp'])
    for (let i = 0; i < 6; ++i) await page.keyboard.press(key);
  await page.keyboard.press('2');
  await until('the keys’ square', async () => (await countOf(page, 1)) === before + 1);
  await page.click(`[data-class="1"] [data-example="${before}"]`);
  await page.click('[data-do=own-take-out]');
  await until('it to be taken out', async () => (await countOf(page, 1)) === before);
}

/** Files come as photographs, into a set of their own. */
async function photographsCome(page) {
  await page.click('[data-kind=photograph]');
  const { pathname: name } = new URL('13-your-turn/figures/three-programs.en.png', folder);
  await page.setInputFiles('[data-class="1"] input[type=file]', [name, name]);
  await until('two photographs', async () => (await countOf(page, 1)) === 2);
  assert.ok(await page.locator(`${figure} [data-do=figure-race]:disabled`).count());
  await page.click('[data-kind=drawing]');
}

async function sharesOf(page, count) {
  const all = await page.$$eval('[data-share]', (shares) =>
    shares.map((one) => Number(one.dataset.share)),
  );
  assert.equal(all.length, count);
  assert.ok(Math.abs(all.reduce((sum, share) => sum + share, 0) - 1) < 1e-4);
  return all;
}

/** The path of the file. */
async function saved(page) {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.click('[data-do=own-save]'),
  ]);
  return file.path();
}

/** The page's shapes and a drawing are learned, asked about and saved. */
export async function ownPicturesAreLearned({ page, report }) {
  if (!(await isOffered(page, '13', report))) return;
  await openFigure(page, '13', 'own-data');
  await page.waitForSelector('[data-test=own-data][aria-busy=false] [data-class="2"]');
  await until('the page to have drawn', async () => (await countOf(page, 2)) === 20);
  await drawingsCome(page);
  await photographsCome(page);
  await page.fill('[data-class="2"] input[type=text]', 'Dreieck');
  await learn(page, 'covered');
  report['own pictures'] = await text(page, 'own-told');
  const right = await page.locator('[data-test=own-exam] [data-right]').count();
  assert.ok(right > 0);
  await drawRing(page);
  assert.equal(await page.locator('[data-place=nowhere]').count(), 0, 'one of the set is shown');
  await page.click('[data-do=own-ask]');
  await page.waitForSelector('[data-place=nowhere] [data-map=covered]');
  const shares = await sharesOf(page, 3);
  report['a ring is a circle'] = shares[0];
  const most = () => valueOf(page, '[data-map=covered]', 'most');
  const first = await most();
  await page.click('[data-share] >> nth=2');
  await until('another answer', async () => (await most()) !== first);
  const bytes = await readFile(await saved(page));
  assert.match(bytes.toString('latin1'), /"glia\.classes":"\[.*Dreieck/);
  await figureFits(page);
  await page.reload();
  await showFigure(page, 'own-data');
  await page.waitForSelector('[data-class="2"] [data-example]');
  const name = await page.inputValue('[data-class="2"] input[type=text]');
  assert.equal(name, 'Dreieck', 'the set is kept');
  await page.click('[data-do=own-clear]');
  await leave(page);
}

const rising = (n) => tone(300 + 30 * n, 1500);
const falling = (n) => tone(3000 - 30 * n, -1500);
const wav = (buffer, n) => ({ name: `${n}.wav`, mimeType: 'audio/wav', buffer });
const five = (of) => [0, 1, 2, 3, 4].map((n) => wav(of(n), n));

/** Who may not listen says so; what the microphone hears comes into a class, and goes by a key. */
async function wordsAreSaid(page) {
  if (!page.url().startsWith('http')) return; // a browser asks of each file anew
  await page.click('[data-do=own-say-0]');
  await page.waitForSelector(`${figure} [role=alert]`);
  await page.context().grantPermissions(['microphone']);
  await page.click('[data-do=own-say-0]');
  await until('the word to be there', async () => (await countOf(page, 0)) === 1);
  assert.equal(await page.locator(`${figure} [role=alert]`).count(), 0);
  await page.focus('[data-class="0"] [data-example="0"]');
  await page.keyboard.press('Delete');
  await until('it to be taken out', async () => (await countOf(page, 0)) === 0);
}

/** What the figure saved is what `glia predict` takes. */
async function isToldByTheCommandLine(glia, network, sound, expected) {
  const folder = await mkdtemp(join(tmpdir(), 'glia-words-'));
  const file = join(folder, 'sound.wav');
  await writeFile(file, sound);
  const { stdout } = await promisify(execFile)(glia, ['predict', network, file]);
  await rm(folder, { recursive: true });
  assert.match(stdout, expected);
}

/** Words by microphone and from files are learned, asked about moment by moment, and saved. */
export async function ownWordsAreLearned({ page, report, glia }) {
  if (!(await isOffered(page, '13', report))) return;
  await openFigure(page, '13', 'own-data');
  await page.click('[data-kind=word]');
  await wordsAreSaid(page);
  for (const [at, of] of [rising, falling].entries()) {
    await page.setInputFiles(`[data-class="${at}"] input[type=file]`, five(of));
    await until('five words', async () => (await countOf(page, at)) === 5);
    await page.fill(`[data-class="${at}"] input[type=text]`, ['up', 'down'][at]);
    if (at === 0) assert.ok(await page.locator(`${figure} [data-do=figure-race]:disabled`).count());
  }
  await learn(page, 'silenced');
  report['own words'] = await text(page, 'own-told');
  await page.setInputFiles('[data-do=own-ask-file] + input', wav(falling(9), 9));
  await page.waitForSelector('[data-place=nowhere] [data-map=silenced]');
  const [up, down] = await sharesOf(page, 2);
  assert.ok(down > up, `${down} for what falls, ${up} against it`);
  report['a tone falls'] = down;
  const moment = await text(page, 'own-moment');
  await page.focus('.own-tracks');
  await page.keyboard.press('Home');
  await until('another moment', async () => (await text(page, 'own-moment')) !== moment);
  const network = await saved(page);
  if (glia) await isToldByTheCommandLine(glia, network, rising(8), /up/);
  await figureFits(page);
  await page.reload();
  await showFigure(page, 'own-data');
  await page.click('[data-kind=word]');
  await until('what was kept', async () => (await countOf(page, 1)) === 5);
  await page.click('[data-do=own-clear]');
  await page.click('[data-kind=drawing]');
  await leave(page);
}

/** A table is opened from the chapter in the studio; Back returns to the chapter. */
export async function ownTableIsOpened({ page, report }) {
  if (!(await isOffered(page, '13', report))) return;
  await openFigure(page, '13', 'own-data');
  const rows = Array.from({ length: 20 }, (_, i) => `${i},${i % 7},${i > 9 ? 'tall' : 'small'}`);
  const table = Buffer.from(['height,width,kind', ...rows].join('\n'));
  const file = { name: 'chairs.csv', mimeType: 'text/csv', buffer: table };
  await page.setInputFiles('.own-table input[type=file]', file);
  await page.waitForSelector('.open-table');
  assert.equal(await page.inputValue('.open-table [name=target]'), 'kind');
  await page.goBack();
  await showFigure(page, 'own-data');
  await page.click('[data-do=studio]');
  await page.click('[data-do=leave-table]');
  await page.waitForSelector('.stage-view [data-neuron="0/0"]');
}

export const checks = [ownPicturesAreLearned, ownWordsAreLearned, ownTableIsOpened];
