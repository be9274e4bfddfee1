// Links: a lesson that somebody shares is the same wherever it is opened; what cannot be followed
// says so, and the page opens as usual.
import assert from 'node:assert/strict';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import {
  allDigits,
  digits,
  drawStrokes,
  open,
  openView,
  pressLearn,
  settled,
  stepOf,
  text,
  until,
} from './browser.mjs';

export const lessonIn = (hash) => {
  const packed = new URLSearchParams(hash.slice(1)).get('link');
  return JSON.parse(inflateRawSync(Buffer.from(packed, 'base64url')).toString());
};
const hashOf = (lesson) =>
  `#lang=en&link=${deflateRawSync(JSON.stringify(lesson)).toString('base64url')}`;

/** The address that the page offers, from its # on. */
export async function sharedBy(page) {
  await page.click('[data-do=share]');
  await page.waitForSelector('[data-test=share-address]');
  const address = await page.inputValue('[data-test=share-address]');
  await page.keyboard.press('Escape');
  assert.ok(!address.includes('token'), 'nobody is let in by a lesson');
  return address.slice(address.indexOf('#'));
}

const shownBy = async (page) => ({
  step: await stepOf(page),
  accuracy: await text(page, 'accuracy'),
  cost: await text(page, 'cost-sum'),
});

/** Another visitor, who opens that address; `see` gets the page. */
export async function visit({ browser, url }, hash, see) {
  const { page, context, seen } = await open(browser, url + hash, { language: 'en' });
  try {
    await allDigits(page);
    await see(page);
    assert.deepEqual(seen.errors, []);
  } finally {
    await context.close();
  }
}

export const arrived = (page, step) =>
  until('the lesson to be done again', async () =>
    (await page.locator('[data-test=following]').count()) === 0 && (await stepOf(page)) === step,
  );

/** Taught, changed by hand and shared: whoever opens it has the same network, and goes on so. */
export async function leadsToTheSameBits(given) {
  const { page, report } = given;
  if ((await page.locator('[data-do=newborn]').count()) > 0) await page.click('[data-do=newborn]');
  await openView(page, 'network');
  await page.click('[data-do=test]');
  await pressLearn(page);
  await until('300 steps', async () => (await stepOf(page)) > 300);
  await pressLearn(page);
  await page.click('[data-neuron="1/3"]');
  await page.locator('.right input[name=bias]').focus();
  await page.keyboard.press('ArrowRight');
  await page.click('[data-do=step]');
  await settled(page);
  const hash = await sharedBy(page);
  report.link = `${hash.length} letters for ${await stepOf(page)} steps and an edit`;
  const here = await shownBy(page);
  await visit(given, hash, async (other) => {
    await arrived(other, here.step);
    await settled(other);
    const there = await shownBy(other);
    assert.equal(there.step, here.step);
    assert.equal(there.accuracy.replace(/\D/g, ''), here.accuracy.replace(/\D/g, ''));
    assert.equal(there.cost.replace(/\D/g, ''), here.cost.replace(/\D/g, ''));
    // The way there is in the curves.
    const plot = await other.getAttribute('.plot', 'aria-label');
    assert.match(plot, /training from \S+ to \S+/);
    // The digest of all parameters is in it.
    assert.deepEqual(lessonIn(await sharedBy(other)), lessonIn(hash));
    for (const each of [page, other]) {
      await each.click('[data-do=step]');
      await until('a step', async () => (await stepOf(each)) === here.step + 1);
    }
    const [mine, theirs] = [lessonIn(await sharedBy(page)), lessonIn(await sharedBy(other))];
    assert.equal(theirs.parameters, mine.parameters);
    // Loaded again: a studio has kept what came after the lesson, a page alone begins with it anew.
    await other.reload();
    await other.waitForSelector('[data-test=step]');
    await arrived(other, here.step + (given.studio ? 1 : 0));
  });
}

/** A lesson of a page without a server is the same bytes in each of the other places. */
export async function leadsElsewhere(given) {
  const { page, elsewhere } = given;
  await openView(page, 'network');
  const before = await stepOf(page);
  await pressLearn(page);
  await until('steps', async () => (await stepOf(page)) > before + 50);
  await pressLearn(page);
  await settled(page);
  const hash = await sharedBy(page);
  for (const url of elsewhere)
    await visit({ ...given, url }, hash, async (other) => {
      await arrived(other, lessonIn(hash).step);
      await settled(other);
      assert.equal(lessonIn(await sharedBy(other)).parameters, lessonIn(hash).parameters, url);
    });
}

