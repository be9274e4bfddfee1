// A visitor's way: draw, learn, turn knobs, paint, go back in time, fork.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import {
  digits,
  drawStrokes,
  median,
  number,
  pressLearn,
  settled,
  stepOf,
  text,
  until,
} from './browser.mjs';

const answerOf = (page) => page.textContent('.terms .is-best .digit');
const accuracy = async (page) => number(await text(page, 'accuracy'));

export async function startsAlive({ page, seen, report }) {
  assert.ok(seen.usable < 3000, `usable after ${seen.usable} ms`);
  report.usable = `${seen.usable.toFixed(0)} ms after the page was asked for`;
  assert.equal(await page.locator('[data-neuron]').count(), 42);
  assert.match(await page.textContent('.caption'), /9/);
  assert.ok(number(await text(page, 'cost-sum')) < 0.5, 'a taught network reads a 9');
  assert.ok((await accuracy(page)) > 90);
}

const beNewborn = async (page) => {
  await page.click('[data-do=newborn]');
  await until('the newborn network', async () => (await accuracy(page)) < 30);
};

/** One switch between the taught network and the newborn one. */
export async function isBornAgain({ page }) {
  await beNewborn(page);
  assert.ok(number(await text(page, 'cost-sum')) > 0.5, 'a newborn network is wrong about a 9');
  await page.click('[data-do=taught]');
  await until('the taught network', async () => (await accuracy(page)) > 90);
}

/** A step in slow motion: stopped it changes nothing, at its end the example is cheaper. */
/** Drags the slider of the learning rate, from 0 to 1; where it was. */
const setRate = (page, to) =>
  page.evaluate((share) => {
    const slider = document.querySelector('input[name=rate]');
    const before = slider.value;
    slider.value = String(share);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    return before;
  }, to);

export async function stepsSlowly({ page }) {
  await page.click('[data-do=mistake]'); // which costs enough to see it fall
  await settled(page);
  const sum = async () => number(await text(page, 'cost-sum'));
  const before = await sum();
  await page.click('[data-do=slowly]');
  await page.waitForSelector('.slow');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Escape');
  await until('it to be over', async () => (await page.locator('.slow').count()) === 0);
  assert.equal(await sum(), before);
  const usual = await setRate(page, 0.6); // at a large one a step may be too long
  await settled(page);
  await page.click('[data-do=slowly]');
  await until('the step to be taken', async () =>
    /Шаг сделан|step is taken/.test(await text(page, 'slow').catch(() => '')),
  );
  await until('the example to cost less', async () => (await sum()) < before);
  await page.click('[data-do=slow-stop]');
  await setRate(page, usual);
}

const paceOf = (page) => page.getAttribute('input[name=pace]', 'aria-valuetext');

/** A new network begins slowly and accelerates by itself; a touch of the dial ends that. */
export async function learnsAtAPace({ page, report }) {
  await beNewborn(page);
  const begun = Date.now();
  await pressLearn(page);
  await until('it to accelerate', async () => /разгоняется|accelerating/.test(await paceOf(page)));
  await until('90 % right', async () => (await accuracy(page)) >= 90, 120000);
  report.pace = `90 % right after ${((Date.now() - begun) / 1000).toFixed(1)} s`;
  const dial = page.locator('input[name=pace]');
  await dial.focus();
  await page.keyboard.press('Home');
  await until('one step a second', async () => /^1\s(шаг|step)/.test(await paceOf(page)));
  const [from, at] = [await stepOf(page), Date.now()];
  await page.waitForTimeout(3000);
  const done = (await stepOf(page)) - from;
  assert.ok(done >= 1 && done <= 1 + (Date.now() - at) / 1000, `${done} steps in three seconds`);
  await page.keyboard.press('End');
  await until('full speed', async () => /полный ход|full speed/.test(await paceOf(page)));
  await pressLearn(page);
}

export async function learnsToNinety({ page }) {
  await pressLearn(page);
  await until('90 % right on the test', async () => (await accuracy(page)) >= 93, 180000);
  await pressLearn(page);
  await until('learning to pause', async () =>
    /Учить|Learn/.test(await page.textContent('[data-do=learn]')),
  );
  const shown = await page.getAttribute('.plot', 'aria-label');
  assert.match(shown, /0[.,]\d{3}/, `the curve tells its values: ${shown}`);
  const inked = await page.evaluate(() => {
    const canvas = document.querySelector('.uplot canvas');
    const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    let count = 0;
    for (let i = 3; i < pixels.length; i += 4) if (pixels[i] > 128) count++;
    return count;
  });
  assert.ok(inked > 500, 'the curve is drawn');
}

