// The textbook: opens, asks, answers, speaks both languages, and its figure tells the truth.
import assert from 'node:assert/strict';
import { flaws } from './flaws.mjs';
import {
  digits,
  drawStrokes,
  number,
  settled,
  showFigure,
  sideways,
  text,
  until,
} from './browser.mjs';
import { seriousFlaws } from './page.mjs';

const chapter = '6'; // has a bet, an exercise with a number, and the figure "chain"

async function openChapter(page) {
  await page.click('[data-do=textbook]');
  await page.click(`[data-chapter="${chapter}"]`);
  await page.waitForSelector('[data-card=product]');
  await settled(page);
}

export const leave = async (page) => {
  await page.click('[data-do=studio]');
  await page.waitForSelector('.stage-view [data-neuron="0/0"]');
};

const cards = (page) =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll('[data-card]')].map((card) => [
        card.dataset.card,
        Number(card.dataset.value),
      ]),
    ),
  );

export const valueOf = async (page, at, what = 'value') =>
  Number(await page.getAttribute(at, `data-${what}`));

export const near = (a, b, share, what) =>
  assert.ok(
    Math.abs(a - b) <= 1e-11 + share * Math.max(Math.abs(a), Math.abs(b)),
    `${what}: ${a}, ${b}`,
  );

export async function opensAChapter({ page }) {
  await openChapter(page);
  assert.equal(new URL(page.url()).hash, `#learn/${chapter}`);
  const title = await page.textContent('.chapter-title');
  assert.match(await page.title(), new RegExp(`^${title} · Glia$`));
  await page.goBack();
  await page.waitForSelector('.cover');
  await page.goBack();
  await page.waitForSelector('[data-neuron="0/0"]');
  await page.goForward();
  await page.goForward();
  await page.waitForSelector('[data-card=product]');
  await page.reload();
  await page.waitForSelector('[data-card=product]');
  assert.equal(await page.textContent('.chapter-title'), title);
  assert.ok(await page.locator('.katex-mathml').count(), 'formulas are set');
  await leave(page);
}

export async function betsAndAnswers({ page }) {
  await openChapter(page);
  const bet = page.locator('[data-asked=bet]').first();
  await bet.locator('button').first().click();
  const wrong = await bet.locator('[data-test=verdict]').innerText();
  await bet.locator('button').last().click();
  const right = await bet.locator('[data-test=verdict]').innerText();
  assert.ok(wrong && right && wrong !== right);
  assert.ok(await bet.locator('.is-true').count());
  const exercise = page.locator('[data-asked=exercise]:has(input)').first();
  const say = async (what) => {
    await exercise.locator('input').fill(what);
    await exercise.locator('input').press('Enter');
    return (await exercise.locator('.is-true').count()) === 1;
  };
  assert.equal(await say('many'), false);
  assert.equal(await say('0.5'), false);
  assert.equal(await say('0,243'), true, 'a comma is a decimal sign too');
  assert.equal(await say('0.243'), true);
  await leave(page);
}

/** In place: the section that is read, and what was answered. */
export async function speaksBothLanguages({ page }) {
  await openChapter(page);
  await page.locator('[data-asked=bet] button').first().click();
  const section = 3;
  await page.evaluate(
    (i) => document.querySelectorAll('[data-section]')[i].scrollIntoView(),
    section,
  );
  const top = () =>
    page.evaluate(
      (i) => document.querySelectorAll('[data-section]')[i].getBoundingClientRect().top,
      section,
    );
  for (const language of ['en', 'ru', 'en', 'ru']) {
    const before = await page.textContent('.chapter-title');
    await page.click(`[data-language=${language}]`);
    await until('the other language', async () =>
      (await page.getAttribute('html', 'lang')) === language,
    );
    await settled(page);
    if (language === 'en') {
      await until('the other title', async () =>
        (await page.textContent('.chapter-title')) !== before,
      );
    }
    assert.ok(Math.abs((await top()) - 72) < 160, `the section is at ${await top()}`);
  }
  const kept = page.locator('[data-asked=bet] button[aria-pressed=true]');
  assert.equal(await kept.count(), 1, 'the answer stays');
  await leave(page);
}

/** Two ways to the same number, and the engine's own; the network is as it was. */
export async function figureAgrees({ page, report }) {
  await page.click('[data-do=mistake]');
  await settled(page);
  const before = await text(page, 'cost-sum');
  await openChapter(page);
  for (const layer of [1, 2, 3]) {
    await page.click(`[data-weight="${layer}"]`);
    const one = await cards(page);
    near(one.product, one.nudged, 0.02, `one chain, layer ${layer}`);
    await page.click('[data-do=whole]');
    const all = await cards(page);
    near(all.sum, all.engine, 1e-4, `all ways, layer ${layer}`);
    near(all.sum, all.nudged, 0.02, `nudged, layer ${layer}`);
    await page.click('[data-do=whole]');
  }
  await page.click('[data-do=whole]');
  await page.waitForSelector('[data-test=batch][data-slope]');
  await settled(page);
  // Both at once: what is asked about another weight takes the place of both.
  const [slope, nudged] = await page.$eval('[data-test=batch]', (at) =>
    [at.dataset.slope, at.dataset.nudged].map(Number),
  );
  report['slope over many'] = `${slope} and ${nudged}`;
  // A cost has seven digits, and its change over a step this short has few of them.
  assert.ok(Math.abs(slope - nudged) < 0.2 * Math.abs(slope) + 1e-4, `${slope}, ${nudged}`);
  await page.click('[data-do=whole]');
  await page.click('[data-do=chain-slowly]');
  await until('the way back to be told', async () =>
    /\d/.test(await page.textContent('.step-told')),
  );
  await page.click('[data-node="1"]');
  await leave(page);
  await settled(page);
  assert.equal(await text(page, 'cost-sum'), before, 'the network is as it was');
}

