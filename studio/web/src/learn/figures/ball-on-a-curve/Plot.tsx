// The pit, the ball on it with its tangent, where it has been, and along the axis the next step.
import { arrowOf, placeOn, useGrip } from '../../../draw/pointer';
import { fill, texts } from '../../../text/learn';
import { type Pit, isOff, rests, stepped } from './pit';
import * as figure from './state';
import { written } from './written';

export interface Paper {
  width: number;
  height: number;
  /** of the axis, from below */
  foot: number;
}

const [width, height] = [480, 270];
const paper: Paper = { width, height, foot: 40 };
const small: Paper = { width: 160, height: 92, foot: 4 };
const side = 14;

const xOn = ({ width: wide }: Paper, { low, high }: Pit, w: number): number =>
  side + ((w - low) / (high - low)) * (wide - 2 * side);
const yOn = ({ height: high, foot }: Paper, pit: Pit, w: number): number =>
  high - foot - 8 - (pit.cost(w) / pit.most) * (high - foot - 20);

function curveOn(on: Paper, pit: Pit): string {
  const places = Array.from({ length: 161 }, (_, i) => pit.low + (i * (pit.high - pit.low)) / 160);
  return places.map((w) => `${xOn(on, pit, w)},${yOn(on, pit, w)}`).join(' ');
}

/** The places on the curve, and the steps from one to the next. */
function Way({ on, pit, way }: { on: Paper; pit: Pit; way: readonly number[] }) {
  const points = way.map((w) => [xOn(on, pit, w), yOn(on, pit, w)]);
  return (
    <g class="ball-way">
      <polyline points={points.join(' ')} />
      {points.slice(0, -1).map(([x, y], i) => (
        <circle key={i} cx={x} cy={y} r="4" />
      ))}
    </g>
  );
}

/** As long to either side, however steep. */
const tangent = 62;

function Tangent({ pit, w }: { pit: Pit; w: number }) {
  const by = 1e-3 * (pit.high - pit.low);
  const across = xOn(paper, pit, w + by) - xOn(paper, pit, w);
  const rise = -((pit.slope(w) * by) / pit.most) * (height - paper.foot - 20);
  const long = tangent / Math.hypot(across, rise);
  const [x, y] = [xOn(paper, pit, w), yOn(paper, pit, w)];
  const [dx, dy] = [across * long, rise * long];
  return <line class="ball-tangent" x1={x - dx} y1={y - dy} x2={x + dx} y2={y + dy} />;
}

function NextStep({ pit, w }: { pit: Pit; w: number }) {
  const axis = height - paper.foot;
  const [from, to] = [w, stepped(pit, w, figure.rate.value)].map((at) => xOn(paper, pit, at));
  const end = Math.max(2, Math.min(width - 2, to));
  const way = Math.sign(end - from);
  const head = Math.min(9, Math.abs(end - from));
  const neck = end - way * head;
  return (
    <g class="ball-next">
      <line class="ball-drop" x1={from} y1={yOn(paper, pit, w)} x2={from} y2={axis} />
      {head > 0.5 && (
        <>
          <line x1={from} y1={axis} x2={neck} y2={axis} />
          <polygon points={`${end},${axis} ${neck},${axis - 6} ${neck},${axis + 6}`} />
        </>
      )}
    </g>
  );
}

function Axis({ pit }: { pit: Pit }) {
  const axis = height - paper.foot;
  const every = pit.high - pit.low > 20 ? 4 : 2;
  const marks = [];
  for (let w = Math.ceil(pit.low / every) * every; w <= pit.high; w += every) marks.push(w);
  return (
    <g class="ball-axis" aria-hidden="true">
      <line x1={side} y1={axis} x2={width - side} y2={axis} />
      {marks.map((w) => (
        <text key={w} x={xOn(paper, pit, w)} y={height - 12} text-anchor="middle">
          {written(w)}
        </text>
      ))}
      <text x={width - 6} y={axis - 6} text-anchor="end">
        w
      </text>
      <text x={width / 2} y={22} text-anchor="middle">
        {texts().descent.scale}
      </text>
    </g>
  );
}

function onKey(event: KeyboardEvent): void {
  const [low, high] = [figure.pit.value.low, figure.pit.value.high];
  const by = arrowOf(event.key);
  if (by?.[0]) figure.put(figure.way.value[0] + (by[0] * (high - low)) / 140);
  else if (by) figure.setRate(figure.rate.value - by[1] * (event.shiftKey ? 0.1 : 0.01));
  else if (event.key === ' ') figure.step();
  else if (event.key === 'Enter') figure.run();
  else return;
  event.preventDefault();
}

export function Plot() {
  const T = texts().learnRoom.downhill.curve;
  const [pit, w] = [figure.pit.value, figure.at.value];
  const drag = (event: PointerEvent): void => {
    const { x, width: wide } = placeOn(event);
    const share = ((x / wide) * width - side) / (width - 2 * side);
    figure.put(pit.low + share * (pit.high - pit.low));
  };
  const { handlers } = useGrip({ take: (event) => (drag(event), true), drag });
  const words = { w: written(w), rate: written(figure.rate.value) };
  return (
    <div
      class="ball-plot"
      role="application"
      tabIndex={0}
      aria-label={`${T.plot} ${fill(T.stands, words)}`}
      data-test="ball-plot"
      onKeyDown={onKey}
      {...handlers}
    >
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        <Axis pit={pit} />
        <polyline class="ball-curve" points={curveOn(paper, pit)} />
        <Way on={paper} pit={pit} way={figure.way.value} />
        {!isOff(pit, w) && (
          <>
            <Tangent pit={pit} w={w} />
            <NextStep pit={pit} w={w} />
            <circle class="ball" cx={xOn(paper, pit, w)} cy={yOn(paper, pit, w)} r="9" />
          </>
        )}
      </svg>
    </div>
  );
}

/** The same pit with another rate; before the bet nobody sees what comes of it. */
export function SmallPit({ pit, rate }: { pit: Pit; rate: number }) {
  const T = texts().learnRoom.downhill.curve;
  const open = !figure.asks.value;
  const way = open ? figure.besideWay(rate) : [pit.start];
  const last = way.filter((w) => !isOff(pit, w)).at(-1)!;
  return (
    <button
      class="small-pit"
      data-beside={rate}
      aria-pressed={figure.rate.value === rate}
      onClick={() => figure.setRate(rate)}
    >
      <svg viewBox={`0 0 ${small.width} ${small.height}`} aria-hidden="true">
        <polyline class="ball-curve" points={curveOn(small, pit)} />
        <Way on={small} pit={pit} way={way} />
        <circle class="ball" cx={xOn(small, pit, last)} cy={yOn(small, pit, last)} r="6" />
      </svg>
      <strong>{fill(T.rateIs, { rate: written(rate) })}</strong>
      <span class="small">
        {open ? `${way.map(written).join(' → ')}${rests(pit, way.at(-1)!) ? '' : ' …'}` : '?'}
      </span>
    </button>
  );
}
