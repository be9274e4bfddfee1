// Glia and other engines in one Chromium, on one thread, at the same work in one run, and Glia
// natively beside them: each gets ready by itself; then all of a workload measure in turn, round
// after round. Writes what it found as JSON, of which show.py makes a table. docs/performance.md
// tells more.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PACKAGES, PEERS } from './peers.mjs';
import { InPage, Native, serve } from './workers.mjs';
import { WORKLOADS } from './workloads.mjs';

const HELP = `usage: ./bench --browser [--workloads A,B] [--peers A,B] [--rounds 5] [--seconds 0.6]
                         [--before FOLDER] [--out FILE]

workloads  of ${Object.keys(WORKLOADS).join(', ')}
peers      of glia-sse4 (natively), ${Object.keys(PEERS).join(', ')}
before     where another build's glia_browser_bench.mjs lies, which is measured beside
out        default: out/bench/browser.json`;

const here = fileURLToPath(new URL('.', import.meta.url));
const root = resolve(here, '../..');
const text = { type: 'string' };
const { values: given } = parseArgs({
  options: {
    workloads: { ...text, default: Object.keys(WORKLOADS).join() },
    peers: { ...text, default: ['glia-sse4', ...Object.keys(PEERS)].join() },
    rounds: { ...text, default: '5' },
    seconds: { ...text, default: '0.6' },
    before: text,
    out: { ...text, default: join(root, 'out/bench/browser.json') },
    help: { type: 'boolean' },
  },
});
if (given.help) {
  console.log(HELP);
  process.exit();
}
const workloads = given.workloads.split(',');
const peers = given.peers.split(',').filter((name) => name !== 'glia-before' || given.before);
const wrong = [
  ...workloads.filter((name) => !WORKLOADS[name]),
  ...peers.filter((name) => !PEERS[name] && name !== 'glia-sse4'),
];
const rounds = Number(given.rounds);
const seconds = Number(given.seconds);
if (wrong.length || !(rounds >= 1) || !(seconds > 0)) {
  console.error(wrong.length ? `there is no ${wrong.join(', ')}\n${HELP}` : HELP);
  process.exit(2);
}

const say = (...words) => console.error(...words);
const native = join(root, 'build/bench/benchmarks/browser/glia_native');
const server = await serve({
  '/browser/': here,
  '/node_modules/': join(here, 'node_modules'),
  '/glia/': join(root, 'build/wasm/benchmarks/browser'),
  '/before/': given.before ? resolve(given.before) : here,
});
const url = `http://127.0.0.1:${server.address().port}/`;
const executablePath =
  process.env.CHROMIUM ??
  ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
// WebGL is drawn by the processor where there is no graphics card that a server may use.
const args = ['--no-sandbox', '--enable-unsafe-swiftshader'];
const { chromium } = await import('playwright-core');
const browser = await chromium.launch({ executablePath, args });
const context = await browser.newContext();

function worker(name, workload) {
  if (name === 'glia-sse4') return new Native(name, workload, native, 'sse4');
  const peer = PEERS[name];
  const folder = name === 'glia-before' ? '/before' : '/glia';
  const options = name.startsWith('glia') ? { folder } : (peer.options ?? {});
  return new InPage(name, workload, peer, context, url, options);
}

/** Those of a workload that got ready and learn as many numbers as they should. */
async function ready(workload) {
  const found = [];
  for (const name of peers) {
    if (PEERS[name]?.takes && !PEERS[name].takes.includes(workload)) continue;
    const one = worker(name, workload);
    try {
      Object.assign(one, await one.getReady(), { rates: [], samples: 0 });
      const wanted = WORKLOADS[workload].parameters;
      if (one.parameters !== wanted)
        throw new Error(`it learns ${one.parameters} numbers, not ${wanted}`);
      found.push(one);
    } catch (error) {
      say(`  left out: ${name}: ${error.message.split('\n')[0]}`);
      await one.end();
    }
  }
  return found;
}

const median = (list) => {
  const sorted = [...list].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

async function measured(workload) {
  say(workload);
  const all = await ready(workload);
  for (let round = 0; round < rounds; round++) {
    const at = round % all.length; // another one begins
    for (const one of [...all.slice(at), ...all.slice(0, at)]) {
      const { samples, rate, cost } = await one.measure(seconds);
      one.rates.push(rate);
      one.samples += samples;
      one.last = cost;
    }
  }
  const results = [];
  for (const { name, rates, samples, cost, last, note } of all) {
    const enough = samples >= 50 * WORKLOADS[workload].batch; // to show in the cost
    if (cost > 0 && enough && !(last < cost)) {
      say(`  left out: ${name} does not learn: its cost went from ${cost} to ${last}`);
      continue;
    }
    const answers = WORKLOADS[workload].answers;
    const list = answers ? rates.map((rate) => 1e6 / rate) : rates;
    const unit = answers ? 'us' : workload === 'W4' ? 'sequences/s' : 'samples/s';
    results.push({
      peer: name,
      workload,
      threads: 1,
      value: median(list),
      unit,
      low: Math.min(...list),
      high: Math.max(...list),
      note: note ?? null,
    });
    say(`  ${name}: ${median(list).toPrecision(4)} ${unit}`);
  }
  for (const one of all) await one.end();
  return results;
}

const results = [];
for (const workload of workloads) results.push(...(await measured(workload)));
const versions = { Chromium: browser.version() };
for (const name of PACKAGES)
  versions[name] = JSON.parse(
    readFileSync(join(here, 'node_modules', name, 'package.json'), 'utf8'),
  ).version;
const date = new Date().toISOString();
mkdirSync(dirname(resolve(given.out)), { recursive: true });
writeFileSync(given.out, JSON.stringify({ date, rounds, seconds, versions, results }, null, 1));
await browser.close();
server.close();
execFileSync('python3', [join(here, 'show.py'), given.out], { stdio: 'inherit' });
say(`\nWritten: ${given.out}`);
