// Both costs over the weighted sum: a dot on each with its tangent, and the way down from there.
import { placeOn, useGrip } from '../../../draw/pointer';
import { texts } from '../../../text/learn';
import { type Cost, costAt, costs, slopeAt, wayFrom } from './lamp';
import * as figure from './state';

const [width, height] = [560, 280];
const pad = { left: 26, right: 10, top: 10, bottom: 24 };
const { reach } = figure;

const x = (z: number): number =>
  pad.left + ((z + reach) / (2 * reach)) * (width - pad.left - pad.right);
const y = (cost: number): number =>
  height - pad.bottom - (cost / reach) * (height - pad.top - pad.bottom);

const places = Array.from({ length: 129 }, (_, i) => -reach + (i * reach) / 64);
/** of the sum, to either side of the dot */
const tangent = 1.5;

function Curve({ cost }: { cost: Cost }) {
  const [z, wanted] = [figure.z.value, figure.wanted.value];
  const at = costAt(cost, z, wanted);
  const slope = slopeAt(cost, z, wanted);
  const way = figure.walks.value ? wayFrom(cost, z, wanted, figure.descent) : [];
  const line = places.map((p) => `${x(p)},${y(costAt(cost, p, wanted))}`).join(' ');
  return (
    <g class={`sure-curve is-${cost}`}>
      <polyline points={line} />
      <line
        class="sure-tangent"
        x1={x(z - tangent)}
        y1={y(at - tangent * slope)}
        x2={x(z + tangent)}
        y2={y(at + tangent * slope)}
      />
      {way.map((p, i) => (
        <circle key={i} class="sure-step" cx={x(p)} cy={y(costAt(cost, p, wanted))} r="3" />
      ))}
      <circle class="sure-dot" cx={x(z)} cy={y(at)} r="7" />
    </g>
  );
}

function Axes() {
  return (
    <g class="sure-axes" aria-hidden="true">
      {[0, 2, 4, 6, 8].map((cost) => (
        <g key={cost}>
          <line x1={pad.left} y1={y(cost)} x2={width - pad.right} y2={y(cost)} />
          <text x={pad.left - 6} y={y(cost) + 5} text-anchor="end">
            {cost}
          </text>
        </g>
      ))}
      {[-8, -4, 0, 4, 8].map((z) => (
        <text key={z} x={x(z) - (z === 8 ? 4 : 0)} y={height - 4} text-anchor="middle">
          {z < 0 ? `−${-z}` : z}
        </text>
      ))}
    </g>
  );
}

export function Plot() {
  const T = texts().learnRoom.cost.sure;
  const drag = (event: PointerEvent): void => {
    const { x: at, width: wide } = placeOn(event);
    const share = ((at / wide) * width - pad.left) / (width - pad.left - pad.right);
    figure.setSum((2 * share - 1) * reach);
  };
  const { handlers } = useGrip({ take: (event) => (drag(event), true), drag });
  return (
    <svg
      class="sure-plot"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={T.plot}
      {...handlers}
    >
      <Axes />
      {costs.map((cost) => (
        <Curve key={cost} cost={cost} />
      ))}
    </svg>
  );
}
