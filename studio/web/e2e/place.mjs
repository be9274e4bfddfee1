// Where a page is opened: a studio of its own, a folder as any web host gives it, one file.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Studio } from './studio.mjs';

const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Files as any web host gives them, without headers of its own. */
export async function host(folder) {
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://host').pathname;
    const file = resolve(folder, `.${path.endsWith('/') ? `${path}index.html` : path}`);
    if (!file.startsWith(resolve(folder)) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise((ready) => {
    server.listen(0, '127.0.0.1', ready);
  });
  return { url: `http://127.0.0.1:${server.address().port}/`, end: async () => server.close() };
}

export const oneFile = (path) => ({ url: pathToFileURL(resolve(path)).href, end: async () => {} });

/** By what it is: out/page, out/glia.html or the program `glia`. */
export function placed(path) {
  if (statSync(path).isDirectory()) return host(path);
  return path.endsWith('.html') ? oneFile(path) : Studio.start(path, []);
}
