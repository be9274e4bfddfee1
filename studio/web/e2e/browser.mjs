// The browser of the tests and what they need to know of a page: its sockets, its requests, its
// errors.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const executablePath =
  process.env.CHROMIUM ??
  ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((p) => existsSync(p));

// Its microphone hears a beep.
const args = ['--no-sandbox', '--use-fake-device-for-media-stream'];
export const launch = () => chromium.launch({ executablePath, args });

/**
 * Runs in the page before its own code: keeps the sockets and when what was said, over a socket or
 * to the worker of a page without a server.
 */
function watchEngine() {
  const Socket = WebSocket;
  const OwnWorker = Worker;
  const look = () => {
    if (document.querySelector('[data-test=cost-sum]') && document.querySelector('[data-neuron]'))
      window.testUsable = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  window.testSockets = [];
  window.testTalk = [];
  window.testOpen = new Set(); // questions without an answer
  const own = new Map(); // questions of a test's own
  let say = null;
  /** What the engine says to one of them. */
  window.testAsk = (question) =>
    new Promise((resolve) => {
      const id = 4000000000 + Math.floor(performance.now());
      own.set(id, resolve);
      say(JSON.stringify({ id, ...question }));
    });
  const heard = ({ data }) => {
    if (typeof data === 'string') {
      const message = JSON.parse(data);
      window.testOpen.delete(message.re);
      own.get(message.re)?.(message);
      if (message.event === 'hello') window.testHello = message;
    }
    if (!(data instanceof ArrayBuffer) || data.byteLength < 64) return;
    const view = new DataView(data);
    if (view.getUint8(3) !== 1 || view.getUint16(4, true) !== 1) return;
    const step = Number(view.getBigUint64(24, true));
    window.testTalk.push({ at: performance.now(), parameters: step });
    if (window.testKeep) window.testKeep.set(step, new Uint8Array(data.slice(64)));
  };
  const said = (text) => {
    const message = JSON.parse(text);
    if (message.do !== 'seen')
      window.testTalk.push({ at: performance.now(), asked: message.do, fields: message });
    if (message.id !== undefined) window.testOpen.add(message.id);
  };
  window.WebSocket = class extends Socket {
    constructor(...args) {
      super(...args);
      window.testSockets.push(this);
      say = (text) => super.send(text);
      this.addEventListener('close', () => window.testOpen.clear());
      this.addEventListener('message', heard);
    }
    send(text) {
      said(text);
      super.send(text);
    }
  };
  window.Worker = class extends OwnWorker {
    constructor(...args) {
      super(...args);
      say = (text) => super.postMessage({ say: text });
      this.addEventListener('message', heard);
    }
    postMessage(message, ...rest) {
      if (message.say) said(message.say);
      super.postMessage(message, ...rest);
    }
  };
}

/** Runs in the page before its own code: what is left to chance falls alike each time. */
function tameChance() {
  let state = 1;
  Math.random = () => (state = (state * 48271) % 2147483647) / 2147483647;
}

export async function open(browser, url, options = {}) {
  const {
    width = 1440,
    height = 900,
    language = 'ru',
    theme = 'dark',
    tour = 'seen',
    still = false,
    visitor = '',
    text = '',
    touch = width < 800,
  } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    hasTouch: touch,
    reducedMotion: still ? 'reduce' : 'no-preference',
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const seen = { requests: [], errors: [] };
  page.on('request', (r) => seen.requests.push(r.url()));
  page.on('pageerror', (e) =>
    seen.errors.push(`${e.message} ${e.stack?.split('\n').slice(1, 4).join(' ')}`),
  );
  page.on('console', (m) => {
    if (m.type() === 'error') seen.errors.push(m.text());
  });
  await page.addInitScript(watchEngine);
  if (still) await page.addInitScript(tameChance);
  await page.addInitScript(
    ([l, t, v, size]) => {
      if (!localStorage.getItem('glia.language')) localStorage.setItem('glia.language', l);
      if (t) localStorage.setItem('glia.tour', t);
      if (v) sessionStorage.setItem('glia.visitor', v);
      if (size) localStorage.setItem('glia.text', size);
    },
    [language, tour, visitor, text],
  );
  await page.goto(url);
  await page.waitForSelector('[data-neuron="0/0"]');
  await page.waitForFunction(() => window.testUsable > 0);
  seen.usable = await page.evaluate(() => window.testUsable);
  return { page, context, seen };
}

export const text = (page, name) => page.textContent(`[data-test=${name}]`);

/** A number as the page writes it in either language. */
export const number = (shown) =>
  Number(
    shown
      .replace(/[\s\u00a0%]/g, '')
      .replace('−', '-')
      .replace(/,(?=\d{3}\b)(?!\d+$)/g, '')
      .replace(',', '.'),
  );

/** The step that is shown, whichever way its thousands are set apart. */
export const stepOf = async (page) => Number((await text(page, 'step')).replace(/\D/g, ''));

/** Patience is for what never happens: a busy machine may need long. */
export async function until(what, holds, patience = 60000) {
  const end = Date.now() + patience;
  for (;;) {
    if (await holds()) return;
    if (Date.now() > end) throw new Error(`in vain: ${what}`);
    await new Promise((r) => setTimeout(r, 100));
  }
}

/** A page without a server begins with some of them. */
export const allDigits = (page) =>
  until('all digits', () => page.evaluate(() => window.testHello?.data.train === 60000));

/** Until all that the page asked is answered, and drawn. */
export async function settled(page) {
  for (let i = 0; i < 2; ++i) {
    await page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    );
    await until('the page to have its answers', () =>
      page.evaluate(() => window.testOpen.size === 0),
    );
  }
}

