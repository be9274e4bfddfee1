import { defineConfig } from 'vitest/config';
import { pageWith } from './vite.config';

export default defineConfig({
  resolve: pageWith('server.ts').resolve,
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    setupFiles: ['test/browser.ts'],
    testTimeout: 60_000, // on a machine that does much else
  },
});
