// One animation frame for the whole page: painters ask to be drawn and are drawn once, together.
type Painter = () => void;

const wanted = new Set<Painter>();
let scheduled = false;

function run(): void {
  scheduled = false;
  const painters = [...wanted];
  wanted.clear();
  for (const paint of painters) {
    try {
      paint();
    } catch (error) {
      reportError(error); // one that fails leaves the others their frame
    }
  }
}

export function repaint(painter: Painter): void {
  wanted.add(painter);
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(run);
}

export function forget(painter: Painter): void {
  wanted.delete(painter);
}

/** Runs `work` one at a time; of the calls made meanwhile only the last one is kept. */
export function latest<T extends unknown[]>(
  work: (...args: T) => Promise<unknown>,
): (...args: T) => void {
  let busy = false;
  let next: T | null = null;
  const run = async (args: T): Promise<void> => {
    busy = true;
    try {
      await work(...args);
    } catch {
      // a lost connection or a refused value; whatever comes next is tried again
    }
    busy = false;
    if (next) {
      const args = next;
      next = null;
      void run(args);
    }
  };
  return (...args: T) => {
    if (busy) next = args;
    else void run(args);
  };
}

/** At most one call per `wait` milliseconds, the last one always made. */
export function atMost<T extends unknown[]>(
  wait: number,
  call: (...args: T) => void,
): (...args: T) => void {
  let last = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (...args: T) => {
    const now = performance.now();
    clearTimeout(timer);
    const due = last + wait - now;
    if (due <= 0) {
      last = now;
      call(...args);
    } else {
      timer = setTimeout(() => {
        last = performance.now();
        call(...args);
      }, due);
    }
  };
}
