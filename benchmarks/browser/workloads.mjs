// What is measured, as ../workloads.cpp says it to Glia: networks, recipes, data, order. The page
// reads it, and run.mjs.

const SEED = {
  kind: 'dense',
  sizes: [784, 16, 16, 10],
  batch: 128,
  rate: 0.1,
  parameters: 13002,
  samples: 60000,
};
const LENET = { kind: 'lenet', batch: 64, rate: 0.001, parameters: 61706, samples: 60000 };

export const WORKLOADS = {
  W1b: SEED,
  W3: LENET,
  W4: {
    kind: 'lstm',
    batch: 32,
    rate: 0.001,
    frames: 49,
    bands: 40,
    hidden: 128,
    parameters: 87818,
    samples: 4096,
  },
  'W5-seed': { ...SEED, batch: 1, samples: 1000, answers: true },
  'W5-lenet': { ...LENET, batch: 1, samples: 1000, answers: true },
};

/** Numbers below 2³², the same in every page. */
export function numbers(state = 1) {
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    return (state ^= state << 5) >>> 0;
  };
}

/** Ten patterns in noise, so that there is something to learn: rows of inputs, and their labels. */
export function data({ kind, samples, frames, bands }) {
  const random = numbers();
  const part = () => random() / 2 ** 32;
  const labels = Uint8Array.from({ length: samples }, () => random() % 10);
  if (kind === 'lstm') {
    const normal = () => Math.sqrt(-2 * Math.log(1 - part())) * Math.cos(2 * Math.PI * part());
    const patterns = Float32Array.from({ length: 10 * bands }, normal);
    const width = frames * bands;
    const inputs = new Float32Array(samples * width);
    for (let i = 0; i < inputs.length; i++)
      inputs[i] = normal() + patterns[labels[Math.floor(i / width)] * bands + (i % bands)];
    return { inputs, labels, width };
  }
  const width = 784;
  const patterns = Uint8Array.from({ length: 10 * width }, () => (random() % 5 === 0 ? 1 : 0));
  const inputs = new Float32Array(samples * width);
  for (let i = 0; i < inputs.length; i++) {
    const drawn = random();
    const own = patterns[labels[Math.floor(i / width)] * width + (i % width)];
    const lit = drawn % 4 === 0 ? (drawn >>> 2) % 5 === 0 : own;
    inputs[i] = lit ? (drawn >>> 24) / 255 : 0;
  }
  return { inputs, labels, width };
}

/** The samples of a batch after the other, all of them shuffled once an epoch. */
export function shuffled({ samples, batch }) {
  const random = numbers(7);
  const order = Int32Array.from({ length: samples }, (_, i) => i);
  let at = samples;
  return () => {
    if (at + batch > samples) {
      for (let i = samples - 1; i > 0; i--) {
        const j = random() % (i + 1);
        [order[i], order[j]] = [order[j], order[i]];
      }
      at = 0;
    }
    return order.subarray(at, (at += batch));
  };
}

/** Weights that do not matter to the speed, small enough that sigmoids are not flat. */
export function weights(size, fanIn, random = numbers(3)) {
  const scale = Math.sqrt(3 / fanIn) / 2 ** 31;
  return Float32Array.from({ length: size }, () => (random() - 2 ** 31) * scale);
}
