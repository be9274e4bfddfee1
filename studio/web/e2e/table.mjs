// A table of the visitor's: it is looked at, one of its columns is learnt, its sliders ask what if.
import assert from 'node:assert/strict';
import { number, openView, pressLearn, settled, text, until } from './browser.mjs';
import { arrived, lessonIn, sharedBy, visit } from './links.mjs';

const flowers = () => {
  const lines = ['width,length,colour,kind'];
  for (let i = 0; i < 120; ++i) {
    const wide = (i * 37) % 100;
    const colour = i % 3 === 0 ? 'red' : 'blue';
    const kind = wide > 50 ? 'rose' : 'iris';
    lines.push([wide / 10, (i * 53) % 50, colour, kind].join());
  }
  return lines.join('\n');
};

async function bring(page, name, content) {
  await page.click('[data-do=file]');
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.click('.menu-items [data-do=table]'),
  ]);
  await chooser.setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });
}

const answer = (page) => page.textContent('[data-test=table-answer]');

export async function opensATable({ page }) {
  await bring(page, 'flowers.csv', flowers());
  await page.waitForSelector('.open-table');
  assert.equal(await page.inputValue('.open-table [name=target]'), 'kind');
  assert.match(await page.textContent('.open-table'), /120/);
  assert.equal(await page.locator('.first-rows tbody tr').count(), 6);
  await page.click('[data-do=learn-column]');
  await page.waitForSelector('[data-test=table-answer]');
  assert.match(await page.textContent('.header .net'), /^4 – 32 – 2/);
  assert.match(page.url(), /#table/);
  await until('three columns', async () => (await page.locator('[data-column]').count()) === 3);
}

export async function asksATableWhatIf({ page }) {
  await openView(page, 'table');
  await pressLearn(page);
  await until('the table to be learnt', async () => number(await text(page, 'accuracy')) >= 95);
  await pressLearn(page);
  await settled(page);
  const slide = async (value) => {
    await page.fill('[name=column-0]', String(value));
    await settled(page);
  };
  await slide(9);
  await until('a rose', async () => (await answer(page)).startsWith('rose'));
  await slide(1);
  await until('an iris', async () => (await answer(page)).startsWith('iris'));
  await page.click('.cells button:text-is("red")');
  await settled(page);
  assert.equal(await page.getAttribute('.cells button:text-is("red")', 'aria-pressed'), 'true');
}

export async function countsVotesOfATable({ page }) {
  await openView(page, 'table');
  await page.click('[data-neuron="1/0"]');
  await page.waitForSelector('.parts li');
  const first = await page.textContent('.parts li .name');
  assert.equal(first, 'width', 'the kind hangs on the width');
  await page.click('[data-neuron="0/2"]');
  await until('three votes', async () => (await page.locator('.parts li').count()) === 3);
  await page.click('[data-column="1"]');
  assert.match(await page.textContent('.right h2'), /length/);
}

export async function keepsTheTable({ page }) {
  await openView(page, 'network');
  await page.waitForSelector('[data-test=cost-sum]');
  await openView(page, 'table');
  await page.waitForSelector('[data-test=table-answer]');
  await page.reload();
  await page.waitForSelector('[data-test=table-answer]');
  assert.match(page.url(), /#table/);
}

const openWanted = async (page, name, content) => {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.click('[data-do=open-wanted]'),
  ]);
  await chooser.setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });
};

