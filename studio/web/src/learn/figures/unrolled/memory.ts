// A memory of one number: h = tanh(u·x + w·h before + b), or the same without tanh.
export interface Unit {
  u: number;
  w: number;
  b: number;
  bends: boolean;
}

export interface Run {
  /** before tanh */
  z: number[];
  h: number[];
}

export function run({ u, w, b, bends }: Unit, x: readonly number[]): Run {
  const found: Run = { z: [], h: [] };
  let before = 0;
  for (const now of x) {
    const z = u * now + w * before + b;
    before = bends ? Math.tanh(z) : z;
    found.z.push(z);
    found.h.push(before);
  }
  return found;
}

/** At each frame what would be missing if nothing had come in at the first. */
export function leftOfFirst(unit: Unit, x: readonly number[]): number[] {
  const without = run(unit, x.map((v, t) => (t === 0 ? 0 : v))).h;
  return run(unit, x).h.map((h, t) => h - without[t]);
}

/** How much the last h changes with each h: by w and the slope of tanh at every frame between. */
export function slopesBack(unit: Unit, x: readonly number[]): number[] {
  const { h } = run(unit, x);
  const slopes = h.map(() => 1);
  for (let t = h.length - 2; t >= 0; --t)
    slopes[t] = slopes[t + 1] * unit.w * (unit.bends ? 1 - h[t + 1] ** 2 : 1);
  return slopes;
}

/** of the chapter: half is left at each frame */
export const half: Unit = { u: 1, w: 0.5, b: 0, bends: false };
/** more than one, held by tanh */
export const above: Unit = { u: 1, w: 1.1, b: 0, bends: true };

export const fewest = 2;
export const mostFrames = 20;
/** A one, then silence. */
export const oneThenSilence = (frames: number): number[] =>
  Array.from({ length: frames }, (_, t) => (t === 0 ? 1 : 0));
