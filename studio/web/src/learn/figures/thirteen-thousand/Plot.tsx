// Above, the cost along the road; below, the road itself in its own unit both ways: where the
// training really went, and between the road and the steepest way down the angle, as a dial.
import { placeOn, useGrip } from '../../../draw/pointer';
import { fill, fixed, texts } from '../../../text/learn';
import { niceTop } from '../../../views/overfit/RaceChart';
import { type Stop, highest, placeOf, points, range } from './road';
import * as figure from './state';

const width = 560;
const pad = { left: 46, right: 14, top: 26 };
const tall = 150;
const unit = (width - pad.left - pad.right) / (range[1] - range[0]);
const x = (at: number): number => pad.left + (at - range[0]) * unit;
const floor = pad.top + tall;
const dial = 64;

/** How high the lower part is: as far as the training went aside, and the dial. */
function roomFor(way: readonly Stop[]): number {
  const aside = Math.max(0, ...way.map(({ distance }) => distance));
  return Math.max(dial + 18, Math.min(0.75, aside) * unit + 12);
}

const Level = ({ y }: { y: number }) => (
  <line x1={pad.left} x2={width - pad.right} y1={y} y2={y} />
);

function Axes({ top }: { top: number }) {
  return (
    <g class="road-axes">
      {[0, 0.5, 1].map((part) => (
        <g key={part}>
          <Level y={floor - part * tall} />
          <text x={pad.left - 7} y={floor - part * tall + 5} text-anchor="end">
            {fixed(part * top, top < 1 ? 2 : 1)}
          </text>
        </g>
      ))}
      {[0, 0.2, 0.4, 0.6, 0.8, 1, 1.2].map((part) => (
        <text key={part} class="is-part" x={x(part)} y={floor + 20} text-anchor="middle">
          {fixed(part, part % 1 === 0 ? 0 : 1)}
        </text>
      ))}
      <text x={pad.left} y={14}>
        {texts().learnRoom.road.cost}
      </text>
    </g>
  );
}

function Curve({ costs, top, name }: { costs: readonly number[]; top: number; name: string }) {
  const y = (cost: number): number => floor - Math.min(cost / top, 9) * tall;
  return (
    <polyline
      class={`road-curve is-${name}`}
      clip-path="url(#road-frame)"
      points={costs.map((cost, i) => `${x(placeOf(i))},${y(cost)}`).join(' ')}
    />
  );
}

/** The angle between the road and descent, over the place where the moment is. */
function Dial({ stop, base }: { stop: Stop; base: number }) {
  const turn = (stop.angle * Math.PI) / 180;
  const at = x(stop.at);
  const tip = (far: number): [number, number] => [
    at + far * Math.cos(turn),
    base - far * Math.sin(turn),
  ];
  const [tx, ty] = tip(dial);
  const [ax, ay] = tip(26);
  const head = [-0.35, 0.35]
    .map((off) => [tx - 11 * Math.cos(turn + off), ty + 11 * Math.sin(turn + off)].join(','))
    .join(` ${tx},${ty} `);
  return (
    <g class="road-dial">
      <path
        class="is-half"
        d={`M${at - dial},${base} A${dial},${dial} 0 0 1 ${at + dial},${base}`}
      />
      <line class="is-across" x1={at} x2={at} y1={base} y2={base - dial} />
      <path class="is-angle" d={`M${at + 26},${base} A26,26 0 0 0 ${ax},${ay}`} />
      <line class="is-needle" x1={at} y1={base} x2={tx} y2={ty} />
      <polyline class="is-needle" points={head} />
      <text x={at + 34} y={base - 10}>
        {fixed(stop.angle, 0)}°
      </text>
    </g>
  );
}

function Way({ base }: { base: number }) {
  const T = texts().learnRoom.road;
  const stop = figure.stopAt.value;
  const now = figure.straight.value;
  if (!now) return null;
  const y = (distance: number): number => base - Math.min(distance, 0.75) * unit;
  return (
    <g class="road-way">
      <line class="is-beyond" x1={x(range[0])} x2={x(range[1])} y1={base} y2={base} />
      <line class="is-road" x1={x(0)} x2={x(1)} y1={base} y2={base} />
      {stop && <Dial stop={stop} base={base} />}
      {now.which === 'own' && (
        <polyline
          class="is-way"
          points={figure.way.value.map((s) => `${x(s.at)},${y(s.distance)}`).join(' ')}
        />
      )}
      {figure.way.value.map((s) => (
        <circle key={s.step} class="is-stop" cx={x(s.at)} cy={y(s.distance)} r="3" />
      ))}
      {stop && (
        <>
          <line class="is-aside" x1={x(stop.at)} x2={x(stop.at)} y1={base} y2={y(stop.distance)} />
          <circle class="is-now" cx={x(stop.at)} cy={y(stop.distance)} r="7" />
        </>
      )}
      <text x={x(0)} y={base + 22} text-anchor="middle">
        {figure.nameOf(now.from)}
      </text>
      <text x={x(1)} y={base + 22} text-anchor="middle">
        {now.which === 'taught' ? T.ends.taught : figure.nameOf(now.to)}
      </text>
    </g>
  );
}

export function Plot() {
  const T = texts().learnRoom.road;
  const [now, random] = [figure.straight.value, figure.random.value];
  const drag = (event: PointerEvent): void => {
    const { x: at, width: wide } = placeOn(event);
    figure.goTo(range[0] + ((at / wide) * width - pad.left) / unit);
  };
  const { handlers } = useGrip({ take: (event) => (drag(event), true), drag });
  if (!now) return null;
  const top = niceTop(highest(now.costs));
  const base = floor + 34 + roomFor(figure.way.value);
  const here = figure.road.value?.costs[figure.index.value] ?? 0;
  const height = base + 30;
  const astray = figure.astray.value && random;
  return (
    <svg
      class={`road-plot ${astray ? 'is-off' : ''}`}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={fill(T.plot, { points, from: fixed(now.costs[4]), to: fixed(now.costs[24]) })}
      {...handlers}
    >
      <clipPath id="road-frame">
        <rect x={0} y={pad.top - 4} width={width} height={tall + 8} />
      </clipPath>
      <Axes top={top} />
      {random && <Curve costs={random.costs} top={top} name="random" />}
      <Curve costs={now.costs} top={top} name="straight" />
      <line
        class="road-here"
        x1={x(figure.place.value)}
        x2={x(figure.place.value)}
        y1={pad.top - 8}
        y2={floor + 4}
      />
      <circle
        class="road-dot"
        cx={x(figure.place.value)}
        cy={floor - Math.min(here / top, 1) * tall}
        r="7"
      />
      <Way base={base} />
    </svg>
  );
}
