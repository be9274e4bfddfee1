// brain.js: plain JavaScript, dense networks only.
import { data, shuffled } from './workloads.mjs';

export async function make(name, work) {
  const [inputSize, ...rest] = work.sizes;
  const outputSize = rest.pop();
  const net = new window.brain.NeuralNetwork({
    inputSize,
    hiddenLayers: rest,
    outputSize,
    activation: 'sigmoid',
    learningRate: work.rate,
    momentum: 1e-9, // it takes no 0
  });
  net.sizes = work.sizes;
  net.initialize();
  const { inputs, labels, width } = data({ ...work, samples: Math.min(work.samples, 10000) });
  const rows = Array.from(labels, (_, i) => inputs.subarray(i * width, (i + 1) * width));
  const targets = Array.from({ length: 10 }, (_, k) =>
    Float32Array.from({ length: 10 }, (__, i) => (i === k ? 1 : 0)),
  );
  const next = shuffled({ samples: rows.length, batch: work.batch });
  const note = 'an update after every sample: batch 1';
  const { parameters } = work; // which it does not tell
  if (work.answers) {
    const run = (n) => {
      for (let i = 0; i < n; i++) net.runInput(rows[0]);
      return n;
    };
    return { parameters, run };
  }
  return {
    parameters,
    note,
    run(n) {
      for (let step = 0; step < n; step++)
        for (const i of next()) net.trainPattern({ input: rows[i], output: targets[labels[i]] });
      return n * work.batch;
    },
    cost() {
      let sum = 0;
      for (let i = 0; i < 500; i++)
        net.runInput(rows[i]).forEach((a, k) => (sum += (a - targets[labels[i]][k]) ** 2));
      return sum / 500;
    },
  };
}
