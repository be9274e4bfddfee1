// The page without a server: GLIA_ENGINE is the folder of glia_page.mjs and GLIA_PAGE where to.
// With GLIA_ONE_FILE everything is within index.html; what remains to be put in is `data/`.
import { type Plugin, defineConfig, mergeConfig } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { engine, first } from './src/engine/files';
import { pageWith } from './vite.config';

const { GLIA_ENGINE, GLIA_PAGE, GLIA_ONE_FILE } = process.env;
if (!GLIA_ENGINE || !GLIA_PAGE) throw new Error('GLIA_ENGINE and GLIA_PAGE: expected two folders');

// What the engine begins with is on its way before any script runs.
const early: Plugin = {
  name: 'early',
  transformIndexHtml: () =>
    [engine, ...first].map((name) => ({
      tag: 'link',
      attrs: { rel: 'preload', as: 'fetch', crossorigin: '', href: `data/${name}` },
      injectTo: 'head',
    })),
};

export default defineConfig(
  mergeConfig(pageWith('local.ts'), {
    resolve: { alias: { 'glia-engine': `${GLIA_ENGINE}/glia_page.mjs` } },
    plugins: [GLIA_ONE_FILE ? viteSingleFile() : early],
    build: { outDir: GLIA_PAGE, emptyOutDir: true },
  }),
);
