// ConvNetJS: plain JavaScript in float64, sample by sample, with an update after each batch.
import { data, shuffled } from './workloads.mjs';

const DENSE = [
  { type: 'input', out_sx: 1, out_sy: 1, out_depth: 784 },
  { type: 'fc', num_neurons: 16, activation: 'sigmoid' },
  { type: 'fc', num_neurons: 16, activation: 'sigmoid' },
  { type: 'regression', num_neurons: 10 },
];
const LENET = [
  { type: 'input', out_sx: 28, out_sy: 28, out_depth: 1 },
  { type: 'conv', sx: 5, filters: 6, stride: 1, pad: 2, activation: 'relu' },
  { type: 'pool', sx: 2, stride: 2 },
  { type: 'conv', sx: 5, filters: 16, stride: 1, pad: 0, activation: 'relu' },
  { type: 'pool', sx: 2, stride: 2 },
  { type: 'fc', num_neurons: 120, activation: 'relu' },
  { type: 'fc', num_neurons: 84, activation: 'relu' },
  { type: 'softmax', num_classes: 10 },
];

export async function make(name, work) {
  const { Net, Trainer, Vol } = window.convnetjs;
  const lenet = work.kind === 'lenet';
  const net = new Net();
  net.makeLayers(lenet ? LENET : DENSE);
  const { inputs, labels, width } = data(work);
  const next = shuffled(work);
  const vol = lenet ? new Vol(28, 28, 1, 0) : new Vol(1, 1, 784, 0);
  const look = (i) => {
    vol.w.set(inputs.subarray(i * width, (i + 1) * width));
    return vol;
  };
  const oneHot = Array.from({ length: 10 }, (_, k) =>
    Array.from({ length: 10 }, (__, i) => (i === k ? 1 : 0)),
  );
  const target = (i) => (lenet ? labels[i] : oneHot[labels[i]]);
  const parameters = net
    .getParamsAndGrads()
    .reduce((sum, { params }) => sum + params.length, 0);
  if (work.answers) {
    look(0);
    const run = (n) => {
      for (let i = 0; i < n; i++) net.forward(vol);
      return n;
    };
    return { parameters, run };
  }
  const trainer = new Trainer(net, {
    method: lenet ? 'adadelta' : 'sgd',
    learning_rate: work.rate,
    momentum: 0,
    batch_size: work.batch,
  });
  let last = 0; // the mean cost of the batches of the last run()
  return {
    parameters,
    note: lenet ? 'Adadelta in place of Adam' : 'its last layer has no sigmoid',
    run(n) {
      let sum = 0;
      for (let step = 0; step < n; step++)
        for (const i of next()) sum += trainer.train(look(i), target(i)).cost_loss;
      last = sum / (n * work.batch);
      return n * work.batch;
    },
    cost: () => last,
  };
}
