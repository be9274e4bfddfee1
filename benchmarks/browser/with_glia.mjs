// Glia: its own data and loop, in its own module. What is asked once is the number of steps; every
// answer is one call.
export async function make(name, work, { folder }) {
  const { default: load } = await import(`${folder}/glia_browser_bench.mjs`);
  const module = await load({ locateFile: (file) => `${folder}/${file}` });
  const parameters = module.cwrap('get_ready', 'number', ['string'])(name);
  const { _train: train, _answer: answer, _cost: cost } = module;
  const run = (n) => {
    for (let i = 0; i < n; i++) answer();
    return n;
  };
  return work.answers ? { parameters, run } : { parameters, run: train, cost };
}
