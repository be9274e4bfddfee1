// A page in a real browser that reaches this machine only.
import { launch } from '../../studio/web/e2e/browser.mjs';

const own = (address) => ['127.0.0.1', ''].includes(new URL(address).hostname); // '': data:, blob:

/** A page, its browser, what it asked elsewhere and was not given, and what went wrong in it. */
export async function visitor() {
  const browser = await launch();
  const context = await browser.newContext({ viewport: { width: 1280, height: 1600 } });
  const elsewhere = [];
  const faults = [];
  await context.route('**', (route) => {
    const address = route.request().url();
    if (own(address)) return route.continue();
    elsewhere.push(address);
    return route.abort();
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  page.on('pageerror', (error) => faults.push(error.message));
  return { browser, page, elsewhere, faults };
}