export async function readsDrawings({ page }) {
  let right = 0;
  for (const [digit, strokes] of Object.entries(digits)) {
    await page.click('[data-do=erase]');
    await drawStrokes(page, strokes);
    await settled(page);
    if ((await answerOf(page)) === digit) right++;
  }
  assert.ok(right >= 2, `${right} of 3 drawn digits were read`);
  await page.click('[data-do=erase]');
  await drawStrokes(page, digits[7]);
  await until('a drawn 7', async () => (await answerOf(page)) === '7');
  await page.click('.which button >> nth=7');
  await until('its cost', async () => (await page.locator('[data-test=cost-sum]').count()) === 1);
  await drawStrokes(page, [
    [
      [0.3, 0.5],
      [0.7, 0.5],
    ],
  ]);
  await settled(page);
  assert.equal(
    await page.locator('[data-test=cost-sum]').count(),
    1,
    'it is still meant to be a 7',
  );
}

/** A seven in ink on grey paper, as a file of that kind. */
const photograph = (page, type) =>
  page.evaluate(async (kind) => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: 400, height: 500 });
    const context = canvas.getContext('2d');
    const paper = context.createLinearGradient(0, 0, 400, 500);
    paper.addColorStop(0, '#dcdad4');
    paper.addColorStop(1, '#b9b6ae');
    context.fillStyle = paper;
    context.fillRect(0, 0, 400, 500);
    context.strokeStyle = '#2a2a38';
    Object.assign(context, { lineWidth: 14, lineCap: 'round', lineJoin: 'round' });
    context.stroke(new Path2D('M130 150 H260 L185 350'));
    const blob = await new Promise((done) => canvas.toBlob(done, kind));
    return [...new Uint8Array(await blob.arrayBuffer())];
  }, type);

/** JPEG by the engine where it can, WebP always by the browser. */
export async function readsPhotographs({ page }) {
  for (const type of ['image/jpeg', 'image/webp']) {
    await page.click('[data-do=erase]');
    await page.setInputFiles('.left input[type=file]', {
      name: 'seven',
      mimeType: type,
      buffer: Buffer.from(await photograph(page, type)),
    });
    await until(`the 7 of ${type}`, async () => (await answerOf(page)) === '7');
  }
  await page.setInputFiles('.left input[type=file]', {
    name: 'x.png',
    mimeType: 'image/png',
    buffer: Buffer.from('no picture'),
  });
  await page.waitForSelector('.notice');
  await page.click('.notice button');
}

export async function drawsEverywhere({ page }) {
  const lines = () =>
    page.evaluate(
      () => window.testTalk.findLast((t) => t.asked === 'input')?.fields.strokes?.lines.length ?? 0,
    );
  await page.click('[data-do=erase]');
  const corners = [
    [0.04, 0.04],
    [0.96, 0.04],
    [0.96, 0.96],
    [0.04, 0.96],
  ];
  await drawStrokes(
    page,
    corners.map((corner) => [corner, [0.5, 0.5]]),
  );
  await until('a stroke from each corner', async () => (await lines()) === 4);
  // A second finger while the first one draws.
  await page.evaluate(() => {
    const pad = document.querySelector('.pad-canvas');
    const box = pad.getBoundingClientRect();
    pad.setPointerCapture = () => {};
    const touch = (type, pointerId, x, y) =>
      pad.dispatchEvent(
        new PointerEvent(type, {
          pointerId,
          button: 0,
          bubbles: true,
          clientX: box.x + x * box.width,
          clientY: box.y + y * box.height,
        }),
      );
    touch('pointerdown', 7, 0.2, 0.2);
    touch('pointerdown', 8, 0.8, 0.8);
    for (const at of [0.3, 0.4]) {
      touch('pointermove', 7, at, 0.2);
      touch('pointermove', 8, at, 0.8);
    }
    touch('pointerup', 8, 0.4, 0.8);
    touch('pointerup', 7, 0.4, 0.2);
    delete pad.setPointerCapture;
  });
  await until('one line more', async () => (await lines()) === 5);
  const last = await page.evaluate(() =>
    window.testTalk.findLast((t) => t.asked === 'input').fields.strokes.lines.at(-1),
  );
  assert.ok(
    last.filter((_, i) => i % 2 === 1).every((y) => y < 140),
    `the second finger draws nothing: ${last}`,
  );
  await page.click('[data-do=erase]');
}

