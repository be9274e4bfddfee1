// Whoever is measured: getReady() once, then measure(seconds) when it is its turn, end() at last.
import { spawn } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { createInterface } from 'node:readline';

const SCRIPT = 'text/javascript; charset=utf-8';
const READY_LIMIT = 120_000; // milliseconds: some compile

/** Serves folders, each under its own name: {"/name/": folder}. Returns the server. */
export function serve(folders) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname));
    if (path === '/') return response.setHeader('content-type', 'text/html').end('<!doctype html>');
    const under = Object.keys(folders).find((name) => path.startsWith(name));
    const file = under && join(folders[under], path.slice(under.length));
    if (!file || !existsSync(file)) return response.writeHead(404).end();
    response.setHeader('content-type', extname(file) === '.wasm' ? 'application/wasm' : SCRIPT);
    createReadStream(file).pipe(response);
  });
  return new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(server)));
}

/** A peer in a page of its own. */
export class InPage {
  constructor(name, workload, peer, context, url, options) {
    Object.assign(this, { name, workload, peer, context, url, options });
  }
  async getReady() {
    this.page = await this.context.newPage();
    await this.page.goto(this.url);
    for (const script of this.peer.scripts ?? [])
      await this.page.addScriptTag({ url: `/node_modules/${script}` });
    const late = new Promise((_, failed) =>
      setTimeout(() => failed(new Error('it does not get ready')), READY_LIMIT).unref(),
    );
    const ready = this.page.evaluate(
      async ([module, name, options]) => {
        window.work = await import('/browser/page.mjs');
        return window.work.getReady(`/browser/${module}`, name, options);
      },
      [this.peer.module, this.workload, this.options],
    );
    ready.catch(() => {}); // of a page that is closed meanwhile
    return Promise.race([ready, late]);
  }
  measure(seconds) {
    return this.page.evaluate((s) => window.work.measure(s), seconds);
  }
  async end() {
    await this.page?.close();
  }
}

/** Glia natively; see main() in glia.cpp. */
export class Native {
  constructor(name, workload, program, simd) {
    Object.assign(this, { name, workload, program, simd });
  }
  async getReady() {
    const stdio = ['pipe', 'pipe', 'inherit'];
    this.process = spawn(this.program, [this.workload, this.simd], { stdio });
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
    return this.answer();
  }
  async answer() {
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`${this.program} ended`);
    return JSON.parse(value);
  }
  measure(seconds) {
    this.process.stdin.write(`${seconds}\n`);
    return this.answer();
  }
  async end() {
    this.process?.stdin.end();
  }
}
