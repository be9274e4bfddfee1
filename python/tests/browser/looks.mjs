// node looks.mjs jupyter|marimo ADDRESS PICTURES: looks at a running training in a real browser,
// through the studio's Playwright, as somebody would who opened the notebook at that address.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../../studio/web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const [where, address, pictures] = process.argv.slice(2);
const executablePath = process.env.CHROMIUM
  ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
page.setDefaultTimeout(120000);
const faults = [];
page.on('pageerror', (error) => faults.push(error.message));

const shot = (name) => page.screenshot({ path: `${pictures}/${where}-${name}.png` });
const widget = page.locator('.glia-widget').first();
const says = async () => widget.locator('.where').innerText();
/** What is there now, nothing perhaps: innerText() would wait for it. */
const readsNow = async (where) => (await where.allInnerTexts()).join('');
const isIdle = '.jp-Notebook-ExecutionIndicator[data-status=idle]';
const step = async () => Number(/(?:step|шаг) (\d+)/.exec(await says())[1]);

async function until(what, holds) {
  for (let i = 0; i < 600; ++i) {
    if (await holds()) return;
    await page.waitForTimeout(100);
  }
  assert.fail(`${what}: ${await says()}`);
}

async function runsAllCells() {
  if (where !== 'jupyter') return;
  // What JupyterLab may ask of somebody who comes for the first time.
  await page.addLocatorHandler(page.getByRole('button', { name: 'Select Kernel', exact: true }),
    (button) => button.click());
  await page.addLocatorHandler(page.locator('.Toastify').getByText('No', { exact: true }),
    (button) => button.click());
  await page.locator('.jp-Notebook .jp-Cell').first().waitFor();
  await page.locator(isIdle).waitFor();
  await page.getByRole('menuitem', { name: 'Run', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Run All Cells', exact: true }).click();
}

async function learnsMeanwhile() {
  await widget.locator('.neuron').first().waitFor();
  const first = await step();
  await until('it goes on', async () => (await step()) > first);
  assert.equal(await widget.locator('.neuron').count(), 22, 'neurons of two layers');
  assert.ok((await widget.locator('.stage line').count()) > 10, 'connections are drawn');
  await shot('network');
}

async function showsItsViews() {
  await widget.getByRole('button', { name: 'Weights', exact: true }).click();
  assert.equal(await widget.locator('.pictures canvas').count(), 12, 'a picture a neuron');
  await widget.locator('select').selectOption('output.weight');
  await until('another layer', async () =>
    (await widget.locator('.pictures canvas').count()) === 1);
  await shot('weights');
  await widget.getByRole('button', { name: 'What it mistakes for what', exact: true }).click();
  await until('a cell for each pair', async () =>
    (await widget.locator('.stage td').count()) === 100);
  await shot('confusion');
  await widget.getByRole('button', { name: 'Network', exact: true }).click();
}

async function changesItsExample() {
  const caption = widget.locator('.side .quiet');
  assert.match(await caption.innerText(), /^Example 1 of 200: is 0, answer \d$/);
  await widget.getByRole('button', { name: 'Next example' }).click();
  await until('the next one', async () => (await caption.innerText()).startsWith('Example 2 of'));
}

async function stopsAndGoesOn() {
  await widget.getByRole('button', { name: 'Stop', exact: true }).click();
  await until('it says so', async () => (await says()).endsWith('stopped'));
  const stopped = await step();
  await page.waitForTimeout(500);
  assert.equal(await step(), stopped, 'it stays where it is');
  await shot('stopped');
  await widget.getByRole('button', { name: 'Learn', exact: true }).click();
  await until('it goes on', async () => (await step()) > stopped);
  await widget.getByRole('button', { name: 'Stop', exact: true }).click();
  await until('it stops again', async () => (await says()).endsWith('stopped'));
}

/** The third cell trains with a bar: an interrupt stops it, and the next cell says where. */
async function interrupts() {
  if (where !== 'jupyter') return;
  const cells = page.locator('.jp-Notebook .jp-CodeCell');
  await cells.nth(2).locator('.jp-Editor').click();
  await page.keyboard.press('Control+Enter');
  const output = cells.nth(2).locator('.jp-OutputArea-output').first();
  await until('a bar', async () => /cost .* left/.test(await readsNow(output)));
  await shot('bar');
  await page.locator('[data-command="notebook:interrupt-kernel"]').first().click();
  await until('it says so', async () => (await readsNow(output)).includes('stopped'));
  await page.locator(isIdle).waitFor(); // whatever is asked before is given up with the interrupted
  await cells.nth(3).locator('.jp-Editor').click();
  await page.keyboard.press('Control+Enter');
  const kept = cells.nth(3).locator('.jp-OutputArea-output').first();
  await until('it is kept', async () => /^kept \d+/.test(await readsNow(kept)));
  assert.ok(Number((await kept.innerText()).slice(5)) > 0, 'what was learnt is kept');
}

/** The second view of marimo's notebook is of an LSTM, and in Russian. */
async function showsGates() {
  if (where !== 'marimo') return;
  const heard = page.locator('.glia-widget').nth(1);
  await until('it has learnt', async () =>
    (await heard.locator('.where').innerText()).endsWith('закончено'));
  assert.ok(await heard.getByRole('button', { name: 'Учить', exact: true }).isDisabled());
  await heard.getByRole('button', { name: 'Вентили', exact: true }).click();
  assert.equal(await heard.locator('canvas.gate').count(), 6);
  assert.ok((await heard.innerText()).includes('lstm1.forget_gate'));
  assert.match(await heard.locator('.side .quiet').innerText(), /это falls, ответ /);
  await heard.scrollIntoViewIfNeeded();
  await shot('gates');
  await heard.getByRole('button', { name: 'Сеть', exact: true }).click();
  await shot('through-time');
}

async function represents() {
  if (where !== 'jupyter') return;
  const output = page.locator('.jp-Notebook .jp-CodeCell').nth(0).locator('.glia');
  assert.match(await output.innerText(), /hidden1/);
  assert.equal(await output.locator('img').count(), 12);
}

const checks = [
  runsAllCells, learnsMeanwhile, represents, showsItsViews, changesItsExample, stopsAndGoesOn,
  interrupts, showsGates,
];
try {
  await page.goto(address);
  for (const check of checks) {
    await check();
    console.log(`${where}: ${check.name}`);
  }
  assert.deepEqual(faults, []);
} catch (error) {
  await shot('failed');
  throw error;
} finally {
  await browser.close();
}
