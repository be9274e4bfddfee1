// TensorFlow.js, on one of its back ends, by layers or as a bare loop of its operations. Data lie
// ready as tensors, of which a batch is gathered.
import { data, shuffled, weights } from './workloads.mjs';

const { tf } = window;

/** The layers and the cost, as a network of Keras'. */
function layered(work) {
  const { layers } = tf;
  const model = tf.sequential();
  const dense = (units, activation, more) =>
    model.add(layers.dense({ units, activation, ...more }));
  const convolution = (filters, padding, more) => {
    model.add(layers.conv2d({ filters, kernelSize: 5, padding, activation: 'relu', ...more }));
    model.add(layers.maxPooling2d({ poolSize: 2 }));
  };
  if (work.kind === 'dense') {
    dense(16, 'sigmoid', { inputShape: [784] });
    dense(16, 'sigmoid');
    dense(10, 'sigmoid');
  } else if (work.kind === 'lenet') {
    convolution(6, 'same', { inputShape: [28, 28, 1] });
    convolution(16, 'valid');
    model.add(layers.flatten());
    dense(120, 'relu');
    dense(84, 'relu');
    dense(10, 'softmax');
  } else {
    model.add(layers.lstm({ units: work.hidden, inputShape: [work.frames, work.bands] }));
    dense(10, 'softmax');
  }
  return model;
}

const squared = (y, a) => tf.sum(tf.squaredDifference(y, a), -1);
const optimizer = ({ kind, rate }) => (kind === 'dense' ? tf.train.sgd(rate) : tf.train.adam(rate));

function byLayers(work) {
  const model = layered(work);
  const cost = work.kind === 'dense' ? squared : 'categoricalCrossentropy';
  model.compile({ optimizer: optimizer(work), loss: cost });
  return {
    parameters: model.countParams(),
    forward: (x) => model.predict(x),
    step: (x, y) => model.trainOnBatch(x, y),
    cost: (x, y) => tf.tidy(() => model.evaluate(x, y, { batchSize: 500 }).dataSync()[0]),
  };
}

/** The last state of an LSTM over x, all frames of which meet the weights at once. */
function lastState(x, w, u, b, { frames, hidden }) {
  const batch = x.shape[0];
  const z = tf.add(tf.matMul(x.reshape([batch * frames, -1]), w), b).reshape([batch, frames, -1]);
  let h = tf.zeros([batch, hidden]);
  let c = h;
  for (const frame of tf.unstack(z, 1)) {
    const [i, f, g, o] = tf.split(tf.add(frame, tf.matMul(h, u)), 4, 1);
    c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
    h = tf.mul(tf.sigmoid(o), tf.tanh(c));
  }
  return h;
}

function bare(work) {
  const lstm = work.kind === 'lstm';
  const sizes = lstm ? [work.hidden, 10] : work.sizes;
  const filled = (i, o) => tf.variable(tf.tensor2d(weights(i * o, i), [i, o]));
  const zeros = (n) => tf.variable(tf.zeros([n]));
  const wide = 4 * work.hidden;
  const cell = lstm ? [filled(work.bands, wide), filled(work.hidden, wide), zeros(wide)] : [];
  const dense = sizes.slice(1).map((o, n) => [filled(sizes[n], o), zeros(o)]);
  const forward = (x) => {
    let a = lstm ? lastState(x, ...cell, work) : x;
    for (const [w, b] of dense) {
      a = tf.add(tf.matMul(a, w), b);
      if (!lstm) a = tf.sigmoid(a);
    }
    return a;
  };
  const mean = (x, y) =>
    lstm ? tf.losses.softmaxCrossEntropy(y, forward(x)) : tf.mean(squared(y, forward(x)));
  const learner = optimizer(work);
  const all = [...cell, ...dense.flat()];
  return {
    parameters: all.reduce((sum, v) => sum + v.size, 0),
    forward: (x) => tf.tidy(() => forward(x)),
    step: (x, y) => learner.minimize(() => mean(x, y)),
    cost: (x, y) => tf.tidy(() => mean(x, y).dataSync()[0]),
  };
}

export async function make(name, work, { backend, loop }) {
  if (backend === 'wasm') tf.wasm.setWasmPaths('/node_modules/@tensorflow/tfjs-backend-wasm/dist/');
  if (!(await tf.setBackend(backend))) throw new Error(`no back end ${backend}`);
  const network = loop ? bare(work) : byLayers(work);
  const { inputs, labels, width } = data(work);
  const shapes = { dense: [width], lenet: [28, 28, 1], lstm: [work.frames, work.bands] };
  const shape = shapes[work.kind];
  const x = tf.tensor(inputs, [work.samples, ...shape]);
  const { parameters } = network;
  let note;
  if (backend === 'wasm') note = `SIMD, ${tf.wasm.getThreadsCount()} thread`;
  if (backend === 'webgl') {
    const gl = document.createElement('canvas').getContext('webgl2');
    const { UNMASKED_RENDERER_WEBGL: which } = gl.getExtension('WEBGL_debug_renderer_info');
    note = `WebGL by ${gl.getParameter(which)}`;
  }
  if (work.answers) {
    const one = x.slice(0, 1);
    const run = (n) => {
      for (let i = 0; i < n; i++) {
        const answer = network.forward(one);
        answer.dataSync();
        answer.dispose();
      }
      return n;
    };
    return { parameters, note, run };
  }
  const y = tf.oneHot(tf.tensor1d(labels, 'int32'), 10).toFloat();
  const next = shuffled(work);
  const some = [x.slice(0, 500), y.slice(0, 500)];
  return {
    parameters,
    note,
    async run(n) {
      for (let step = 0; step < n; step++) {
        const index = tf.tensor1d(next(), 'int32');
        const batch = [tf.gather(x, index), tf.gather(y, index)];
        await network.step(...batch);
        tf.dispose([index, ...batch]);
      }
      if (backend === 'webgl') await tf.backend().read(y.dataId); // waits for what was asked before
      return n * work.batch;
    },
    cost: () => network.cost(...some),
  };
}
