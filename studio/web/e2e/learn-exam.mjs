// The figures of the chapters 9, 10 and 13.
import assert from 'node:assert/strict';
import { figureFits, leave, openFigure } from './learn.mjs';
import { settled, until } from './browser.mjs';

/** Checks a figure in its chapter; one that waits for other figures is not in the page yet. */
const figure = (chapter, name, holds) => async (given) => {
  const { page, report } = given;
  await page.click('[data-do=textbook]');
  await page.waitForSelector('.learn [data-chapter]', { state: 'attached' });
  const offered = await page.locator(`[data-chapter="${chapter}"]`).count();
  await leave(page);
  if (!offered) {
    report[`not checked: ${name}`] = `chapter ${chapter} is not offered yet`;
    return;
  }
  await openFigure(page, chapter, name);
  await holds(given);
  await figureFits(page);
  await leave(page);
};

const named = (name, check) => Object.defineProperty(check, 'name', { value: name });

/** By mouse and keys: the lines of a part are lit and in sight, of each program that is shown. */
async function linesLight({ page }) {
  const lit = () =>
    page.$$eval('.program', (all) =>
      all
        .filter((one) => one.checkVisibility())
        .map((one) => {
          const box = one.querySelector('pre').getBoundingClientRect();
          const lines = [...one.querySelectorAll('.is-lit')];
          const { top, bottom } = lines[0].getBoundingClientRect();
          return {
            text: lines.map((line) => line.textContent).join('\n'),
            inSight: top >= box.top - 1 && bottom <= box.bottom + 1,
          };
        }),
    );
  const wide = (await lit()).length === 3;
  const expected = { back: /cost\.backward/, step: /optimizer\.step/, exam: /test_labels/ };
  await page.click('[data-part=back]');
  for (const [part, line] of Object.entries(expected)) {
    await until(`${part} to be lit`, async () =>
      page.locator(`[data-part=${part}][aria-pressed=true]`).count(),
    );
    if (!wide) await page.click('[data-tab=torch]');
    await until(`${part} to be in sight`, async () =>
      (await lit()).every(({ inSight }) => inSight),
    );
    assert.match((await lit()).at(-1).text, line);
    if (!wide) await page.click('[data-tab=nothing]');
    await page.focus(`[data-part=${part}]`);
    await page.keyboard.press('ArrowRight');
  }
  await page.click('[data-part=back]');
}

export const lightsThreePrograms = named(
  'lightsThreePrograms',
  figure('13', 'three-programs', linesLight),
);

/** What the engine says to a question of the test's own. */
const engineSays = (page, question) => page.evaluate((asked) => window.testAsk(asked), question);

/** Exam A is marked as the engine marks it; B is the engine's, and the network stays as it is. */
async function examsPart({ page, report }) {
  const own = () => engineSays(page, { do: 'evaluate', set: 'test' });
  const { cost: before } = await own();
  await page.click('[data-do=exam-begin]');
  await until('the beginner', async () => (await page.locator('[data-exam=a]').count()) === 1);
  const right = () => page.getAttribute('[data-exam=a]', 'data-right').then(Number);
  const cost = () => page.textContent('.exam-card.is-a p:last-child');
  const [first, firstCost] = [await right(), await cost()];
  await page.focus('.two-exams .knobs');
  for (const key of ['ArrowDown', 'ArrowRight'])
    for (let i = 0; i < 14; ++i) await page.keyboard.press(key);
  for (let i = 0; i < 30; ++i) await page.keyboard.press('+');
  await until('the exam to answer', async () => (await cost()) !== firstCost);
  await page.click('[data-do=exam-again]');
  assert.equal(await cost(), firstCost);
  await page.click('[data-do=exam-climb]');
  await until('the turns to be done', () => page.locator('[data-do=exam-unseal]:enabled').count());
  assert.ok((await right()) >= first + 5, `${first} of fifty, then ${await right()}`);
  await page.click('[data-do=exam-unseal]');
  await until('B to be unsealed', () => page.locator('[data-exam=b]').count());
  const b = await page.locator('[data-exam=b]').evaluate((at) => ({ ...at.dataset }));
  const { trial } = await page.evaluate(
    () => window.testTalk.filter(({ fields }) => fields?.trial).at(-1).fields,
  );
  const marked = await engineSays(page, { do: 'evaluate', set: 'test', count: 50, trial });
  assert.equal(Math.round(50 * marked.accuracy), await right());
  assert.ok(Number(b.after) < (await right()) / 50 - 0.05, `B ${b.after}, A ${await right()}`);
  report['exam A'] = `${first} and ${await right()} of fifty`;
  report['exam B'] = `${b.before} and ${b.after}`;
  assert.equal((await own()).cost, before, 'the network is as it was');
}

export const holdsTwoExams = named('holdsTwoExams', figure('9', 'two-exams', examsPart));

/** On a phone both races of the chapter are on the page. */
const raceOf = (page, name) => {
  const start = page.locator(`[data-figure=${name}] [data-do=figure-race]`);
  const end = async () => {
    await settled(page);
    await until('the race to end', async () => (await start.count()) === 1, 240000);
  };
  return { start, end };
};