export async function xrayShowsItsSteps({ page }) {
  await page.click('[data-do=erase]');
  await drawStrokes(page, digits[7]);
  await page.click('.xray summary');
  await page.click('.xray button');
  await until('the measure', async () =>
    /\d/.test((await page.textContent('.xray .strong').catch(() => '')) ?? ''),
  );
  const share = async () =>
    number((await page.textContent('.xray .strong')).match(/[\d.,]+(?=\s?\u00a0?%)/)[0]);
  const all = await share();
  for (const step of ['box', 'scale', 'mass']) await page.click(`[data-step=${step}]`);
  await until('the fall', async () => (await share()) < all / 2);
  for (const step of ['box', 'scale', 'mass']) await page.click(`[data-step=${step}]`);
  await page.click('.xray summary');
}

export async function dragsAWeight({ page, glia, report }) {
  await page.click('[data-do=test]');
  await page.click('[data-neuron="2/3"]');
  await page.click('.picture-button', { position: { x: 20, y: 8 } });
  const slider = page.locator('input[name=weight]');
  const box = await slider.boundingBox();
  const times = [];
  await page.evaluate(() => {
    window.testChanges = [];
    new MutationObserver(() => window.testChanges.push(performance.now())).observe(
      document.querySelector('.right'),
      {
        subtree: true,
        characterData: true,
        childList: true,
      },
    );
  });
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  for (let i = 1; i <= 12; ++i) {
    const before = await page
      .locator('[data-test=test-cost]')
      .textContent()
      .catch(() => '');
    const took = page.evaluate(
      ([was]) =>
        new Promise((resolve) => {
          let from = 0;
          document.addEventListener('input', () => (from ||= performance.now()), {
            once: true,
            capture: true,
          });
          const look = () => {
            const now = document.querySelector('[data-test=test-cost]')?.textContent;
            if (from && now && now !== was) resolve(performance.now() - from);
            else if (from && performance.now() - from > 3000) resolve(null);
            else requestAnimationFrame(look);
          };
          look();
        }),
      [before],
    );
    await page.mouse.move(box.x + box.width * (0.5 + 0.03 * i), box.y + box.height / 2);
    const ms = await took;
    if (ms !== null) times.push(ms);
  }
  await page.mouse.up();
  assert.ok(times.length >= 6, 'the cost answers while a weight is dragged');
  report.drag = `${median(times).toFixed(0)} ms (median of ${times.length})`;
  await settled(page);
  const cost = await text(page, 'test-cost');
  const saving = page.waitForEvent('download');
  await page.click('[data-do=file]');
  await page.click('[data-do=save]');
  const path = await (await saving).path();
  const kept = `${path}.safetensors`;
  await (await import('node:fs/promises')).copyFile(path, kept);
  const { stdout } = await promisify(execFile)(glia, ['test', kept, '--data', 'mnist', '--json']);
  const told = JSON.parse(stdout.trim().split('\n').at(-1)).test_cost;
  assert.equal(
    told.toFixed(4),
    number(cost).toFixed(4),
    'the cost on the page is that of the library',
  );
  assert.ok((await readFile(kept)).length > 50000);
}

export async function paints({ page }) {
  await page.click('[data-view=hand]');
  await page.click('[data-tab=brush]');
  const before = await text(page, 'hand-cost');
  const box = await page.locator('.brush-field').boundingBox();
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.3);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.6, { steps: 10 });
  await page.mouse.up();
  await until(
    'the test set to answer the brush',
    async () => (await text(page, 'hand-cost')) !== before,
  );
  await page.click('[data-tab=field]');
  const knobs = page.locator('.knobs');
  await knobs.focus();
  const cost = await text(page, 'hand-cost');
  const first = await knobs.getAttribute('aria-label');
  await until('the field to be drawn and take a press', async () => {
    await page.keyboard.press('ArrowRight');
    return (await knobs.getAttribute('aria-label')) !== first;
  });
  for (let i = 0; i < 14; ++i) await page.keyboard.press('ArrowRight');
  for (let i = 0; i < 12; ++i) await page.keyboard.press('ArrowDown');
  for (let i = 0; i < 30; ++i) await page.keyboard.press('+');
  await until(
    'the test set to answer a knob',
    async () => (await text(page, 'hand-cost')) !== cost,
  );
  await page.click('[data-do=game-start]');
  await page.waitForSelector('.game-clock');
  await page.click('[data-do=game-stop]');
  await page.waitForSelector('.game-bars');
  await page.click('[data-view=network]');
}

const lastStep = (page) =>
  page.evaluate(() => Number(document.querySelector('.time-slider').max));

const setTime = (page, step) =>
  page.evaluate((to) => {
    const slider = document.querySelector('.time-slider');
    slider.value = String(to);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
  }, step);

