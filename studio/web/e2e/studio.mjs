// `glia studio`, running.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';

export class Studio {
  static async start(glia, options = []) {
    const studio = new Studio();
    studio.process = spawn(glia, ['studio', '--no-open', ...options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: studio.process.stdout });
    [studio.url] = await Promise.race([
      once(lines, 'line'),
      once(studio.process, 'exit').then(([code]) => {
        throw new Error(`glia studio ended with ${code}`);
      }),
    ]);
    return studio;
  }

  /** Bytes that it holds in memory. */
  async memory() {
    return Number((await readFile(`/proc/${this.process.pid}/statm`, 'utf8')).split(' ')[1]) * 4096;
  }

  async end() {
    if (this.process.exitCode !== null) return;
    this.process.kill('SIGINT');
    await once(this.process, 'exit');
  }
}