/** The labels are the engine's own; both know their hundred, and only one can read others. */
async function chartIsLearntByHeart({ page }) {
  await page.waitForSelector('[data-example]');
  const labels = () =>
    page.$$eval('[data-example]', (all) =>
      all.map(({ dataset }) => [dataset.example, dataset.label, dataset.shuffled].map(Number)),
    );
  const seen = await labels();
  await page.click('[data-do=next-labels]');
  seen.push(...(await labels()));
  assert.equal(new Set(seen.map(([at]) => at)).size, 12);
  const { recipe } = await engineSays(page, { do: 'recipe' });
  const shuffled = { train_size: 100, shuffle_labels: true, seed: 1 };
  await engineSays(page, { do: 'recipe', ...shuffled });
  const indexes = seen.map(([at]) => at);
  const engine = await engineSays(page, { do: 'images', set: 'train', indexes });
  const before = Object.fromEntries(Object.keys(shuffled).map((name) => [name, recipe[name]]));
  await engineSays(page, { do: 'recipe', ...before });
  assert.deepEqual(seen.map(([, , label]) => label), engine.labels);
  await page.focus('[data-bet=unseen]');
  await page.keyboard.press('Home');
  for (const key of ['PageUp', 'ArrowUp', 'ArrowUp', 'ArrowDown']) await page.keyboard.press(key);
  assert.equal(await page.getAttribute('[data-bet=unseen]', 'aria-valuenow'), '11');
  const race = raceOf(page, 'eye-chart');
  await race.start.click();
  await race.end();
  const ends = await page.$$eval('[data-runner] [data-value]', (all) =>
    all.map(({ dataset }) => Number(dataset.value)),
  );
  const [trueSeen, trueUnseen, shuffledSeen, shuffledUnseen] = ends;
  assert.ok(trueSeen > 0.98 && shuffledSeen > 0.98, `by heart: ${ends}`);
  assert.ok(trueUnseen > 0.55 && shuffledUnseen < 0.2, `new ones: ${ends}`);
}

export const racesTheEyeChart = named(
  'racesTheEyeChart',
  figure('9', 'eye-chart', chartIsLearntByHeart),
);

/** Each race adds to the table; what is moved about teaches more than what is not. */
async function remediesGather({ page, report }) {
  const race = raceOf(page, 'remedies');
  const mean = (key) =>
    page.getAttribute(`[data-result="${key}"]`, 'data-mean').then(Number);
  await page.click('[data-remedy=augment]');
  for (const seed of [1, 2]) {
    assert.match(await race.start.textContent(), new RegExp(`${seed}$`));
    await race.start.click();
    await race.end();
  }
  assert.ok((await mean('augment.1')) > (await mean('none')) + 0.02);
  report['augmentation and none'] = `${await mean('augment.1')}, ${await mean('none')}`;
  await page.click('[data-remedy=early]');
  await page.click('[data-strength="2"]');
  await race.start.click();
  await race.end();
  assert.ok((await mean('early.2')) > 0.7);
  await page.click('[data-remedy=dropout]');
  await race.start.click();
  await page.click('[data-figure=remedies] [data-do=figure-race-stop]');
  await race.end();
  assert.equal(await page.locator('[data-result="dropout.1"]').count(), 0, 'it was broken off');
}

export const racesRemedies = named('racesRemedies', figure('9', 'remedies', remediesGather));

/** The bet of chapter 1 is compared first, and stays what it is while another is painted. */
async function sketchIsScored({ page }) {
  const scores = () =>
    page.$$eval('[data-score]', (all) => all.map(({ dataset }) => Number(dataset.score)));
  const current = () => page.$$eval('[data-score]', (all) => all.findIndex((li) => li.ariaCurrent));
  const shown = () => page.getAttribute('[data-test=score]', 'data-value').then(Number);
  await page.click('[data-do=hope-bet]');
  const first = await scores();
  assert.equal(first.length, 16);
  assert.ok(first.every((score) => Math.abs(score) <= 1));
  assert.equal(first[await current()], Math.max(...first), 'the most alike is shown');
  await page.click('[data-tile="5"]');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowLeft');
  await settled(page);
  assert.equal(await current(), 8);
  assert.equal(await shown(), first[8]);
  const share = Number(await page.getAttribute('[data-test=patch]', 'data-share'));
  assert.ok(share > 0 && share < 1);
  await page.focus('.hope .brush-field');
  for (const key of ['1', ' ', 'ArrowLeft', 'ArrowLeft', ' ']) await page.keyboard.press(key);
  await settled(page);
  assert.notDeepEqual(await scores(), first);
  assert.deepEqual(await page.evaluate(() => JSON.parse(localStorage['glia.learn.bet'])), bet);
  await page.click('[data-do=hope-bet]');
  await settled(page);
  assert.deepEqual(await scores(), first);
}

/** a horizontal stroke, as it is kept */
const bet = Array.from({ length: 784 }, (_, i) => (i >= 14 * 28 + 6 && i < 14 * 28 + 22 ? 100 : 0));
const scored = figure('10', 'hope-and-reality', sketchIsScored);

export const scoresASketch = named('scoresASketch', async (given) => {
  const { page } = given;
  const reload = async () => {
    await page.reload();
    await page.waitForSelector('.stage-view [data-neuron="0/0"]');
  };
  await page.evaluate((kept) => localStorage.setItem('glia.learn.bet', kept), JSON.stringify(bet));
  await reload();
  await scored(given);
  await page.evaluate(() => localStorage.removeItem('glia.learn.bet'));
  await reload();
});

export const checks = [
  lightsThreePrograms,
  holdsTwoExams,
  racesTheEyeChart,
  racesRemedies,
  scoresASketch,
];
