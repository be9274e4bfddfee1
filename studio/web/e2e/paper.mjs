// What is printed: one page of A4 with what the worksheet asks, in both languages.
import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import { openView, settled } from './browser.mjs';

const pagesOf = (pdf) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;

/** How much ink: the drawings are a circle or a square for each number. */
function strokesOf(pdf) {
  let found = 0;
  for (const match of pdf.toString('latin1').matchAll(/\/Length (\d+)[^]*?stream\r?\n/g)) {
    const at = match.index + match[0].length;
    try {
      const text = inflateSync(pdf.subarray(at, at + Number(match[1]))).toString('latin1');
      found += text.match(/\s(f|S|B|f\*)\n/g)?.length ?? 0;
    } catch {
      // a font or a picture
    }
  }
  return found;
}

/** Prints, and says what stood on the paper then. */
async function print(page) {
  await page.evaluate(() => {
    const keep = () => (window.testPaper = document.querySelector('#paper').textContent);
    addEventListener('beforeprint', keep, { once: true });
  });
  const pdf = await page.pdf({ preferCSSPageSize: true });
  return { pdf, words: await page.evaluate(() => window.testPaper) };
}

const asked = {
  ru: ['Имя', 'Класс', 'Что на входе', 'Посчитайте сами', 'z = ', 'a = σ(z) = ', 'нужно', 'Сумма'],
  en: ['Name', 'Class', 'What goes in', 'Count it through', 'z = ', 'a = σ(z) = ', 'wanted', 'Sum'],
};

export async function printsAWorksheet({ page }) {
  for (const [language, words] of Object.entries(asked)) {
    await page.click(`[data-language=${language}]`);
    await settled(page);
    const printed = await print(page);
    for (const word of words) assert.ok(printed.words.includes(word), `${language}: ${word}`);
    assert.equal(pagesOf(printed.pdf), 1, `${language}: one page`);
    assert.ok(strokesOf(printed.pdf) > 784, 'the picture of what goes in');
  }
  await openView(page, 'plane');
  const plane = await print(page);
  assert.equal(pagesOf(plane.pdf), 1, 'one page of the plane');
  assert.match(plane.words, /x = 2\.0/);
  await page.evaluate(() => (window.print = () => (window.testPrinted = true)));
  await page.click('[data-do=file]');
  await page.click('[data-do=print]');
  assert.ok(await page.evaluate(() => window.testPrinted), 'the file menu prints');
  await openView(page, 'network');
}
