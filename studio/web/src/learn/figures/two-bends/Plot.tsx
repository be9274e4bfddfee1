// The curves over the sum, both axes in the same unit, so that a slope is as steep as it says: a
// dot on each with its tangent, and the visitor's neurons.
import { placeOn, useGrip, within } from '../../../draw/pointer';
import { fill, fixed, texts } from '../../../text/learn';
import { type Bend, bentBy, tangentAt } from './bends';
import * as figure from './state';

const { reach } = figure;
const [low, high] = [-1.2, reach];
const width = 560;
const pad = { left: 32, right: 10, top: 14, bottom: 26 };
const unit = (width - pad.left - pad.right) / (2 * reach);
const height = pad.top + pad.bottom + unit * (high - low);

const x = (z: number): number => pad.left + (z + reach) * unit;
const y = (a: number): number => pad.top + (high - a) * unit;

const places = Array.from({ length: 193 }, (_, i) => -reach + i / 16);
const tangent = 1.5;

function Line({ at, name }: { at: readonly number[]; name: string }) {
  const [z1, a1, z2, a2] = at;
  return <line class={name} x1={x(z1)} y1={y(a1)} x2={x(z2)} y2={y(a2)} />;
}

function Curve({ bend }: { bend: Bend }) {
  const z = figure.z.value;
  const line = places.map((p) => `${x(p)},${y(bentBy(bend, p))}`).join(' ');
  return (
    <g class={`bend-curve is-${bend}`}>
      <polyline points={line} />
      <Line at={tangentAt(bend, z, tangent)} name="bend-tangent" />
      <circle class="bend-dot" cx={x(z)} cy={y(bentBy(bend, z))} r="7" />
    </g>
  );
}

/** Where the sigmoid is steepest. */
function Steepest() {
  const T = texts().learnRoom.bend.two;
  return (
    <g class="bend-steepest">
      <Line at={tangentAt('sigmoid', 0, tangent)} name="bend-tangent" />
      <circle cx={x(0)} cy={y(bentBy('sigmoid', 0))} r="3.5" />
      <text x={x(-0.35)} y={y(1.3)} text-anchor="end">
        {T.steepest}
      </text>
    </g>
  );
}

function Mine() {
  const mine = figure.mine.value;
  if (!mine) return null;
  return (
    <g class="bend-mine">
      {mine.dots.map(({ neuron, z, a }) => (
        <circle
          key={neuron}
          class={figure.neuron.value === neuron ? 'is-chosen' : ''}
          cx={x(within(z, -reach, reach))}
          cy={y(within(a, low, high))}
          r="4"
        />
      ))}
    </g>
  );
}

function Axes() {
  const whole = (n: number): string => fixed(n, 0);
  return (
    <g class="bend-axes">
      {[0, 1, 2, 4, 6].map((a) => (
        <g key={a}>
          <line x1={pad.left} y1={y(a)} x2={width - pad.right} y2={y(a)} />
          <text x={pad.left - 10} y={y(a) + 5} text-anchor="end">
            {a}
          </text>
        </g>
      ))}
      <line x1={x(0)} y1={y(high)} x2={x(0)} y2={y(low)} />
      {[-6, -4, -2, 0, 2, 4, 6].map((z) => (
        <text key={z} x={x(z) - (z === reach ? 4 : 0)} y={height - 4} text-anchor="middle">
          {whole(z)}
        </text>
      ))}
    </g>
  );
}

export function Plot() {
  const T = texts().learnRoom.bend.two;
  const names = texts().settings.values.activation;
  const drag = (event: PointerEvent): void => {
    const { x: at, width: wide } = placeOn(event);
    figure.setSum(((at / wide) * width - pad.left) / unit - reach);
  };
  const { handlers } = useGrip({ take: (event) => (drag(event), true), drag });
  const z = figure.z.value;
  return (
    <svg
      class="bend-plot"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={fill(T.plot, { names: figure.shown.value.map((b) => names[b]).join(', ') })}
      {...handlers}
    >
      <Axes />
      <line class="bend-sum" x1={x(z)} y1={y(high)} x2={x(z)} y2={y(low)} />
      {figure.shown.value.map((bend) => (
        <Curve key={bend} bend={bend} />
      ))}
      <Steepest />
      <Mine />
      <text class="bend-name is-sigmoid" x={x(5.9)} y={y(1) - 9} text-anchor="end">
        {names.sigmoid}
      </text>
      <text class="bend-name is-relu" x={x(4.6)} y={y(5)} text-anchor="end">
        {names.relu}
      </text>
    </svg>
  );
}
