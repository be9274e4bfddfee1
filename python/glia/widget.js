// The views of a training in a notebook: draws what the kernel sends in `shown`, asks by `asked`.
const WORDS = {
  en: {
    learn: 'Learn', stop: 'Stop', epoch: 'epoch', of: 'of', step: 'step', cost: 'cost',
    left: 'left', rate: 'samples/s', right: 'right', test: 'test', learnt: 'learnt from',
    example: 'Example', label: 'is', answer: 'answer',
    earlier: 'Previous example', later: 'Next example',
    network: 'Network', weights: 'Weights', gates: 'Gates',
    confusion: 'What it mistakes for what',
    strongest: 'strongest colour',
    row: 'A row is what it is, a column what the network said.',
    time: 'Time goes from left to right, a row is a unit.', more: 'and more',
    ends: { finished: 'finished', early_stopping: 'stopped early', cancelled: 'stopped',
      budget: 'paused', failed: 'failed' },
  },
  ru: {
    learn: 'Учить', stop: 'Стоп', epoch: 'эпоха', of: 'из', step: 'шаг', cost: 'стоимость',
    left: 'осталось', rate: 'примеров/с', right: 'верно', test: 'тест', learnt: 'обучение',
    example: 'Пример', label: 'это', answer: 'ответ', earlier: 'Предыдущий пример',
    later: 'Следующий пример', network: 'Сеть', weights: 'Веса', confusion: 'Что за что принимает',
    gates: 'Вентили', strongest: 'самый яркий цвет',
    row: 'Строка — что это, столбец — что ответила сеть.',
    time: 'Время идёт слева направо, строка — нейрон.', more: 'и другие',
    ends: { finished: 'закончено', early_stopping: 'остановлено раньше срока',
      cancelled: 'остановлено', budget: 'пауза', failed: 'ошибка' },
  },
};
const PLUS = [240, 132, 24], MINUS = [52, 130, 238], LIGHT = [250, 176, 60];
const TYPES = { float32: Float32Array, uint8: Uint8Array, int8: Int8Array };
const VIEWS = ['network', 'weights', 'confusion', 'gates'];

function unpack(value) {
  if (!value || !value.byteLength) return null;
  const bytes = value.buffer
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value);
  const own = bytes.slice().buffer;
  const length = new DataView(own).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(own, 4, length)));
  for (const array of Object.values(header.arrays)) {
    const count = array.shape.reduce((all, size) => all * size, 1);
    array.values = new TYPES[array.type](own, 4 + length + array.at, count);
  }
  return header;
}

const rgb = ([r, g, b], part) => `rgba(${r},${g},${b},${Math.min(Math.abs(part), 1).toFixed(3)})`;
const escaped = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const largest = (values) => values.reduce((most, v) => Math.max(most, Math.abs(v) || 0), 0);

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** A picture of numbers: where `light`, activations; else orange for plus, blue for minus. */
function picture(values, height, width, scale, light) {
  const canvas = element('canvas', { width, height });
  const image = new ImageData(width, height);
  values.forEach((value, i) => {
    const colour = value < 0 ? MINUS : light ? LIGHT : PLUS;
    image.data.set([...colour, 255 * Math.min(Math.abs(value) / scale, 1)], 4 * i);
  });
  canvas.getContext('2d').putImageData(image, 0, 0);
  return canvas;
}

function examplePicture({ values, shape: [height, width] }) {
  const canvas = element('canvas', { width, height });
  const image = new ImageData(width, height);
  for (let i = 0; i < width * height; ++i) {
    image.data.set([values[3 * i], values[3 * i + 1], values[3 * i + 2], 255], 4 * i);
  }
  canvas.getContext('2d').putImageData(image, 0, 0);
  return canvas;
}

const WIDTH = 640, HEIGHT = 300, ROWS = 20;

/** Where each neuron of a layer lies. */
function places(count, x) {
  const columns = Math.ceil(count / ROWS);
  const rows = Math.ceil(count / columns);
  const gap = Math.min(columns > 1 ? 12 : 26, (HEIGHT - 30) / rows);
  return Array.from({ length: count }, (_, i) => ({
    x: x + ((i % columns) - (columns - 1) / 2) * 11,
    y: 24 + (HEIGHT - 24) / 2 + (Math.floor(i / columns) - (rows - 1) / 2) * gap,
    r: Math.min(gap * 0.4, columns > 1 ? 4.5 : 8),
  }));
}