export async function goesBackInTime({ page, report }) {
  await page.evaluate(() => (window.testKeep = new Map()));
  for (let i = 0; i < 5; ++i) {
    const before = await stepOf(page);
    await page.click('[data-do=step]');
    await until('a step', async () => (await stepOf(page)) === before + 1);
    await settled(page);
  }
  const steps = await page.evaluate(() => [...window.testKeep.keys()]);
  assert.ok(steps.length >= 4, `moments that were seen: ${steps}`);
  await pressLearn(page);
  await page.waitForTimeout(1500);
  await pressLearn(page);
  await settled(page);
  for (const step of steps.slice(1, 4)) {
    await page.evaluate(() => {
      window.testOld = new Map(window.testKeep);
      window.testKeep.clear();
    });
    await setTime(page, step);
    await until(`step ${step} to be shown`, () =>
      page.evaluate((s) => window.testKeep.has(s), step),
    );
    const same = await page.evaluate((s) => {
      const [a, b] = [window.testOld.get(s), window.testKeep.get(s)];
      for (const [k, v] of window.testKeep) if (!window.testOld.has(k)) window.testOld.set(k, v);
      window.testKeep = window.testOld;
      return a.length === b.length && a.every((v, i) => v === b[i]);
    }, step);
    assert.ok(same, `the weights of step ${step} are the old ones, bit for bit`);
  }
  const end = await lastStep(page);
  const times = [];
  for (let i = 0; i < 15; ++i) {
    const step = Math.floor((end * ((i * 7) % 15)) / 15) + 3;
    await page.evaluate(() => (window.testTalk.length = 0));
    await setTime(page, step);
    await until(`step ${step}`, () =>
      page.evaluate((s) => window.testTalk.some((t) => t.parameters === s), step),
    );
    times.push(
      await page.evaluate((s) => {
        const asked = window.testTalk.find((t) => t.asked === 'time');
        return window.testTalk.find((t) => t.parameters === s).at - asked.at;
      }, step),
    );
  }
  const longest = Math.max(...times).toFixed(0);
  report.jump = `${median(times).toFixed(0)} ms (median of ${times.length}, longest ${longest})`;
  assert.ok(median(times) < 250, `a jump in time takes ${median(times)} ms`);
}

/** What is pressed while a drag along the line of time is still answered is not undone by it. */
export async function leavesADrag({ page }) {
  await page.click('[data-do=epoch]');
  await until('steps to go back to', async () => (await lastStep(page)) > 100);
  for (const press of ['live', 'step', 'learn']) {
    await setTime(page, 3);
    await page.waitForSelector('[data-do=live]');
    await settled(page);
    const end = await page.evaluate((what) => {
      const slider = document.querySelector('.time-slider');
      for (const share of [0.3, 0.5, 0.7]) {
        slider.value = String(Math.round(slider.max * share));
        slider.dispatchEvent(new Event('input', { bubbles: true }));
      }
      document.querySelector(`[data-do=${what}]`).click();
      return Number(slider.max);
    }, press);
    await settled(page);
    const reached = async () => (await stepOf(page)) >= end + (press === 'live' ? 0 : 1);
    await until(`${press} to lead to the present`, reached);
    await settled(page);
    assert.equal(await page.locator('[data-do=live]').count(), 0, `${press}: it is the present`);
  }
  await pressLearn(page); // it was learning until now
}

export async function forks({ page }) {
  const end = await lastStep(page);
  await setTime(page, Math.floor(end / 3));
  await page.waitForSelector('[data-do=fork]');
  await settled(page);
  await page.click('[data-do=fork]');
  await until('two branches', async () => (await page.locator('.branch').count()) === 2);
  await page.click('[data-do=epoch]');
  await until('the new branch to learn', async () => (await stepOf(page)) > end / 3);
  await page.click('.branch >> nth=0');
  await until(
    'the first branch again',
    async () => (await page.getAttribute('.branch >> nth=0', 'aria-pressed')) === 'true',
  );
}

export async function keepsAJournal({ page }) {
  await page.click('[data-neuron="1/3"]');
  const bias = page.locator('.right input[name=bias]');
  await bias.focus();
  await page.keyboard.press('ArrowRight');
  await page.click('[data-show=journal]');
  await until(
    'the change to be written down',
    async () =>
      (await page.locator('.journal li').count()) > 1 &&
      /4/.test(await page.textContent('.journal li')),
  );
  const before = await stepOf(page);
  await page.click('[data-do=step]');
  await until('a step', async () => (await stepOf(page)) === before + 1);
  for (const shown of ['settings', 'journal', 'curves']) {
    await page.click(`[data-show=${shown}]`);
    assert.equal(await page.locator('.bottom-content > *').count(), 1, `${shown} alone is shown`);
  }
  assert.equal(await page.locator('.broken').count(), 0);
}
