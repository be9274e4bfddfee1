// Who is measured: scripts that its page loads, the module that knows it, and what it takes.

const DENSE = ['W1b', 'W5-seed'];
const ANSWERS = ['W5-seed', 'W5-lenet'];
const tensorflow = ['@tensorflow/tfjs/dist/tf.min.js'];
const withWasm = [...tensorflow, '@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js'];

export const PEERS = {
  glia: { module: 'with_glia.mjs' },
  'glia-before': { module: 'with_glia.mjs' }, // another build, with --before
  'tfjs-wasm': {
    module: 'with_tfjs.mjs',
    scripts: withWasm,
    options: { backend: 'wasm' },
    takes: ['W1b', 'W4', ...ANSWERS], // it has no gradient of a convolution's filters
  },
  'tfjs-wasm-bare': {
    module: 'with_tfjs.mjs',
    scripts: withWasm,
    options: { backend: 'wasm', loop: true },
    takes: [...DENSE, 'W4'],
  },
  'tfjs-cpu': {
    module: 'with_tfjs.mjs',
    scripts: tensorflow,
    options: { backend: 'cpu' },
    takes: ['W3'],
  },
  'tfjs-webgl': {
    module: 'with_tfjs.mjs',
    scripts: tensorflow,
    options: { backend: 'webgl' },
    takes: ['W1b', 'W3', ...ANSWERS], // a step of W4 takes minutes where a processor draws
  },
  convnetjs: {
    module: 'with_convnetjs.mjs',
    scripts: ['convnetjs/build/convnet-min.js'],
    takes: ['W1b', 'W3', ...ANSWERS],
  },
  'brain.js': { module: 'with_brain.mjs', scripts: ['brain.js/browser.min.js'], takes: DENSE },
  'onnxruntime-web': {
    module: 'with_onnxruntime.mjs',
    scripts: ['onnxruntime-web/dist/ort.wasm.min.js'],
    takes: ANSWERS,
  },
};

/** npm's packages of them, whose versions are told. */
export const PACKAGES = [
  '@tensorflow/tfjs',
  '@tensorflow/tfjs-backend-wasm',
  'brain.js',
  'convnetjs',
  'onnxruntime-web',
];