function linksOf(array, from, to) {
  if (!array) return '';
  const scale = largest(array.values.filter((_, i) => i % 3 === 2)) || 1;
  let lines = '';
  for (let i = 0; i < array.values.length; i += 3) {
    const [a, b] = [from[array.values[i]], to[array.values[i + 1]]];
    const part = array.values[i + 2] / scale;
    if (!a || !b || Math.abs(part) < 0.02) continue;
    lines += `<line x1="${a.x}" y1="${a.y}" x2="${b.x}" y2="${b.y}" stroke-width="1.6"
      stroke="${rgb(part < 0 ? MINUS : PLUS, part)}"/>`;
  }
  return lines;
}

/** Maps of a convolution, or what a layer gave through time, as pictures in a column. */
function mapsOf(array, x, wide) {
  const { values, shape } = array;
  const [count, height, width] = shape.length === 3 ? shape : [1, ...shape];
  const scale = largest(values) || 1;
  const side = Math.min(wide - 12, (HEIGHT - 34) / count - 3, 90);
  let images = '';
  for (let i = 0; i < count; ++i) {
    const part = values.subarray(i * height * width, (i + 1) * height * width);
    const y = 24 + (HEIGHT - 24) / 2 + (i - count / 2) * (side + 3);
    const href = picture(part, height, width, scale, true).toDataURL();
    images += `<image href="${href}" x="${x - side / 2}" y="${y}" width="${side}" height="${side}"
      preserveAspectRatio="none" style="image-rendering:pixelated"/>
      <rect class="edge" x="${x - side / 2}" y="${y}" width="${side}" height="${side}"/>`;
  }
  return images;
}

function drawNetwork(shown, number) {
  const { layers, arrays, classes } = shown;
  const wide = WIDTH / layers.length;
  let lines = '', marks = '', before = [];
  layers.forEach((layer, i) => {
    const array = arrays[`layer${i}`];
    const x = wide * (i + 0.5);
    const last = i === layers.length - 1;
    marks += `<text x="${x}" y="12" class="name">${escaped(layer.name)} · ${layer.size.join('×')}`
      + `</text>`;
    if (array.shape.length > 1) {
      marks += mapsOf(array, x, wide);
      before = [];
      return;
    }
    const scale = Math.max(1, largest(array.values));
    const now = places(array.values.length, last ? x - 20 : x);
    lines += linksOf(arrays[`links${i}`], before, now);
    array.values.forEach((value, j) => {
      const { x: cx, y, r } = now[j];
      const said = last && classes[j] !== undefined ? classes[j] : j;
      const fill = rgb(value < 0 ? MINUS : LIGHT, value / scale);
      marks += `<circle class="neuron" cx="${cx}" cy="${y}" r="${r}" style="fill:${fill}">
        <title>${escaped(layer.name)}[${j}] = ${number(value)}</title></circle>`;
      if (last && array.values.length <= ROWS) {
        marks += `<text x="${cx + r + 6}" y="${y + 4}">${escaped(said)} ${number(value, 2)}</text>`;
      }
    });
    before = now;
  });
  return element('div', {
    innerHTML: `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">${lines}${marks}</svg>`,
  });
}

function drawWeights(shown, number, words, ask) {
  const { name, names, scale, all } = shown.weights;
  const { values, shape: [count, height, width] } = shown.arrays.weights;
  const choice = element('select', { ariaLabel: words.weights },
    ...names.map((one) => element('option', { value: one, selected: one === name }, one)));
  choice.onchange = () => ask({ do: 'look', parameter: choice.value });
  const grid = element('div', { className: 'pictures' });
  for (let i = 0; i < count; ++i) {
    const part = values.subarray(i * height * width, (i + 1) * height * width);
    const canvas = picture(part, height, width, 127, false);
    if (count === 1) canvas.className = 'whole';
    grid.append(element('figure', { title: `${name} · ${i}` }, canvas));
  }
  const more = all > count ? `, ${words.more} ${all - count}` : '';
  const legend = `${words.strongest} ±${number(scale)}${more}`;
  return element('div', {}, choice, element('span', { className: 'quiet' }, legend), grid);
}

