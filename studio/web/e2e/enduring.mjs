// What a class does to a studio: many come, go, fall asleep and come back.
import assert from 'node:assert/strict';
import { open, pressLearn, stepOf, until } from './browser.mjs';

const MiB = 2 ** 20;

export async function twoBrowsersLearnApart({ page, browser, url }) {
  const other = await open(browser, url);
  const before = await stepOf(page);
  await other.page.click('[data-do=epoch]');
  await until('the other to learn', async () => (await stepOf(other.page)) > 0);
  assert.equal(await stepOf(page), before, 'each has a network of their own');
  await page.click('[data-do=step]');
  await until('a step', async () => (await stepOf(page)) === before + 1);
  await other.context.close();
}

export async function twentyReconnects({ page, studio, report }) {
  await pressLearn(page);
  await page.waitForTimeout(1000);
  const before = await studio.memory();
  let last = await stepOf(page);
  for (let i = 0; i < 20; ++i) {
    const count = await page.evaluate(() => {
      window.testSockets.at(-1).close();
      return window.testSockets.length;
    });
    await page.waitForFunction(
      (was) => window.testSockets.length > was && window.testSockets.at(-1).readyState === 1,
      count,
    );
  }
  await until('the step to come', async () => (await stepOf(page)) > last);
  last = await stepOf(page);
  await until('training to go on', async () => (await stepOf(page)) > last);
  await pressLearn(page);
  const grown = (await studio.memory()) - before;
  report.reconnects = `${(grown / MiB).toFixed(0)} MiB more memory after twenty, while it learns`;
  // The visitor's past is 256 MiB at most.
  assert.ok(grown < 300 * MiB, report.reconnects);
}

/** As a browser does to a page in the background. A minute of it: GLIA_FROZEN=60. */
export async function frozenPageComesBack({ page, context, studio, report }) {
  const seconds = Number(process.env.GLIA_FROZEN ?? 5);
  const browserSide = await context.newCDPSession(page);
  await pressLearn(page);
  await page.waitForTimeout(500);
  const before = { memory: await studio.memory(), step: await stepOf(page) };
  await browserSide.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new Promise((r) => setTimeout(r, seconds * 1000));
  const grown = (await studio.memory()) - before.memory;
  await browserSide.send('Page.setWebLifecycleState', { state: 'active' });
  report.frozen = `${(grown / MiB).toFixed(0)} MiB more memory after ${seconds} s`;
  assert.ok(grown < 300 * MiB, report.frozen);
  await until('training to have gone on', async () => (await stepOf(page)) > before.step + 100);
  const now = await stepOf(page);
  await until('the page to follow again', async () => (await stepOf(page)) > now);
  await pressLearn(page);
}

export async function anotherTabTakesOver({ page, context, url }) {
  const key = await page.evaluate(() => sessionStorage.getItem('glia.visitor'));
  const twin = await context.newPage();
  await twin.addInitScript((k) => sessionStorage.setItem('glia.visitor', k), key);
  await twin.goto(url);
  await twin.waitForSelector('[data-neuron="0/0"]');
  await page.waitForSelector('.notice.lost button');
  assert.equal(await stepOf(twin), await stepOf(page), 'the same network');
  await page.click('.notice.lost button');
  await page.waitForSelector('[data-neuron="0/0"]');
  await twin.waitForSelector('.notice.lost button');
  await twin.close();
}

/** The address that was opened holds the token; the bar and the history do not keep it. */
export async function forgetsItsToken({ page, browser, url, studio }) {
  assert.equal(await page.evaluate(() => location.search), '');
  await page.reload();
  await page.waitForSelector('[data-neuron="0/0"]');
  const second = await open(browser, url); // the same address, another browser
  assert.equal(await second.page.evaluate(() => location.search), '');
  await second.context.close();
  assert.equal(await page.evaluate(() => document.cookie), '', 'no script reads it');
}

/** Each way of not being let in has its sentence, in both languages. */
export async function saysWhyItIsNotLetIn({ browser, url }) {
  const root = new URL('/', url).href;
  const wrong = `${root}?token=${'x'.repeat(22)}`;
  const sentences = new Set();
  for (const language of ['ru', 'en'])
    for (const [address, cookies, word] of [
      [root, true, /ключа|lacks/],
      [wrong, true, /устарел|no longer/],
      [url, false, /cookie|куки/],
    ]) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.addInitScript((l) => localStorage.setItem('glia.language', l), language);
      if (!cookies) {
        await page.route(
          root + '*',
          async (route) => {
            const answer = await route.fetch();
            const headers = answer.headers();
            delete headers['set-cookie'];
            await context.clearCookies();
            await route.fulfill({ response: answer, headers });
          },
          { times: 1 },
        );
      }
      await page.goto(address);
      await until(`${address} to be explained`, async () =>
        word.test((await page.textContent('.notice.lost').catch(() => '')) ?? ''),
      );
      sentences.add(await page.textContent('.notice.lost'));
      await context.close();
    }
  assert.equal(sentences.size, 6);
}
