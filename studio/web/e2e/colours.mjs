// The studio on a folder of one's own pictures, in colour and of another size.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as zlib from 'node:zlib';
import { open, openView, settled, text, until } from './browser.mjs';
import { Studio } from './studio.mjs';

const side = 20; // of the files; the network sees 32

function png(pixel) {
  const rows = [];
  for (let y = 0; y < side; ++y) {
    rows.push(0);
    for (let x = 0; x < side; ++x) rows.push(...pixel(x, y));
  }
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(checksum(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', zlib.deflateSync(Buffer.from(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Node 18 has no crc32 of its own. */
function checksum(bytes) {
  if (zlib.crc32) return zlib.crc32(bytes);
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let i = 0; i < 8; ++i) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

export async function followsColours({ browser, glia }) {
  const folder = await mkdtemp(join(tmpdir(), 'glia-colours-'));
  const hues = { red: [220, 40, 30], green: [40, 200, 60], blue: [30, 60, 220] };
  for (const [name, hue] of Object.entries(hues)) {
    await mkdir(join(folder, name));
    for (let i = 0; i < 40; ++i)
      await writeFile(
        join(folder, name, `${i}.png`),
        png((x, y) => (Math.hypot(x - 9 - (i % 3), y - 9) < 6 ? hue : [10 + i, 10, 10])),
      );
  }
  const studio = await Studio.start(glia, ['--data', `folder:${folder}`]);
  try {
    const { page, context, seen } = await open(browser, studio.url, {});
    assert.match(await page.textContent('#tab-network'), /./);
    const light = () =>
      page.evaluate(() => {
        const canvas = document.querySelector('.pad-canvas canvas, canvas.pad-canvas');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        const sum = [0, 0, 0];
        for (let i = 0; i < data.length; i += 4) for (let c = 0; c < 3; ++c) sum[c] += data[i + c];
        return Math.max(...sum) / (Math.min(...sum) + 1);
      });
    await until('a picture in colour', async () => (await light()) > 1.2);
    const [width, height] = await page.evaluate(() => {
      const { width, height } = document.querySelector('.picture-button').getBoundingClientRect();
      return [width, height];
    });
    assert.ok(
      Math.abs(height / width - 3) < 0.05,
      `weights as three pictures, one below the other: ${width} × ${height}`,
    );
    await page.click('[data-do=epoch]');
    await until('an epoch', async () => Number(await text(page, 'step')) > 0);
    for (const view of ['hand', 'descent', 'sees', 'network']) await openView(page, view);
    await page.click('[data-do=test]');
    await settled(page);
    assert.equal(await page.locator('.broken').count(), 0);
    assert.deepEqual(seen.errors, []);
    await context.close();
  } finally {
    await studio.end();
    await rm(folder, { recursive: true });
  }
}