function drawConfusion(shown, number, words) {
  const { values, shape: [classes, answers] } = shown.arrays.confusion;
  const named = (i) => shown.classes[i] ?? i;
  let rows = `<tr><th></th>`;
  for (let a = 0; a < answers; ++a) rows += `<th>${escaped(named(a))}</th>`;
  for (let c = 0; c < classes; ++c) {
    const row = values.subarray(c * answers, (c + 1) * answers);
    const total = row.reduce((sum, v) => sum + v, 0) || 1;
    rows += `</tr><tr><th>${escaped(named(c))}</th>`;
    row.forEach((count, a) => {
      const colour = rgb(a === c ? LIGHT : MINUS, a === c ? count / total : (4 * count) / total);
      rows += `<td style="background:${colour}!important">${count || ''}</td>`;
    });
  }
  const right = shown.confusion.accuracy;
  const share = right === null ? '' : ` ${words.right} ${number(100 * right)} %`;
  return element('div', {}, element('table', { innerHTML: `${rows}</tr>` }),
    element('span', { className: 'quiet' }, words.row + share));
}

function drawGates(shown, words) {
  const grid = element('div', { className: 'pictures' });
  for (const slot of shown.gates) {
    const { values, shape: [frames, units] } = shown.arrays[`gate:${slot}`];
    const turned = new Float32Array(values.length);
    values.forEach((v, i) => (turned[(i % units) * frames + Math.floor(i / units)] = v));
    const light = slot.endsWith('_gate');
    const canvas = picture(turned, units, frames, light ? 1 : largest(values) || 1, light);
    canvas.className = 'gate';
    grid.append(element('figure', {}, canvas, element('figcaption', {}, slot)));
  }
  return element('div', {}, grid, element('span', { className: 'quiet' }, words.time));
}

/** A curve for each list of [x, y] with its colour, from 0 or the least up. */
function chart(curves, title, number) {
  const points = curves.flatMap(({ line }) => line);
  if (points.length < 2) return '';
  const xs = points.map(([x]) => x), ys = points.map(([, y]) => y);
  const [x0, x1] = [Math.min(...xs), Math.max(...xs)];
  const [y0, y1] = [Math.min(...ys), Math.max(...ys)];
  const at = ([x, y]) => `${(8 + (284 * (x - x0)) / (x1 - x0 || 1)).toFixed(1)},`
    + `${(84 - (66 * (y - y0)) / (y1 - y0 || 1)).toFixed(1)}`;
  const lines = curves.map(({ line, colour }) =>
    `<polyline points="${line.map(at).join(' ')}" style="stroke:${colour}"/>`).join('');
  const names = curves.map(({ name, colour, line }) => line.length
    ? `<tspan style="fill:${colour}">${name} ${number(line.at(-1)[1])}</tspan>` : '').join(' ');
  return `<svg viewBox="0 0 300 92" role="img" aria-label="${title}"><text x="8" y="12">${title} `
    + `${names}</text>${lines}</svg>`;
}

function drawCurves(shown, number, words) {
  const of = (column, times = 1) => shown.reports
    .filter((row) => row[column] !== null).map((row) => [row[0], times * row[column]]);
  const known = shown.curve.filter(([, y]) => y !== null);
  const cost = [{ name: '', colour: rgb(PLUS, 1), line: known.length > 1 ? known : of(1) }];
  const right = [
    { name: words.learnt, colour: rgb(PLUS, 1), line: of(2, 100) },
    { name: words.test, colour: rgb(MINUS, 1), line: of(4, 100) },
  ];
  return chart(cost, words.cost, number) + chart(right, `${words.right}, %`, number);
}

function whereItIs(shown, words, number) {
  const parts = [`${words.epoch} ${shown.epoch} ${words.of} ${shown.epochs}`,
    `${words.step} ${shown.step} ${words.of} ${shown.steps}`];
  if (shown.cost !== null && shown.step) parts.push(`${words.cost} ${number(shown.cost)}`);
  if (shown.error) parts.push(shown.error);
  else if (shown.end) parts.push(words.ends[shown.end] ?? shown.end);
  else if (shown.rate) {
    const left = Math.max(0, Math.round(shown.left ?? 0));
    parts.push(`${number(shown.rate, 0)} ${words.rate}`,
      `${words.left} ${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`);
  }
  return parts.join(' · ');
}

