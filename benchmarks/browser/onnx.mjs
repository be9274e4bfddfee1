// Networks as ONNX files: the few fields of its protocol buffers that ours need.

function varint(n) {
  const bytes = [];
  for (; n > 127; n = Math.floor(n / 128)) bytes.push((n % 128) + 128);
  return [...bytes, n];
}
const number = (field, n) => [...varint(field * 8), ...varint(n)];
const bytes = (field, content) => {
  const list = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return [...varint(field * 8 + 2), ...varint(list.length), ...list];
};

const FLOAT = 1;
const tensor = (name, shape, values) => [
  ...shape.flatMap((n) => number(1, n)),
  ...number(2, FLOAT),
  ...bytes(8, name),
  ...bytes(9, new Uint8Array(values.buffer)),
];
const value = (name, shape) => {
  const dimensions = shape.flatMap((n) => bytes(1, number(1, n)));
  const type = bytes(1, [...number(1, FLOAT), ...bytes(2, dimensions)]);
  return [...bytes(1, name), ...bytes(2, type)];
};
const attribute = (name, given) =>
  Array.isArray(given)
    ? [...bytes(1, name), ...given.flatMap((n) => number(8, n)), ...number(20, 7)]
    : [...bytes(1, name), ...number(3, given), ...number(20, 2)];

/**
 * `layers` one after another, {op, attributes, weights: [{shape, values}]}, from "x" of shape
 * `input` to "y" of shape `output`.
 */
export function onnx(layers, input, output) {
  const nodes = [];
  const initializers = [];
  layers.forEach(({ op, attributes = {}, weights = [] }, n) => {
    const names = weights.map((_, i) => `p${n}.${i}`);
    weights.forEach(({ shape, values }, i) =>
      initializers.push(bytes(5, tensor(names[i], shape, values))),
    );
    nodes.push(
      bytes(1, [
        ...[n === 0 ? 'x' : `n${n}`, ...names].flatMap((name) => bytes(1, name)),
        ...bytes(2, n === layers.length - 1 ? 'y' : `n${n + 1}`),
        ...bytes(4, op),
        ...Object.entries(attributes).flatMap(([name, given]) => bytes(5, attribute(name, given))),
      ]),
    );
  });
  const graph = [
    ...nodes.flat(),
    ...bytes(2, 'network'),
    ...initializers.flat(),
    ...bytes(11, value('x', input)),
    ...bytes(12, value('y', output)),
  ];
  return new Uint8Array([...number(1, 8), ...bytes(7, graph), ...bytes(8, number(2, 17))]);
}