/** A link says which file it needs; another one is refused, and with the right one it goes on. */
export async function sharesATable(given) {
  const { page } = given;
  await openView(page, 'table');
  await settled(page);
  const hash = await sharedBy(page);
  assert.match(hash, /^#table&/);
  const lesson = lessonIn(hash);
  assert.deepEqual(lesson.table.target, ['kind']);
  await visit(given, hash, async (other) => {
    await other.waitForSelector('[data-test=wanted-table]');
    assert.match(await text(other, 'wanted-table'), /flowers\.csv.*120 rows × 4 columns/s);
    await openWanted(other, 'flowers.csv', flowers().replace('red', 'white'));
    await until('the wrong file to be refused', async () =>
      /another table/.test(await other.textContent('.notices')),
    );
    assert.equal(await other.locator('[data-test=wanted-table]').count(), 1);
    assert.equal(await other.locator('.open-table').count(), 0);
    await openWanted(other, 'mine.csv', flowers());
    await arrived(other, lesson.step);
    await other.waitForSelector('[data-test=table-answer]');
    assert.equal(lessonIn(await sharedBy(other)).parameters, lesson.parameters);
    assert.equal((await text(other, 'accuracy')).replace(/\D/g, ''),
      (await text(page, 'accuracy')).replace(/\D/g, ''));
  });
}

const flats = () => {
  const lines = ['size,floor,price,rent,lift,garden'];
  for (let i = 0; i < 120; ++i) {
    const [size, floor] = [20 + ((i * 37) % 90), (i * 7) % 9];
    lines.push([size, floor, 1000 + 10 * size, 100 + size / 2, +(floor > 3), +(size > 60)].join());
  }
  return lines.join('\n');
};

async function learnTogether(page, first, others) {
  await bring(page, 'flats.csv', flats());
  await page.waitForSelector('.open-table');
  await page.selectOption('.open-table [name=target]', first);
  for (const name of others) await page.check(`.open-table [name=more][value=${name}]`);
  await page.click('[data-do=learn-column]');
  await page.waitForSelector('.row-answer.several [data-test=table-answer]');
  await pressLearn(page);
  await until('some steps', async () =>
    Number((await text(page, 'step')).replace(/\D/g, '')) > 300);
  await pressLearn(page);
  await settled(page);
}

/** Two numbers are answered side by side, each in its own unit. */
export async function learnsNumbersTogether({ page }) {
  await learnTogether(page, 'price', ['rent']);
  assert.match(await page.textContent('.header .net'), /^4 – 32 – 2/);
  await page.fill('[name=column-0]', '80');
  await settled(page);
  await until('both answers', async () => {
    const [price, rent] = await page.locator('[data-test=table-answer] dd').allTextContents();
    return Math.abs(number(price) - 1800) < 120 && Math.abs(number(rent) - 140) < 8;
  });
  await page.click('[data-neuron="1/1"]');
  await until('what each column changes', async () =>
    /rent/.test(await page.textContent('.parts h3')),
  );
}

/** Columns of 0 and 1 are classes, and a row may have both of them or none. */
export async function learnsClassesTogether({ page }) {
  await learnTogether(page, 'garden', ['lift']);
  for (const [size, floor, names] of [
    [100, 8, ['garden', 'lift']],
    [100, 0, ['garden']],
    [30, 8, ['lift']],
    [30, 0, []],
  ]) {
    await page.fill('[name=column-0]', String(size));
    await page.fill('[name=column-1]', String(floor));
    await settled(page);
    await until(`${names.join(' and ') || 'none'}`, async () => {
      const said = await answer(page);
      return ['garden', 'lift'].every((name) => said.includes(name) === names.includes(name));
    });
  }
}

export async function saysWhatIsWrongWithATable({ page }) {
  await openView(page, 'table');
  await bring(page, 'bad.csv', `a,b\n${'1,2\n'.repeat(30)}1\n`);
  await until('a notice', async () => /row 32/.test(await page.textContent('.notices')));
  assert.equal(await page.locator('.open-table').count(), 0);
  await page.click('.notices button');
}

/** A page without a server opens no zip, and says what it does open. */
export async function refusesAnArchive({ page }) {
  await bring(page, 'arrays.npz', 'PK\x03\x04 and so on');
  await until('a notice', async () => /save it as CSV/.test(await page.textContent('.notices')));
  await page.click('.notices button');
}

export const checks = [
  opensATable,
  asksATableWhatIf,
  countsVotesOfATable,
  keepsTheTable,
  sharesATable,
  learnsNumbersTogether,
  learnsClassesTogether,
  saysWhatIsWrongWithATable,
];
