// A tablet, by fingers alone: everything that is dragged or read by resting on it.
import assert from 'node:assert/strict';
import { number, openView, pressLearn, settled, sideways, text, until } from './browser.mjs';
import { views } from './page.mjs';

/** Runs in the page: what is too small for a finger and too near to something else. */
export function smallTargets() {
  const finger = 40;
  const inDrawing = 20; // the cells of a picture are as large as the picture allows
  const all = [
    ...document.querySelectorAll('button, select, input, summary, [role=application]'),
  ].filter((e) => e.checkVisibility() && e.type !== 'file' && !e.disabled);
  const boxes = all.map((e) => (e.closest('label') ?? e).getBoundingClientRect());
  const within = (low, x, high) => Math.max(low, Math.min(x, high));
  const reaches = (x, y, b) =>
    Math.hypot(x - within(b.left, x, b.right), y - within(b.top, y, b.bottom)) < finger / 2 - 0.5;
  /** what is fixed over the page, under which the rest scrolls */
  const over = (e) => {
    for (let at = e; at; at = at.parentElement)
      if (getComputedStyle(at).position === 'fixed') return at;
    return null;
  };
  const drawn = (e) => e.closest('.targets, .confusion, .tile-targets') !== null;
  const found = all.filter((e, i) => {
    const { left, top, width, height } = boxes[i];
    const least = Math.min(width, height);
    if (drawn(e)) return least < inDrawing;
    if (least >= finger - 0.5) return false;
    const [x, y] = [left + width / 2, top + height / 2];
    return all.some(
      (other, k) =>
        k !== i &&
        !drawn(other) &&
        over(other) === over(e) &&
        !e.contains(other) &&
        !other.contains(e) &&
        reaches(x, y, boxes[k]),
    );
  });
  return found.map((e) => {
    const { width, height } = (e.closest('label') ?? e).getBoundingClientRect();
    const name = (e.ariaLabel || e.textContent || e.name).slice(0, 24);
    return `${e.tagName} ${e.className} “${name}” ${Math.round(width)}×${Math.round(height)}`;
  });
}

/** A finger that goes from one place to the others; it rests on the last one. */
async function finger(page, places, { rest = 0 } = {}) {
  const touch = await page.context().newCDPSession(page);
  const send = (type, at) =>
    touch.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: at ? [{ x: at[0], y: at[1], id: 1 }] : [],
    });
  await send('touchStart', places[0]);
  let from = places[0];
  for (const to of places.slice(1)) {
    for (let i = 1; i <= 6; ++i)
      await send('touchMove', from.map((v, axis) => v + ((to[axis] - v) * i) / 6));
    from = to;
  }
  if (rest) await page.waitForTimeout(rest);
  await send('touchEnd');
  await touch.detach();
}

const boxOf = async (page, selector) => {
  const found = page.locator(selector).first();
  // in the middle: at its lower edge a narrow page has the buttons
  await found.evaluate((e) => e.scrollIntoView({ block: 'center', behavior: 'instant' }));
  return found.boundingBox();
};
/** A place in something, in shares of its width and height. */
const spot = ({ x, y, width, height }, right, down) => [x + right * width, y + down * height];

/** Takes the knob of a slider and moves it to another share. */
async function slide(page, selector, to) {
  const box = await boxOf(page, selector);
  const now = await page.evaluate((s) => {
    const { value, min, max } = document.querySelector(s);
    return (value - min) / (max - min);
  }, selector);
  const inset = 12 / box.width; // half of the knob
  const at = (share) => spot(box, inset + share * (1 - 2 * inset), 0.5);
  await finger(page, [at(now), at(to)]);
  await settled(page);
}

const valueOf = (page, selector) =>
  page.evaluate((s) => Number(document.querySelector(s).value), selector);

export async function fitsFingers({ page }) {
  for (const view of await views(page)) {
    await openView(page, view);
    await settled(page);
    assert.deepEqual(await page.evaluate(smallTargets), [], view);
    assert.ok((await sideways(page)) <= 0, `${view} does not scroll sideways`);
  }
}

