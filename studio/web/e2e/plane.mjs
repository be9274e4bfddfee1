// The plane: learns, is bent by points that are set, turned by hand, changed in size; and neither
// network loses anything while the other is looked at.
import assert from 'node:assert/strict';
import {
  framesLive,
  number,
  openView,
  pressLearn,
  settled,
  stepOf,
  text,
  until,
} from './browser.mjs';

const right = async (page) => number(await text(page, 'accuracy'));
const paths = (page) => page.textContent('.header .net');
const press = async (page, key, times) => {
  for (let i = 0; i < times; ++i) await page.keyboard.press(key);
};

/** What the network says of a place that is pointed at. */
async function answerAt(page, x, y) {
  const box = await page.locator('[data-test=plane-answer]').boundingBox();
  await page.mouse.click(box.x + ((x + 6) / 12) * box.width, box.y + ((6 - y) / 12) * box.height);
  await settled(page);
  await page.waitForTimeout(200); // numbers are told at reading speed
  return page.textContent('[data-test=plane-answer-now]');
}

const choose = async (page, shape) => {
  await page.click(`[data-shape=${shape}]`);
  await until(`the shape ${shape}`, () =>
    page.evaluate(
      (name) => document.querySelector(`[data-shape=${name}]`).ariaPressed === 'true',
      shape,
    ),
  );
  await settled(page);
};

async function learnUntil(page, what, holds) {
  await pressLearn(page);
  await until(what, holds, 240000);
  await pressLearn(page);
  await settled(page);
}

