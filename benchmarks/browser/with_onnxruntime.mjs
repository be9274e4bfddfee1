// ONNX Runtime Web, one thread, WebAssembly: answers only.
import { onnx } from './onnx.mjs';
import { data, weights } from './workloads.mjs';

const filled = (...shape) => {
  const size = shape.reduce((a, b) => a * b);
  return { shape, values: weights(size, size / shape[0]) };
};

function layersOf({ kind, sizes = [400, 120, 84, 10] }) {
  const lenet = kind === 'lenet';
  const op = lenet ? 'Relu' : 'Sigmoid';
  const layers = [];
  const convolution = (outputs, inputs, padding) =>
    layers.push(
      {
        op: 'Conv',
        attributes: { kernel_shape: [5, 5], pads: Array(4).fill(padding) },
        weights: [filled(outputs, inputs, 5, 5), filled(outputs)],
      },
      { op },
      { op: 'MaxPool', attributes: { kernel_shape: [2, 2], strides: [2, 2] } },
    );
  if (lenet) {
    convolution(6, 1, 2);
    convolution(16, 6, 0);
    layers.push({ op: 'Flatten' });
  }
  sizes.slice(1).forEach((o, n) => {
    const own = [filled(o, sizes[n]), filled(o)];
    layers.push({ op: 'Gemm', attributes: { transB: 1 }, weights: own }, { op });
  });
  if (lenet) layers[layers.length - 1] = { op: 'Softmax', attributes: {} };
  return layers;
}

export async function make(name, work) {
  const { ort } = window;
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = '/node_modules/onnxruntime-web/dist/';
  const shape = work.kind === 'lenet' ? [1, 1, 28, 28] : [1, 784];
  const layers = layersOf(work);
  const session = await ort.InferenceSession.create(onnx(layers, shape, [1, 10]), {
    executionProviders: ['wasm'],
  });
  const { inputs } = data(work);
  const x = new ort.Tensor('float32', inputs.slice(0, 784), shape);
  const all = layers.flatMap((layer) => layer.weights ?? []);
  return {
    parameters: all.reduce((sum, { values }) => sum + values.length, 0),
    note: 'WebAssembly, SIMD, 1 thread',
    async run(n) {
      for (let i = 0; i < n; i++) await session.run({ x });
      return n;
    },
  };
}
