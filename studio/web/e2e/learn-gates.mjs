// The figures of chapter 12 about gates; they need a network that hears.
import assert from 'node:assert/strict';
import { settled, until } from './browser.mjs';
import { isOffered } from './learn-images.mjs';
import { figureFits, leave, openFigure, valueOf } from './learn.mjs';

const chapter = '12';

/** Whether there are gates to look at; without ears the figure says how to get them. */
async function openGates({ page, report }, name) {
  if (!(await isOffered(page, chapter, report))) return null;
  await openFigure(page, chapter, name);
  const figure = page.locator(`[data-figure="${name}"]`);
  if ((await figure.locator('.missing').count()) === 0) return figure;
  assert.match(await figure.textContent(), /--speech/);
  report[`not checked: ${name}`] = 'no network that hears';
  await leave(page);
  return null;
}

/** The formulas come to what the engine has, at whatever frame, unit and direction. */
export async function gatesAddUp(given) {
  const { page } = given;
  const figure = await openGates(given, 'gates');
  if (!figure) return;
  const agree = async () => {
    await figure.locator('[data-test=gate-unit][aria-busy=false]').waitFor();
    await figure.locator('[data-test=gates-agree].is-true').waitFor();
    const z = await figure.locator('[data-gate-sum=forget_gate]').getAttribute('data-z');
    const open = await figure.locator('[data-gate-sum=forget_gate]').getAttribute('data-open');
    assert.ok(Math.abs(1 / (1 + Math.exp(-z)) - open) < 1e-12);
    return z;
  };
  const seen = new Set([await agree()]);
  const tracks = figure.locator('.tracks').last();
  await tracks.focus();
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowDown', 'Home', 'End']) {
    await page.keyboard.press(key);
    seen.add(await agree());
  }
  assert.ok(seen.size >= 5, `other places, other sums: ${[...seen]}`);
  const back = figure.locator('[data-direction="1"]');
  if (await back.count()) {
    await back.click();
    await agree();
    await figure.locator('[data-direction="0"]').click();
  }
  await figure.locator('[data-gate=input_gate]').click();
  assert.equal(
    await figure.locator('[data-gate=input_gate]').getAttribute('aria-pressed'),
    'true',
  );
  await figureFits(page);
  await leave(page);
}

/** A gate shut at all frames changes what is heard; all frames are tried, one by one. */
export async function shutsAGate(given) {
  const { page, report } = given;
  const figure = await openGates(given, 'shut-gate');
  if (!figure) return;
  const told = '[data-test=shut-told][data-fresh=true]';
  const share = async () => {
    await settled(page);
    await figure.locator(told).waitFor();
    return valueOf(page, told, 'share');
  };
  const units = figure.locator('.speech-units .segmented').last().locator('button');
  await units.first().click();
  const once = await share();
  await figure.locator('[data-shut=output_gate]').click();
  await figure.locator('[data-always=true]').click();
  const silent = await share();
  assert.notEqual(silent, once);
  await figure.locator('[data-shut=forget_gate]').click();
  await figure.locator('[data-always=false]').click();
  assert.equal(await share(), once, 'the same hold gives the same');
  await figure.locator('[data-do=try-all]').click();
  await until('all frames to be tried', async () => figure.locator('[data-track=tried]').count());
  report['shut at one frame'] = await figure.locator(told).textContent();
  await figureFits(page);
  await leave(page);
}

export const checks = [gatesAddUp, shutsAGate];
