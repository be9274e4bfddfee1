// The labels as the engine shuffles them: its random numbers (Philox 4×32-10), drawn in the order
// in which it draws them.

const word = 2 ** 32;
const low32 = 0xffffffffn;
const low64 = 0xffffffffffffffffn;

export function philox(key: bigint, low: bigint, high: bigint): bigint[] {
  let [k0, k1] = [key & low32, key >> 32n];
  let c = [low & low32, low >> 32n, high & low32, high >> 32n];
  for (let round = 0; round < 10; ++round) {
    const [p0, p1] = [0xd2511f53n * c[0], 0xcd9e8d57n * c[2]];
    c = [(p1 >> 32n) ^ c[1] ^ k0, p1 & low32, (p0 >> 32n) ^ c[3] ^ k1, p0 & low32];
    k0 = (k0 + 0x9e3779b9n) & low32;
    k1 = (k1 + 0xbb67ae85n) & low32;
  }
  return c;
}

/** `purpose` is ASCII. */
function randomKey(seed: number, purpose: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const letter of purpose)
    hash = ((hash ^ BigInt(letter.charCodeAt(0))) * 0x100000001b3n) & low64;
  const [a, b] = philox(BigInt(seed), hash, 0n);
  return (a << 32n) | b;
}

/** Even whole numbers from 0 to below n, one after the other. */
function drawing(key: bigint): (n: number) => number {
  let [count, block]: [bigint, bigint[]] = [0n, []];
  const bits = (): number => {
    if (block.length === 0) block = philox(key, count++, 0n);
    return Number(block.shift());
  };
  return (n) => {
    let product = bits() * n; // less than 2⁵³ for n up to two million
    while (product % word < (word - n) % n) product = bits() * n;
    return Math.floor(product / word);
  };
}

export function shuffledLabels(labels: readonly number[], seed: number): number[] {
  const below = drawing(randomKey(seed, 'shuffled labels'));
  const shuffled = [...labels];
  for (let i = shuffled.length; i > 1; --i) {
    const other = below(i);
    [shuffled[i - 1], shuffled[other]] = [shuffled[other], shuffled[i - 1]];
  }
  return shuffled;
}