export async function openFigure(page, which, name) {
  await page.click('[data-do=textbook]');
  await page.click(`[data-chapter="${which}"]`);
  await showFigure(page, name);
  await settled(page);
}

/** The chapter's sum; a lamp moves by keys; the visitor's own costs what the engine says. */
export async function lampsOweWhatTheEngineSays({ page }) {
  await page.click('[data-do=mistake]');
  await settled(page);
  const engine = number(await text(page, 'cost-sum'));
  await openFigure(page, '4', 'cost-of-a-three');
  const sum = () => valueOf(page, '[data-test=lamps-sum]');
  near(await sum(), 0.3138, 1e-6, 'the chapter');
  await page.focus('[data-lamp="0"]');
  await page.keyboard.press('Home');
  near(await sum(), 0.1289, 1e-6, 'without lamp 0');
  await page.click('[data-lamps=mine]');
  await until('the engine and the figure to agree', async () =>
    Math.abs((await sum()) - engine) < 0.001,
  );
  await page.click('[data-lamps=book]');
  await leave(page);
}

/** At −6 one slope is two hundred times the other; descent frees the lamp under one cost only. */
export async function aSureLampIsStuck({ page }) {
  await openFigure(page, '4', 'wrong-and-sure');
  const told = (cost, what) =>
    page.getAttribute(`[data-cost=${cost}]`, `data-${what}`).then(Number);
  near(await told('squared', 'slope'), -0.00492, 0.01, 'squared');
  near(await told('entropy', 'slope'), -0.99753, 0.001, 'cross-entropy');
  await page.click('[data-do=walk-down]');
  assert.ok((await told('squared', 'end')) < -5);
  assert.ok((await told('entropy', 'end')) > 2);
  await page.click('[data-do=walk-down]');
  await leave(page);
}

/** What is added to all sums changes no share. */
export async function sharesAddToOne({ page }) {
  await openFigure(page, '4', 'softmax-three');
  const shares = () =>
    page.$$eval('[data-share]', (cells) => cells.map((cell) => Number(cell.dataset.share)));
  const before = await shares();
  await page.click('[data-do=lift]');
  (await shares()).forEach((share, i) => near(share, before[i], 1e-9, 'a share'));
  await page.click('[data-do=lift]');
  await page.click('[data-do=ten]');
  near((await shares()).reduce((sum, share) => sum + share, 0), 1, 1e-9, 'ten shares');
  await page.click('[data-do=ten]');
  await leave(page);
}

export async function remembersWhatWasRead({ page }) {
  await openChapter(page);
  assert.equal(await page.locator(`[data-chapter="${chapter}"].is-read`).count(), 0);
  await page.locator('.onward').scrollIntoViewIfNeeded();
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await page.waitForSelector(`[data-chapter="${chapter}"].is-read`, { state: 'attached' });
  await page.reload();
  await page.waitForSelector(`[data-chapter="${chapter}"].is-read`, { state: 'attached' });
  await leave(page);
}

/** Nothing is cut, wider than the screen, or hidden from who cannot see it. */
export async function textbookFits({ page }) {
  await page.click('[data-do=textbook]');
  await page.waitForSelector('.cover [data-chapter]');
  assert.deepEqual(await seriousFlaws(page), []);
  await leave(page);
  await openChapter(page);
  for (const whole of [false, true]) {
    if (whole) await page.click('[data-do=whole]');
    await settled(page);
    assert.ok((await sideways(page)) <= 0, 'it does not scroll sideways');
    assert.deepEqual(await page.evaluate(flaws), []);
    assert.deepEqual(await seriousFlaws(page), []);
  }
  await page.click('[data-do=whole]');
  await leave(page);
}

export async function printsAChapter({ page }) {
  await openChapter(page);
  await page.emulateMedia({ media: 'print' });
  const seen = await page.evaluate(() => ({
    text: document.querySelector('.chapter').checkVisibility(),
    header: document.querySelector('.header').checkVisibility(),
    sheet: document.querySelector('#paper').childElementCount,
    ink: getComputedStyle(document.querySelector('.chapter p:not([class])')).color,
  }));
  await page.emulateMedia({ media: null });
  assert.deepEqual(seen, { text: true, header: false, sheet: 0, ink: 'rgb(0, 0, 0)' });
  await leave(page);
}

