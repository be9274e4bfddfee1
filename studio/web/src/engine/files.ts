// The files of a page without a server, as page.mjs puts them beside it or into it.
export const engine = 'engine.wasm';
/** what the studio needs to begin, and what comes after */
export const first = ['train-0.gdp', 'test-0.gdp', 'taught.safetensors', 'cnn.safetensors'];
export const later = [
  'speech.safetensors',
  'words.gwp',
  'test-1.gdp',
  'train-1.gdp',
  'train-2.gdp',
  'train-3.gdp',
];
