// Checks in rows: each row in a context of its own, what it found, and how the whole went.
import { launch, open } from './browser.mjs';

/** The value of --NAME among what a program was called with. */
export const option = (args, name) => {
  const at = args.indexOf(`--${name}`);
  return at < 0 ? undefined : args[at + 1];
};

/** Out of the textbook, where a check that failed may have stopped: the next one begins outside. */
async function leaveTheTextbook(page) {
  const out = page.locator('[data-do=studio]');
  if (await out.isVisible()) await out.click({ timeout: 5000 });
}

/** A browser and what holds in it; `only` names the checks that run, `given` is given to each. */
export class Checks {
  static async start(only, given = {}) {
    const checks = new Checks();
    Object.assign(checks, { only, given, passed: 0, failed: 0, report: {} });
    checks.browser = await launch();
    return checks;
  }

  async visit(url, options, checks, given = {}) {
    const asked = checks.filter((c) => !this.only || c.name.includes(this.only));
    if (asked.length === 0) return;
    const { browser, report } = this;
    const { page, context, seen } = await open(browser, url, options);
    for (const check of asked) {
      const begun = Date.now();
      try {
        await check({ page, context, browser, seen, url, report, ...this.given, ...given });
        ++this.passed;
        console.log(`  ok    ${check.name} (${Date.now() - begun} ms)`);
      } catch (error) {
        ++this.failed;
        console.log(`  FAIL  ${check.name}: ${error.message}`);
        await leaveTheTextbook(page).catch(() => {}); // the page itself may be gone
      }
    }
    await context.close();
  }

  async end() {
    await this.browser.close();
    for (const [what, value] of Object.entries(this.report)) console.log(`  ${what}: ${value}`);
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 ? 0 : 1;
  }
}