export async function drawsWithAFinger({ page }) {
  await openView(page, 'network');
  await page.tap('[data-do=erase]');
  const pad = await boxOf(page, '.pad-canvas');
  await finger(page, [spot(pad, 0.3, 0.2), spot(pad, 0.7, 0.2), spot(pad, 0.45, 0.85)]);
  await settled(page);
  await until('the drawing to be the input', () =>
    page.evaluate(() => window.testTalk.some((t) => t.fields?.strokes?.lines[0]?.length > 8)),
  );
}

export async function turnsAWeightWithAFinger({ page }) {
  await page.tap('[data-neuron="0/3"]');
  await settled(page);
  const picture = await boxOf(page, '.picture-button');
  await page.touchscreen.tap(...spot(picture, 0.5, 0.5));
  await settled(page);
  const before = await valueOf(page, '.right input[name=weight]');
  await slide(page, '.right input[name=weight]', 0.9);
  const after = await valueOf(page, '.right input[name=weight]');
  assert.ok(after > before + 0.5, `${before} to ${after}`);
}

export async function readsByResting({ page }) {
  await page.tap('[data-neuron="0/3"]');
  const box = await boxOf(page, '[data-neuron="1/5"]');
  await finger(page, [spot(box, 0.5, 0.5)], { rest: 800 });
  assert.match(await page.textContent('.bubble'), /6.*\d[.,]\d\d/);
  assert.match(await page.textContent('.right h2'), /4/, 'it was read, not chosen');
  await page.tap('[data-neuron="1/5"]');
  assert.equal(await page.locator('.bubble').count(), 0);
  assert.match(await page.textContent('.right h2'), /6/, 'a tap chooses it');
}

export async function goesBackWithAFinger({ page }) {
  await pressLearn(page);
  await until('some steps', async () => Number((await text(page, 'step')).replace(/\D/g, '')) > 20);
  await pressLearn(page);
  await settled(page);
  await slide(page, '.time-slider', 0.4);
  await page.waitForSelector('[data-do=fork]');
  await page.tap('[data-do=live]');
  await settled(page);
}

export async function walksLayersWithAFinger({ page }) {
  await openView(page, 'cnn');
  const teach = page.locator('[data-do=cnn-teach]');
  if (await teach.count()) await teach.tap();
  await page.waitForSelector('[data-layer=conv2]', { timeout: 120000 });
  const cells = await boxOf(page, '[data-layer=conv2]');
  const title = () => page.textContent('.cnn-detail');
  await page.touchscreen.tap(...spot(cells, 0.05, 0.2));
  await settled(page);
  const first = await title();
  await page.touchscreen.tap(...spot(cells, 0.6, 0.2));
  await until('another map', async () => (await title()) !== first);
  const field = await boxOf(page, '.move-field');
  const before = await text(page, 'shift');
  await finger(page, [spot(field, 0.5, 0.5), spot(field, 0.7, 0.6)]);
  await until('the digit to be moved', async () => (await text(page, 'shift')) !== before);
}

export async function turnsThePlaneWithAFinger({ page }) {
  await openView(page, 'plane');
  const count = async () =>
    (await text(page, 'points')).match(/\d+/g).map(Number).reduce((a, b) => a + b);
  const before = await count();
  await page.tap('[data-tool="0"]');
  const answer = await boxOf(page, '[data-test=plane-answer]');
  await finger(page, [spot(answer, 0.2, 0.15), spot(answer, 0.8, 0.15)]);
  await until('points along the way', async () => (await count()) > before + 4);
  await page.tap('[data-tool=look]');
  await settled(page);
  const neuron = await boxOf(page, '[data-neuron="0/0"]');
  const at = [neuron.x - 3, neuron.y + neuron.height / 2]; // where its lines arrive
  const value = async () => number(await page.textContent('.plane-knob output'));
  await page.touchscreen.tap(...at);
  await settled(page);
  const weight = await value();
  await finger(page, [at, [at[0], at[1] + 60]]);
  await until('the weight to be smaller', async () => (await value()) < weight - 0.9);
  await page.tap('[data-neuron="0/1"]');
  await settled(page);
  await slide(page, '.plane-knob input', 0.9);
  assert.ok((await value()) > 2, 'a knob turns');
}

export const checks = [
  fitsFingers,
  drawsWithAFinger,
  turnsAWeightWithAFinger,
  readsByResting,
  goesBackWithAFinger,
  walksLayersWithAFinger,
  turnsThePlaneWithAFinger,
];