function answerOf(shown, words) {
  const output = shown.arrays[`layer${shown.layers.length - 1}`].values;
  const named = (i) => shown.classes[i] ?? i;
  const { label } = shown.example;
  if (label === null || output.length < 2) return '';
  const answer = output.indexOf(Math.max(...output));
  return `${words.label} ${named(label)}, ${words.answer} ${named(answer)}`;
}

function frame(words) {
  const part = (name) => element('div', { className: name });
  const button = (text, label) => element('button', { type: 'button', ariaLabel: label }, text);
  return { go: button('', ''), where: part('where'), bar: part('bar'), tabs: part('tabs'),
    stage: part('stage'), side: part('side'), curves: part('curves'), sample: part('sample'),
    earlier: button('‹', words.earlier), later: button('›', words.later), caption: part('quiet') };
}

function render({ model, el }) {
  const said = model.get('language') || document.documentElement.lang || navigator.language;
  const language = said.startsWith('ru') ? 'ru' : 'en';
  const words = WORDS[language];
  const number = (value, places) => value.toLocaleString(language, places === undefined
    ? { maximumSignificantDigits: 3 }
    : { minimumFractionDigits: places, maximumFractionDigits: places });
  const at = frame(words);
  let view = 'network', count = 0, shown = null;
  const ask = (what) => {
    model.set('asked', { ...what, number: ++count, at: Date.now() });
    model.save_changes();
  };
  const step = (by) => ask({ do: 'look', example: shown.example.index + by });
  at.go.onclick = () => ask({ do: model.get('running') ? 'stop' : 'start' });
  at.earlier.onclick = () => step(-1);
  at.later.onclick = () => step(1);
  at.side.append(at.sample, element('div', {}, at.earlier, at.later), at.caption);
  at.bar.append(element('i'));
  const top = element('div', { className: 'top' }, at.go, at.where);
  const middle = element('div', { className: 'middle' }, at.side, at.stage);
  const root = element('div', { className: 'glia-widget', lang: language },
    top, at.bar, at.tabs, middle, at.curves);
  el.append(root);
  const draw = () => {
    shown = unpack(model.get('shown')) ?? shown;
    if (shown) drawAll(shown, { at, words, number, ask, view, choose });
  };
  const choose = (name) => { view = name; draw(); };
  const running = () => {
    const goes = model.get('running');
    at.go.textContent = goes ? words.stop : words.learn;
    at.go.disabled = !goes && ['finished', 'early_stopping'].includes(shown?.end);
    at.go.className = goes ? '' : 'bright';
  };
  const all = () => { draw(); running(); };
  model.on('change:shown', all);
  model.on('change:running', running);
  all();
  return () => { model.off('change:shown', all); model.off('change:running', running); };
}

function drawAll(shown, { at, words, number, ask, view, choose }) {
  const has = { network: shown.layers, weights: shown.weights, confusion: shown.confusion,
    gates: shown.gates?.length };
  const views = VIEWS.filter((name) => has[name]);
  const now = views.includes(view) ? view : views[0];
  at.where.textContent = whereItIs(shown, words, number);
  at.bar.firstChild.style.width = `${(100 * shown.step) / (shown.steps || 1)}%`;
  at.tabs.replaceChildren(...views.map((name) => element('button', {
    type: 'button', ariaPressed: String(name === now), onclick: () => choose(name),
  }, words[name])));
  at.side.hidden = !shown.example;
  if (shown.example) {
    const { index, count } = shown.example;
    at.caption.textContent = `${words.example} ${index + 1} ${words.of} ${count}: `
      + answerOf(shown, words);
    const seen = shown.arrays.example;
    at.sample.replaceChildren(...(seen ? [examplePicture(seen)] : []));
  }
  const drawn = { network: drawNetwork, weights: drawWeights, confusion: drawConfusion,
    gates: (data, _, texts) => drawGates(data, texts) }[now];
  const chosen = at.stage.querySelector('select');
  if (!(chosen && chosen === chosen.getRootNode().activeElement && now === 'weights'
    && chosen.value === shown.weights.name)) {
    at.stage.replaceChildren(...(drawn ? [drawn(shown, number, words, ask)] : []));
  }
  at.curves.innerHTML = drawCurves(shown, number, words);
}

export default { render };
