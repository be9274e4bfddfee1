// node alone.mjs WIDGET: loads the widget as VS Code's notebooks do, out of a message of the kernel:
// JavaScript and style come as text, the module from a blob: address, in a page whose policy forbids
// everything else. WIDGET is JSON: esm, css and of each kind of network a `shown` in base64.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../../studio/web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const widget = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const executablePath = process.env.CHROMIUM
  ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
const POLICY = "default-src 'none'; script-src 'nonce-page' blob:; style-src 'unsafe-inline'; "
  + 'img-src data: blob:';
const PAGE = '<!DOCTYPE html><meta charset="utf-8"><title>A notebook</title><body></body>';

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const page = await browser.newPage();
page.setDefaultTimeout(60000);
const faults = [], asked = [];
page.on('pageerror', (error) => faults.push(error.message));
page.on('console', (message) => {
  if (message.type() === 'error') faults.push(message.text());
});
await page.route('**/*', (route) => {
  const address = route.request().url();
  if (address === 'http://notebook.test/') {
    return route.fulfill({ contentType: 'text/html', body: PAGE,
      headers: { 'Content-Security-Policy': POLICY } });
  }
  if (!/^(blob|data):/.test(address)) asked.push(address);
  return route.abort();
});
await page.goto('http://notebook.test/');

// In a shadow tree, as marimo has it, and without one, as Jupyter and VS Code have it.
async function show(shown, inShadow) {
  await page.evaluate(async ({ esm, css, value, inShadow: shadow }) => {
    document.addEventListener('securitypolicyviolation', (told) => {
      console.error(`policy: ${told.violatedDirective} ${told.blockedURI} ${told.sample}`);
    });
    const address = URL.createObjectURL(new Blob([esm], { type: 'text/javascript' }));
    const { default: made } = await import(address);
    URL.revokeObjectURL(address);
    const host = document.createElement('div');
    document.body.replaceChildren(host);
    const el = shadow ? host.attachShadow({ mode: 'open' }) : host;
    const style = document.createElement('style');
    style.textContent = css;
    const place = document.createElement('div');
    el.append(style, place);
    const bytes = Uint8Array.from(atob(value), (c) => c.charCodeAt(0));
    const state = { shown: new DataView(bytes.buffer), running: false, language: 'en' };
    window.told = [];
    const model = {
      get: (name) => state[name],
      set: (name, to) => { state[name] = to; },
      save_changes: () => window.told.push(state.asked),
      on: () => {}, off: () => {}, send: () => {},
    };
    window.end = await made.render({ model, el: place });
  }, { ...widget, value: shown, inShadow });
}

for (const inShadow of [false, true]) {
  await show(widget.shown.dense, inShadow);
  const root = page.locator('.glia-widget');
  await root.locator('.neuron').first().waitFor();
  assert.ok((await root.locator('.stage line').count()) > 10, 'connections are drawn');
  const border = await root.evaluate((el) => getComputedStyle(el.querySelector('.top')).display);
  assert.equal(border, 'flex', 'its own style is there');
  await root.getByRole('button', { name: 'Weights', exact: true }).click();
  assert.equal(await root.locator('.pictures canvas').count(), 12);
  await root.getByRole('button', { name: 'Learn', exact: true }).click();
  const told = await page.evaluate(() => window.told);
  assert.equal(told.at(-1).do, 'start', 'a button asks the kernel');
  await page.evaluate(() => window.end());
  await show(widget.shown.hears, inShadow);
  await root.getByRole('button', { name: 'Gates', exact: true }).click();
  await root.locator('canvas.gate').first().waitFor();
}
await browser.close();
assert.deepEqual(faults, []);
assert.deepEqual(asked, [], 'nothing is fetched');
