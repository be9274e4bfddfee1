// node runs.mjs FOLDER ORT NAME…: opens FOLDER/NAME.onnx in ONNX Runtime Web, whose files lie in
// the folder ORT, and runs it there on the inputs of FOLDER/NAME.json. Prints as JSON what each
// answered, {"answers": {NAME: {"name", "shape", "values"} or {"failed"}}, "elsewhere", "faults"}.
import { serve } from '../../benchmarks/browser/workers.mjs';
import { visitor } from './visit.mjs';

/** Runs in the page, and knows nothing else here. */
async function answered(name) {
  const { ort } = window;
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = '/ort/';
  const given = await (await fetch(`/networks/${name}.json`)).json();
  const session = await ort.InferenceSession.create(`/networks/${name}.onnx`, {
    executionProviders: ['wasm'],
  });
  const [{ name: input, type, shape }] = session.inputMetadata;
  const { lengths = [] } = given;
  const numbers = given.inputs.flat().map((value) => value ?? NaN); // of a cell that is empty
  const sample = shape.slice(1);
  const rows = numbers.length / sample.reduce((a, b) => a * b, 1);
  const list = (type === 'uint8' ? Uint8Array : Float32Array).from(numbers);
  const takes = { [input]: new ort.Tensor(type, list, [rows, ...sample]) };
  if (lengths.length) takes.lengths = new ort.Tensor('int32', Int32Array.from(lengths), [rows]);
  const [[output, gives]] = Object.entries(await session.run(takes));
  await session.release();
  return { name: output, shape: gives.dims, values: [...gives.data] };
}

const [folder, ort, ...names] = process.argv.slice(2);
const server = await serve({ '/networks/': folder, '/ort/': ort });
const { browser, page, elsewhere, faults } = await visitor();
try {
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.addScriptTag({ url: '/ort/ort.wasm.min.js' });
  const answers = {};
  const failed = (error) => ({ failed: error.message });
  for (const name of names) answers[name] = await page.evaluate(answered, name).catch(failed);
  console.log(JSON.stringify({ answers, elsewhere, faults }));
} finally {
  await browser.close();
  server.close();
}
