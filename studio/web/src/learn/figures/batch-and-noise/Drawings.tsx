// The arrows of a size beside the true one, and the noise of all sizes.
import { placeOn, useGrip, within } from '../../../draw/pointer';
import { chosen, count, fill, texts } from '../../../text/learn';
import { boxOf, decades, endOf, rootLine, sizes } from './noise';
import * as figure from './state';
import { written } from './written';

const width = 560;

function Arrow({ from, to, name }: { from: number[]; to: number[]; name: string }) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const long = Math.hypot(dx, dy);
  if (long < 0.5) return <circle class={name} cx={from[0]} cy={from[1]} r="2.5" />;
  const [ux, uy] = [dx / long, dy / long];
  const head = Math.min(11, long);
  const neck = [to[0] - ux * head, to[1] - uy * head];
  const wing = head / 2.2;
  const points = [
    `${to[0]},${to[1]}`,
    `${neck[0] - uy * wing},${neck[1] + ux * wing}`,
    `${neck[0] + uy * wing},${neck[1] - ux * wing}`,
  ].join(' ');
  return (
    <g class={name}>
      <line x1={from[0]} y1={from[1]} x2={neck[0]} y2={neck[1]} />
      <polygon points={points} />
    </g>
  );
}

export function Arrows() {
  const T = texts().learnRoom.noise;
  const [found, sized] = [figure.found.value, figure.sized.value];
  if (!found || !sized) return null;
  const [height, edge] = [190, 16];
  const { left, right, high } = boxOf(sized, found.length);
  const unit = Math.min(
    (width - 2 * edge) / Math.max(1e-12, right - left),
    (height / 2 - edge) / Math.max(1e-12, high),
  );
  const start = (width - unit * (right + left)) / 2;
  const place = ({ x, y }: { x: number; y: number }) => [start + x * unit, height / 2 - y * unit];
  const from = place({ x: 0, y: 0 });
  const mine = endOf(sized.draws[figure.draw.value], figure.draw.value);
  const end = place({ x: found.length, y: 0 });
  const [mx, my] = place(mine);
  return (
    <svg
      class="noise-arrows"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={fill(T.arrows, {
        length: written(found.length),
        size: count(sized.size),
        of: written(sized.draws[figure.draw.value].length),
        distance: written(sized.draws[figure.draw.value].distance),
      })}
    >
      {sized.draws.map((draw, i) => (
        <Arrow key={i} from={from} to={place(endOf(draw, i))} name="noise-other" />
      ))}
      <line class="noise-apart" x1={end[0]} y1={end[1]} x2={mx} y2={my} />
      <Arrow from={from} to={[mx, my]} name="noise-batch" />
      <Arrow from={from} to={end} name="noise-true" />
    </svg>
  );
}

const plot = { height: 200, left: 62, right: 24, top: 12, bottom: 28 };
const x = (i: number): number =>
  plot.left + (i / (sizes.length - 1)) * (width - plot.left - plot.right);

function Line({ name, from, to }: { name: string; from: number[]; to: number[] }) {
  return <line class={name} x1={from[0]} y1={from[1]} x2={to[0]} y2={to[1]} />;
}

export function Plot() {
  const T = texts().learnRoom.noise;
  const found = figure.found.value;
  const pick = (event: PointerEvent): void => {
    const { x: at, width: wide } = placeOn(event);
    const inner = width - plot.left - plot.right;
    const share = ((at / wide) * width - plot.left) / inner;
    figure.step.value = within(Math.round(share * (sizes.length - 1)), 0, sizes.length - 1);
  };
  const { handlers } = useGrip({ take: (event) => (pick(event), true), drag: pick });
  if (!found) return null;
  const one = rootLine(found.sizes);
  const { low, high } = decades([found.length, one, ...found.sizes.map(({ mean }) => mean)]);
  const y = (value: number): number =>
    plot.top +
    (Math.log(high / value) / Math.log(high / low)) * (plot.height - plot.top - plot.bottom);
  const powers = Math.round(Math.log10(high / low));
  const last = sizes.length - 1;
  const end = one / Math.sqrt(sizes[last]);
  const now = x(figure.step.value);
  return (
    <svg
      class="noise-plot"
      viewBox={`0 0 ${width} ${plot.height}`}
      role="img"
      aria-label={T.plot}
      {...handlers}
    >
      {Array.from({ length: powers + 1 }, (_, i) => low * 10 ** i).map((value) => (
        <g key={value} class="noise-grid">
          <line x1={plot.left} y1={y(value)} x2={width - plot.right} y2={y(value)} />
          <text x={plot.left - 8} y={y(value) + 5} text-anchor="end">
            {chosen(value)}
          </text>
        </g>
      ))}
      {sizes.map((size, i) => (
        <text key={size} class={i % 3 === 0 ? '' : 'noise-more'} x={x(i)} y={plot.height - 6}>
          {size}
        </text>
      ))}
      <Line name="noise-chosen" from={[now, plot.top]} to={[now, plot.height - plot.bottom]} />
      <Line name="noise-root" from={[x(0), y(one)]} to={[x(last), y(end)]} />
      <Line name="noise-length" from={[x(0), y(found.length)]} to={[x(last), y(found.length)]} />
      {found.sizes.map(({ size, mean }, i) => (
        <circle
          key={size}
          class={i === figure.step.value ? 'is-chosen' : ''}
          cx={x(i)}
          cy={y(mean)}
          r={i === figure.step.value ? 7 : 4.5}
        />
      ))}
    </svg>
  );
}
