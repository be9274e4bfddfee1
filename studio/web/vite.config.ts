import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin, type UserConfig } from 'vite';
import { chapters } from './chapters';

// Every browser that runs the page reads woff2; the other formats would only make the page larger.
const onlyWoff2: Plugin = {
  name: 'only-woff2',
  enforce: 'pre',
  transform(code, id) {
    if (!/katex.*\.css/.test(id)) return null;
    return code.replace(/,url\([^)]*\.(?:woff|ttf)\) format\("[a-z]+"\)/g, '');
  },
};

/** How a page is built whose engine is reached by `transport`, a file of src/engine. */
export const pageWith = (transport: string): UserConfig => ({
  base: './',
  plugins: [onlyWoff2, chapters],
  resolve: {
    alias: { '#transport': fileURLToPath(new URL(`src/engine/${transport}`, import.meta.url)) },
  },
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none' },
  build: {
    target: 'es2022',
    // data: addresses would not pass the page's content security policy
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/socket': { target: 'ws://127.0.0.1:8123', ws: true } },
    fs: { allow: ['../..'] }, // docs/learn
  },
});

export default defineConfig(pageWith('server.ts'));