/** The plane has lessons of its own, in its own view. */
export async function leadsToThePlane(given) {
  const { page } = given;
  await openView(page, 'plane');
  await until('the plane', () => page.evaluate(() => window.testHello.subject === 'plane'));
  await settled(page);
  await page.click('[data-do=step]');
  await page.click('[data-neuron="0/5"]');
  await page.click('.right [data-do=mute]');
  await settled(page);
  const box = await page.locator('[data-test=plane-answer]').boundingBox();
  await page.mouse.click(box.x + box.width / 4, box.y + box.height / 3);
  await settled(page);
  const looked = await page.textContent('.right h2');
  const hash = await sharedBy(page);
  const { step } = lessonIn(hash);
  assert.match(hash, /^#plane&/);
  await openView(page, 'network');
  const { browser, url } = given;
  const context = await browser.newContext();
  const other = await context.newPage();
  try {
    await other.goto(url + hash);
    await until('the plane as it was shared', async () =>
      (await other.locator('.view-plane .stage-view > *').count()) > 0 &&
      (await other.locator('[data-test=following]').count()) === 0 &&
      (await stepOf(other).catch(() => -1)) === step,
    );
    assert.equal(lessonIn(await sharedBy(other)).parameters, lessonIn(hash).parameters);
    await until('what is muted and looked at', async () => (await sharedBy(other)) === hash);
    assert.equal(await other.textContent('.right h2'), looked);
  } finally {
    await context.close();
  }
}

/** What cannot be followed is said in the reader's language, and the page opens as usual. */
export async function saysWhatItCannotFollow(given) {
  const lesson = lessonIn(await sharedBy(given.page));
  const other = structuredClone(lesson);
  other.eras[0].data.digest = '0123456789abcdef';
  for (const [hash, words] of [
    ['#link=abc', /damaged/],
    [hashOf({ ...lesson, version: 99 }), /newer/],
    [hashOf({ ...lesson, path: 'abacus' }), /abacus/],
    [hashOf(other), /other data/],
  ])
    await visit(given, hash, async (page) => {
      await until(`${words} to be said`, async () =>
        words.test(await page.textContent('.notices')),
      );
      assert.equal(await page.locator('[data-neuron="0/0"]').count(), 1);
      assert.equal(await page.locator('[data-test=following]').count(), 0);
    });
}

/** A long lesson shows how far it is, and can be left. */
export async function canBeStopped(given) {
  const lesson = { ...lessonIn(await sharedBy(given.page)), step: 90_000_000 };
  await visit(given, hashOf(lesson), async (page) => {
    await until('its progress', async () =>
      /of 90,000,000/.test(await text(page, 'following').catch(() => '')),
    );
    await page.click('[data-do=follow-stop]');
    await until('it to be over', async () =>
      (await page.locator('[data-test=following]').count()) === 0,
    );
    const step = await stepOf(page);
    await page.click('[data-do=step]');
    await until('a step', async () => (await stepOf(page)) === step + 1);
  });
}

/** Follows a link in the tab that is open: its address changes, the page is not loaded anew. */
const followHere = (page, hash) => page.evaluate((to) => (location.hash = to), hash);
const asked = (page) => page.locator('[data-test=question]').count();

/** What a person made in this tab is not replaced before they say so. */
export async function asksBeforeItReplaces(given) {
  const hash = await sharedBy(given.page);
  const { step } = lessonIn(hash);
  await visit(given, '', async (page) => {
    await page.click('[data-do=newborn]').catch(() => {});
    await page.click('[data-do=step]');
    await settled(page);
    const mine = lessonIn(await sharedBy(page));
    await followHere(page, hash);
    await until('the question', async () => (await asked(page)) === 1);
    assert.match(await text(page, 'question'), /place of yours/);
    await page.click('[data-do=keep-mine]');
    await settled(page);
    assert.equal(await asked(page), 0);
    assert.deepEqual(lessonIn(await sharedBy(page)), mine);
    assert.doesNotMatch(page.url(), /link=/);
    await followHere(page, hash);
    await until('the question again', async () => (await asked(page)) === 1);
    await page.click('[data-do=open-lesson]');
    await arrived(page, step);
    assert.equal(lessonIn(await sharedBy(page)).parameters, lessonIn(hash).parameters);
    // What was followed is no work of this tab: another link takes its place at once.
    await followHere(page, hashOf({ ...mine }));
    await arrived(page, mine.step);
    assert.equal(await asked(page), 0);
  });
}

/** A drawing is lost only where the link has one too. */
export async function asksBeforeItWipesADrawing(given) {
  await given.page.click('[data-do=test]');
  await settled(given.page);
  const hash = await sharedBy(given.page);
  assert.match(hash, /(test|draw)=/);
  await visit(given, '', async (page) => {
    await drawStrokes(page, digits[7]);
    await settled(page);
    await followHere(page, hash);
    await until('the question', async () => (await asked(page)) === 1);
    await page.click('[data-do=keep-mine]');
    await settled(page);
    assert.match(await sharedBy(page), /draw=/);
  });
}

/** One view alone, for somebody else's page. */
export async function standsAlone({ browser, url }) {
  const context = await browser.newContext();
  const page = await context.newPage();
  try {
    await page.goto(`${url}#descent&embed&theme=light`);
    await until('the view', async () =>
      (await page.locator('.view-descent .stage-view > *').count()) > 0,
    );
    for (const gone of ['.header', '.left', '.right', '.bottom', '[role=tab]'])
      assert.equal(await page.locator(gone).count(), 0, gone);
    const { width, height } = page.viewportSize();
    const box = await page.locator('.stage').boundingBox();
    assert.deepEqual([box.width, box.height], [width, height]);
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'light');
  } finally {
    await context.close();
  }
}

export const checks = [
  leadsToTheSameBits,
  saysWhatItCannotFollow,
  canBeStopped,
  asksBeforeItReplaces,
  asksBeforeItWipesADrawing,
  leadsToThePlane,
  standsAlone,
];
