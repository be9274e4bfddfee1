// node page.mjs FILES OUT: the page without a server, from dist-page and the folder FILES with what
// it loads (engine.wasm, digits, models): OUT/page, a folder for any web host, and OUT/glia.html,
// one file with everything inside.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const [files, out] = process.argv.slice(2);
if (!files || !out) {
  console.error('usage: node page.mjs FILES OUT');
  process.exit(2);
}
const here = new URL('.', import.meta.url).pathname;

function build(folder, oneFile) {
  execFileSync('npx', ['vite', 'build', '--config', 'vite.page.config.ts', '--logLevel', 'warn'], {
    cwd: here,
    stdio: 'inherit',
    env: { ...process.env, GLIA_PAGE: folder, GLIA_ONE_FILE: oneFile ? '1' : '' },
  });
}

function* within(folder, below = '') {
  for (const name of readdirSync(join(folder, below)).sort()) {
    const path = join(below, name);
    if (statSync(join(folder, path)).isDirectory()) yield* within(folder, path);
    else yield path;
  }
}

/** A worker of the service kind, by which the page opens without the network from then on. */
function offline(folder) {
  const paths = [...within(folder)];
  const digest = createHash('sha256');
  for (const path of paths) digest.update(path).update(readFileSync(join(folder, path)));
  const worker = readFileSync(join(here, 'offline.js'), 'utf8')
    .replace('VERSION', JSON.stringify(digest.digest('hex').slice(0, 16)))
    .replace('FILES', JSON.stringify(['./', ...paths]));
  writeFileSync(join(folder, 'offline.js'), worker);
}

/** By which a browser offers to install the page as an app. */
function asApp(folder) {
  const manifest = {
    name: 'Glia',
    short_name: 'Glia',
    description: 'Watch a neural network learn',
    start_url: './',
    display: 'standalone',
    background_color: '#0d1017',
    theme_color: '#0d1017',
    icons: [{ src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any maskable' }],
  };
  writeFileSync(join(folder, 'manifest.webmanifest'), JSON.stringify(manifest));
  const index = join(folder, 'index.html');
  const html = readFileSync(index, 'utf8');
  const link = '<link rel="manifest" href="manifest.webmanifest" />';
  writeFileSync(index, html.replace('</head>', `${link}\n</head>`));
}

const page = join(out, 'page');
rmSync(page, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
build(page, false);
cpSync(files, join(page, 'data'), { recursive: true });
asApp(page);
offline(page);

const one = join(out, '.one');
build(one, true);
const inside = readdirSync(files).map((name) => {
  const bytes = gzipSync(readFileSync(join(files, name)), { level: 9 });
  return `<script type="application/gzip" id="file:${name}">${bytes.toString('base64')}</script>`;
});
const html = readFileSync(join(one, 'index.html'), 'utf8');
const icon = readFileSync(join(here, 'public/icon.svg')).toString('base64');
writeFileSync(
  join(out, 'glia.html'),
  html
    .replace(/href="[^"]*icon\.svg"/, () => `href="data:image/svg+xml;base64,${icon}"`)
    .replace('</body>', () => `${inside.join('\n')}\n</body>`),
);
rmSync(one, { recursive: true });