export async function opensThePlane({ page }) {
  await openView(page, 'plane');
  assert.match(await paths(page), /^2 – 8 – 8 – 1/);
  assert.match(await text(page, 'points'), /168.*72/);
  const inked = () =>
    page.evaluate(() => {
      const canvas = document.querySelector('.plane > canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const seen = { orange: 0, blue: 0 };
      for (let i = 0; i < data.length; i += 4) {
        if (data[i] > data[i + 2] + 60) ++seen.orange;
        if (data[i + 2] > data[i] + 60) ++seen.blue;
      }
      return seen;
    });
  await until('the pictures of the neurons', async () => {
    const { orange, blue } = await inked();
    return orange > 5000 && blue > 5000;
  });
}

async function teachXor(page) {
  await openView(page, 'plane');
  await choose(page, 'xor');
  await learnUntil(page, 'XOR to be told apart', async () => (await right(page)) === 100);
}

export async function learnsXor({ page }) {
  await teachXor(page);
  const same = await answerAt(page, 3, 3);
  assert.equal(await answerAt(page, -3, -3).then((t) => t[0]), same[0]);
  assert.notEqual(await answerAt(page, 3, -3).then((t) => t[0]), same[0]);
}

/** How many pixels of the answer have each colour. */
const coloursOfAnswer = async (page) => {
  const { x, y, width, height } = await page.locator('[data-test=plane-answer]').boundingBox();
  return page.evaluate((box) => {
    const canvas = document.querySelector('.plane > canvas');
    const own = canvas.getBoundingClientRect();
    const scale = canvas.width / own.width;
    const at = [box.x - own.x, box.y - own.y, box.width, box.height].map((v) => v * scale);
    const { data } = canvas.getContext('2d').getImageData(...at);
    const seen = {};
    for (let i = 0; i < data.length; i += 4) {
      const colour = data.slice(i, i + 3).join();
      seen[colour] = (seen[colour] ?? 0) + 1;
    }
    return seen;
  }, { x, y, width, height });
};

/** Points that only test, and the shades of the answer, can be left out. */
export async function showsWhatIsAskedFor({ page }) {
  await openView(page, 'plane');
  const all = await coloursOfAnswer(page);
  const ofTwo = (seen) => {
    const [first = 0, second = 0] = Object.values(seen).sort((a, b) => b - a);
    const sum = Object.values(seen).reduce((a, b) => a + b, 0);
    return (first + second) / sum;
  };
  await page.click('[data-do=stepped]');
  await settled(page);
  const stepped = await coloursOfAnswer(page);
  assert.ok(ofTwo(stepped) > ofTwo(all) + 0.02, `${ofTwo(all)}, without shades ${ofTwo(stepped)}`);
  await page.click('[data-do=show-tests]');
  await settled(page);
  const learnt = await coloursOfAnswer(page);
  assert.ok(ofTwo(learnt) > ofTwo(stepped) + 0.005, `${ofTwo(learnt)} without test points`);
  await page.click('[data-do=stepped]');
  await page.click('[data-do=show-tests]');
  await settled(page);
  assert.deepEqual(await coloursOfAnswer(page), all);
}

export async function ownPointsBendTheBoundary({ page }) {
  await teachXor(page);
  const before = (await answerAt(page, 4, 4)).split(',')[0];
  const box = await page.locator('[data-test=plane-answer]').boundingBox();
  await page.click('[data-tool="0"]');
  const counted = async () => (await text(page, 'points')).match(/\d+/g).map(Number);
  const [learnt, tested] = await counted();
  for (let i = 0; i < 40; ++i)
    await page.mouse.click(
      box.x + ((3.4 + (i % 7) / 5 + 6) / 12) * box.width,
      box.y + ((6 - 3.4 - Math.floor(i / 7) / 5) / 12) * box.height,
    );
  await until('all points to be there', async () => {
    const now = await counted();
    return now[0] + now[1] === learnt + tested + 40;
  });
  await page.click('[data-tool=look]');
  await learnUntil(page, 'the answer there to turn', async () => {
    const now = (await answerAt(page, 4, 4)).split(',')[0];
    return now !== before;
  });
}

export async function dragsAConnection({ page }) {
  await openView(page, 'plane');
  const value = async () => number(await page.textContent('.plane-knob output'));
  const neuron = await page.locator('[data-neuron="0/0"]').boundingBox();
  const [x, y] = [neuron.x - 3, neuron.y + neuron.height / 2]; // where its lines arrive
  await page.mouse.move(x, y);
  await page.mouse.down();
  await settled(page);
  const before = await value();
  await page.mouse.move(x, y - 60, { steps: 6 });
  await page.mouse.up();
  await until('the weight to be larger', async () => (await value()) > before + 0.9);
  const dragged = await value();
  await page.focus('.wires');
  await press(page, 'ArrowUp', Math.ceil((21.5 - dragged) / 0.1));
  await until('the keys to make it large', async () => (await value()) > 21);
  const large = await value();
  const next = await page.locator('[data-neuron="0/1"]').boundingBox();
  await page.mouse.move(next.x - 3, next.y + next.height / 2); // at other lines, which stay
  await settled(page);
  await until('the keys to turn it back', async () => {
    await page.focus('.wires');
    await press(page, 'ArrowDown', 3);
    return (await value()) < large - 0.25;
  });
  await settled(page);
  const kept = await value();
  await page.click('[data-neuron="0/0"]');
  await settled(page);
  const weights = (await page.locator('.plane-knob output').allTextContents()).map(number);
  assert.ok(weights.includes(kept), `the neuron has the weight that was dragged: ${weights}`);
}

export async function changesLayers({ page }) {
  await openView(page, 'plane');
  await page.click('[data-do=more-layers]');
  await until('three layers', async () => /^2 – 8 – 8 – 8 – 1/.test(await paths(page)));
  await page.click('[data-do=fewer-2]');
  await until('a neuron fewer', async () => /^2 – 8 – 8 – 7 – 1/.test(await paths(page)));
  await page.click('[data-do=fewer-layers]');
  await page.click('[data-sees=xy]');
  await until('three inputs', async () => /^3 – /.test(await paths(page)));
  await page.click('[data-sees=xy]');
  await until('two again', async () => /^2 – 8 – 8 – 1/.test(await paths(page)));
  await choose(page, 'blobs');
  await page.click('[data-classes="4"]');
  await until('four outputs', async () => /– 4 ·/.test(await paths(page)));
  await learnUntil(page, 'four blobs', async () => (await right(page)) > 98);
  await page.click('[data-classes="2"]');
  await until('one output', async () => /– 1 ·/.test(await paths(page)));
}

export async function fitsACurve({ page }) {
  await openView(page, 'plane');
  await choose(page, 'curve');
  await until('one input', async () => /^1 – /.test(await paths(page)));
  const cost = async () =>
    number(await page.evaluate(() => document.querySelectorAll('.numbers dd')[3].textContent));
  await learnUntil(page, 'the curve to be followed', async () => (await cost()) < 0.02);
  const error = number(await text(page, 'error'));
  assert.equal(error, await cost(), 'in place of a share of right ones');
  await choose(page, 'xor');
  await until('two inputs', async () => /^2 – /.test(await paths(page)));
}

export async function keepsBothNetworks({ page }) {
  await openView(page, 'plane');
  await learnUntil(page, 'some steps', async () => (await stepOf(page)) > 50);
  const step = await stepOf(page);
  await page.click('[data-neuron="1/3"]');
  const chosen = await page.textContent('.right h2');
  await openView(page, 'network');
  assert.match(await paths(page), /^784/);
  assert.equal(await page.locator('[data-neuron="2/9"]').count(), 1);
  assert.match(await page.textContent('.caption'), /\d/);
  await openView(page, 'plane');
  assert.equal(await stepOf(page), step);
  assert.equal(await page.textContent('.right h2'), chosen);
  await page.evaluate(() => window.testSockets.at(-1).close());
  await until('the plane again after a new connection', () =>
    page.evaluate(
      () =>
        window.testSockets.length > 1 && document.querySelector('.plane [data-neuron]') !== null,
    ),
  );
  await settled(page);
  assert.equal(await stepOf(page), step);
  assert.equal(await page.locator('.notice').count(), 0);
}

export async function goesOnSilently({ page }) {
  await openView(page, 'plane');
  await pressLearn(page);
  await openView(page, 'network');
  const running = () =>
    page.evaluate(() => document.querySelector('[data-do=learn]').classList.contains('is-running'));
  assert.equal(await running(), false, 'the digits do not learn for it');
  await page.waitForTimeout(500);
  await openView(page, 'plane');
  assert.equal(await running(), true, 'the plane went on');
  await pressLearn(page);
}

export async function drawsThePlaneSmoothly({ page, report }) {
  await openView(page, 'plane');
  await page.click('[data-do=more-layers]');
  await choose(page, 'spirals');
  await pressLearn(page);
  await page.waitForTimeout(1000);
  const net = (await paths(page)).split('·')[0];
  report[`frames while ${net}learns`] = await framesLive(page);
  await pressLearn(page);
}

export const checks = [
  opensThePlane,
  learnsXor,
  showsWhatIsAskedFor,
  ownPointsBendTheBoundary,
  dragsAConnection,
  changesLayers,
  fitsACurve,
  keepsBothNetworks,
  goesOnSilently,
];