/** Scrolls to a live figure of the chapter, wherever it stands: beside the text or in it. */
export async function showFigure(page, name) {
  const place = `[data-here="${name}"], [data-figure="${name}"]`;
  await page.waitForSelector(place, { state: 'attached' });
  await until(`the figure ${name}`, async () => {
    await page.locator(place).first().evaluate((at) => at.scrollIntoView({ block: 'center' }));
    return (await page.locator(`[data-figure="${name}"] > :not(figcaption)`).count()) > 0;
  });
}

export async function openView(page, view) {
  await page.click(`[data-view=${view}]`);
  await until(`the view ${view}`, () =>
    page.evaluate(
      (name) => document.querySelector(`.view-${name} .stage-view`)?.childElementCount > 0,
      view,
    ),
  );
  await settled(page);
}

/** Presses Learn or Pause, and waits until the studio has said that it took it. */
export async function pressLearn(page) {
  const running = () =>
    page.evaluate(() => document.querySelector('[data-do=learn]').classList.contains('is-running'));
  const before = await running();
  await page.click('[data-do=learn]');
  await until(`learning to be ${before ? 'off' : 'on'}`, async () => (await running()) !== before);
}

export async function drawStrokes(page, strokes) {
  const box = await page.locator('.pad-canvas').boundingBox();
  for (const stroke of strokes) {
    const at = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
    await page.mouse.move(...at(stroke[0]));
    await page.mouse.down();
    for (const point of stroke.slice(1)) await page.mouse.move(...at(point), { steps: 6 });
    await page.mouse.up();
  }
}

const ring = (cx, cy, rx, ry) =>
  Array.from({ length: 25 }, (_, i) => [
    cx + rx * Math.sin((i / 24) * 2 * Math.PI),
    cy - ry * Math.cos((i / 24) * 2 * Math.PI),
  ]);

const arc = (cx, cy, rx, ry, from, to) =>
  Array.from({ length: 17 }, (_, i) => from + ((to - from) * i) / 16).map((t) => [
    cx + rx * Math.cos(t),
    cy + ry * Math.sin(t),
  ]);

export const digits = {
  0: [ring(0.5, 0.5, 0.22, 0.33)],
  1: [
    [
      [0.52, 0.15],
      [0.5, 0.85],
    ],
  ],
  3: [[...arc(0.47, 0.32, 0.19, 0.16, -2.6, 1.5), ...arc(0.47, 0.66, 0.23, 0.19, -1.5, 2.6)]],
  7: [
    [
      [0.25, 0.2],
      [0.72, 0.2],
      [0.45, 0.85],
    ],
  ],
};

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

export const frameTimes = (page, count = 180) =>
  page.evaluate(
    (wanted) =>
      new Promise((resolve) => {
        const times = [];
        let last = 0;
        const tick = (now) => {
          if (last) times.push(now - last);
          last = now;
          if (times.length < wanted) requestAnimationFrame(tick);
          else resolve(times);
        };
        requestAnimationFrame(tick);
      }),
    count,
  );

/** In front of the reader at last: nothing on the page may be wider than the screen. */
export const sideways = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

/**
 * How long a frame takes now: its median and the time that 95 of 100 keep within. What is asked of
 * it here is no more than a page that lives on any machine; how fast it is, e2e/speed.mjs tells.
 */
export async function framesLive(page) {
  const times = await frameTimes(page);
  const slow = [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)].toFixed(1);
  const found = `${median(times).toFixed(1)} ms (median; 95 % below ${slow})`;
  assert.ok(median(times) < 100, found);
  return found;
}
