// node looks.mjs ADDRESS [PICTURE]: looks at the network that Netron serves there, as somebody who
// comes for the first time. Prints as JSON what it shows, {"nodes": [{"operator", "name",
// "values"}], "inputs", "outputs", "refused", "faults"}; a picture of it goes to the file PICTURE.
import { visitor } from './visit.mjs';

const [address, picture] = process.argv.slice(2);
const { browser, page, faults } = await visitor();
const message = page.locator('#message-button'); // of whatever it has to say first
const drawn = page.locator('#nodes .graph-node').first();
const refusal = page.locator('body.alert #message-text');

/** Half a year after its release it shows nothing but that there is a newer one. */
async function onTheDayOfItsRelease() {
  const [, date] = /<meta name="date" content="([^"]+)"/.exec(await (await fetch(address)).text());
  await page.clock.setFixedTime(new Date(`${date.replace(' ', 'T')}Z`));
}

/** Runs in the page before Netron, which takes eval() away: a page is asked by it from here. */
function keepEval() {
  const { eval: kept } = window;
  Object.defineProperty(window, 'eval', { get: () => kept, set() {} });
}

const ends = (kind) => page.locator(`#nodes .graph-item-${kind} text`).allTextContents();

/** Its operator stands on it, its name where one points at it, its values' names at the side. */
async function shown(node) {
  const title = node.locator('.node-item-type').first();
  const operator = await title.locator('text').textContent();
  const name = await title.locator('title').textContent();
  await title.dispatchEvent('click');
  const side = page.locator('.sidebar-object', { has: page.getByText(name, { exact: true }) });
  await side.first().waitFor();
  const values = await side.locator('.sidebar-item-value-line-content b').allTextContents();
  return { operator, name, values };
}

try {
  await onTheDayOfItsRelease();
  await page.addInitScript(keepEval);
  await page.goto(address);
  await message.or(drawn).first().waitFor();
  if (await message.isVisible()) await message.click(); // it may count its visitors
  await drawn.or(refusal).first().waitFor();
  const refused = (await refusal.isVisible()) ? await refusal.innerText() : '';
  const nodes = [];
  if (picture) await page.screenshot({ path: picture });
  for (const node of await page.locator('#nodes .graph-node').all()) nodes.push(await shown(node));
  const [inputs, outputs] = [await ends('input'), await ends('output')];
  console.log(JSON.stringify({ nodes, inputs, outputs, refused, faults }));
} finally {
  await browser.close();
}