export async function figureFits(page) {
  assert.ok((await sideways(page)) <= 0, 'it does not scroll sideways');
  assert.deepEqual(await page.evaluate(flaws), []);
  assert.deepEqual(await seriousFlaws(page), []);
}

/** The votes of a neuron add up to what the engine says, with mouse and keys. */
export async function sumMeetsTheEngine({ page }) {
  await openFigure(page, '1', 'sum-of-784');
  await page.click('[data-do=sum-three]');
  const rows = () =>
    page.evaluate(() =>
      Object.fromEntries(
        [...document.querySelectorAll('[data-row]')].map((row) => [
          row.dataset.row,
          Number(row.dataset.value),
        ]),
      ),
    );
  const agrees = page.locator('[data-test=sum-agrees].is-true');
  for (let n = 0; n < 3; ++n) {
    await agrees.waitFor();
    await settled(page);
    const all = await rows();
    assert.equal(all.sum, all.engine);
    near(all.for + all.against + all.bias, all.engine, 1e-4, 'the column');
    await page.locator('input[name=sum-neuron]').press('ArrowDown');
    await until('another neuron', async () => (await rows()).engine !== all.engine);
  }
  const slider = page.locator('input[name=added]');
  await slider.press('Home');
  assert.equal((await rows()).sum, 0);
  assert.equal(await agrees.count(), 0, 'nothing is added yet');
  await page.click('[data-do=sum-play]');
  await until('it to come half way', async () => Number(await slider.inputValue()) > 300);
  await page.click('[data-do=sum-play]');
  const { sum, for: inFavour, against } = await rows();
  near(sum, inFavour + against, 1e-9, 'half way');
  await page.focus('[data-test=sum-pixels]');
  await page.keyboard.press('ArrowDown');
  const [light, weight, vote] = (await text(page, 'sum-told')).split(/[:×=]/).slice(1).map(number);
  assert.ok(Math.abs(light * weight - vote) < 0.002, `${light} × ${weight} = ${vote}`);
  await figureFits(page);
  await slider.press('End');
  await agrees.waitFor();
  await leave(page);
}

/** A drawing lights the lamps, and the figure tells of the one that is pointed at. */
export async function drawingLightsTheNetwork({ page }) {
  await openFigure(page, '1', 'network-lit');
  await page.click('[data-do=lit-erase]');
  await page.waitForSelector('[data-test=lit-answer]', { state: 'detached' });
  await drawStrokes(page, digits[0]);
  await page.waitForSelector('[data-test=lit-answer]');
  await page.click('[data-do=lit-three]');
  await until('it to say three', async () => (await text(page, 'lit-answer')) === '3');
  await settled(page);
  for (const neuron of ['0/13', '1/5', '2/3']) {
    await page.focus(`[data-neuron="${neuron}"]`);
    await until(`neuron ${neuron} to be told`, async () => {
      const label = await page.getAttribute(`[data-neuron="${neuron}"]`, 'aria-label');
      const [light] = label.match(/\d[.,]\d+$/);
      return (await text(page, 'lit-told')).includes(light);
    });
  }
  await figureFits(page);
  await leave(page);
}

/** The sketch is painted by keys, kept, and there again when the page is loaded anew. */
export async function keepsABet({ page }) {
  await openFigure(page, '1', 'sketch-a-neuron');
  const kept = () => page.evaluate(() => JSON.parse(localStorage.getItem('glia.learn.bet')));
  const told = page.locator('[data-test=bet-told].is-true');
  assert.ok(await page.locator('[data-do=bet]').isDisabled(), 'nothing is painted yet');
  await page.focus('.brush-field');
  for (const key of [' ', 'ArrowRight', 'ArrowRight', 'ArrowRight', '2', ' '])
    await page.keyboard.press(key);
  assert.equal(await kept(), null);
  await page.click('[data-do=bet]');
  await told.waitFor();
  const bet = await kept();
  assert.equal(bet.length, 784);
  assert.ok(Math.max(...bet) > 0 && Math.min(...bet) < 0, 'both colours are kept');
  await figureFits(page);
  await page.click('[data-do=sketch-again]');
  await told.waitFor({ state: 'detached' });
  assert.deepEqual(await kept(), bet, 'until the reader bets again');
  await leave(page);
  await page.reload();
  await page.waitForSelector('.stage-view [data-neuron="0/0"]');
  await openFigure(page, '1', 'sketch-a-neuron');
  await told.waitFor();
  await page.evaluate(() => localStorage.removeItem('glia.learn.bet'));
  await leave(page);
}

export const checks = [
  opensAChapter,
  betsAndAnswers,
  speaksBothLanguages,
  figureAgrees,
  lampsOweWhatTheEngineSays,
  aSureLampIsStuck,
  sharesAddToOne,
  remembersWhatWasRead,
  textbookFits,
  printsAChapter,
  sumMeetsTheEngine,
  drawingLightsTheNetwork,
  keepsABet,
];
