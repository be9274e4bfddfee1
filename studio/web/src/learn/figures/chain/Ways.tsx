// All ways from the weight to the cost: the layers behind it, and on each connection its part of
// the slope.
import { theme } from '../../../model/settings';
import { css, diverge, mix, paletteOf } from '../../../draw/palette';
import { texts } from '../../../text/learn';
import { activationAt, blames, flows, widthOf } from './slope';
import { chain, choose, layer, seen } from './state';
import { nameOf } from './Row';

const most = 16; // neurons of a layer that are drawn: those that are most to blame
const width = 420;
const height = 240;

interface Column {
  l: number;
  shown: number[];
}

function columnsOf(): Column[] {
  const at = seen.value!;
  const blame = blames(at);
  const columns: Column[] = [
    { l: layer.value - 1, shown: [chain.value[layer.value - 1]] },
    { l: layer.value, shown: [chain.value[layer.value]] },
  ];
  for (let l = layer.value + 1; l <= at.net.layers.length; ++l) {
    const order = Array.from({ length: widthOf(at, l) }, (_, n) => n);
    if (order.length > most)
      order.sort((a, b) => Math.abs(blame[l][b]) - Math.abs(blame[l][a])).splice(most);
    columns.push({ l, shown: order.sort((a, b) => a - b) });
  }
  return columns;
}

export function Ways() {
  const T = texts().learnRoom.chain;
  const at = seen.value!;
  const palette = paletteOf(theme.value);
  const columns = columnsOf();
  const flow = flows(at, chain.value[layer.value], layer.value);
  const x = (c: number): number => 16 + (c * (width - 32)) / Math.max(1, columns.length - 1);
  const y = (c: number, i: number): number =>
    (height * (i + 0.5)) / columns[c].shown.length;
  const lines = columns.slice(1, -1).flatMap(({ l, shown }, c) => {
    const part = flow[l - layer.value];
    const down = widthOf(at, l + 1);
    const largest = part.reduce((all, v) => Math.max(all, Math.abs(v)), 1e-12);
    return shown.flatMap((n, i) =>
      columns[c + 2].shown.map((m, j) => ({
        key: `${l}/${n}/${m}`,
        value: part[n * down + m] / largest,
        from: [x(c + 1), y(c + 1, i)],
        to: [x(c + 2), y(c + 2, j)],
      })),
    );
  });
  return (
    <svg class="ways" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={T.whole}>
      <line x1={x(0)} y1={y(0, 0)} x2={x(1)} y2={y(1, 0)} stroke={palette.accent}
        stroke-width="4" />
      {lines
        .filter(({ value }) => Math.abs(value) > 0.02)
        .map(({ key, value, from, to }) => (
          <line
            key={key}
            x1={from[0]}
            y1={from[1]}
            x2={to[0]}
            y2={to[1]}
            stroke={css(value < 0 ? palette.negative : palette.positive)}
            stroke-opacity={Math.abs(value) ** 0.7}
            stroke-width={0.6 + 2.6 * Math.abs(value)}
          />
        ))}
      {columns.map(({ l, shown }, c) =>
        shown.map((n, i) => (
          <circle
            key={`${l}/${n}`}
            class="way"
            cx={x(c)}
            cy={y(c, i)}
            r={shown.length === 1 ? 13 : 6.5}
            fill={css(mix(palette.off, palette.on, activationAt(at, l, n)))}
            stroke={css(diverge(palette, n === chain.value[l] ? 1 : 0.25))}
            stroke-width={n === chain.value[l] ? 2.5 : 1}
            onClick={() => choose(l, n)}
          >
            <title>{nameOf(l, n)}</title>
          </circle>
        )),
      )}
    </svg>
  );
}
