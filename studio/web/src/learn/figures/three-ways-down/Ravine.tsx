// The ravine from above, and in it the ways of the three.
import { within } from '../../../draw/pointer';
import { Slider } from '../../../parts/Slider';
import { brief, chosen, count, fill, texts } from '../../../text/learn';
import { type Place, costAt, methods, rates, start } from './ravine';
import * as figure from './state';

const [width, height] = [560, 190];
const [far, aside] = [11, 1.75];
/** costs on whose lines the ravine is drawn */
const levels = [1, 9, 36, 100, 200];

const x = ({ u }: Place): number => (width / 2) * (1 - within(u, -20, 20) / far);
const y = ({ v }: Place): number => (height / 2) * (1 - within(v, -4, 4) / aside);

function Ways() {
  const n = figure.steps.value;
  return (
    <>
      {figure.balls.value.map(({ method, way }, i) => {
        const gone = way.slice(0, n + 1);
        const end = gone.at(-1)!;
        return (
          <g key={method} class={`way-${i}`}>
            <polyline points={gone.map((place) => `${x(place)},${y(place)}`).join(' ')} />
            {gone.length <= 60 &&
              gone.map((place, k) => <circle key={k} cx={x(place)} cy={y(place)} r="2" />)}
            <circle class="way-ball" cx={x(end)} cy={y(end)} r="7" />
          </g>
        );
      })}
    </>
  );
}

function Table() {
  const T = texts().learnRoom.ways;
  const n = figure.steps.value;
  return (
    <table class="race-ends ways-table">
      <thead>
        <tr>
          <th scope="col">{T.method}</th>
          <th scope="col">{fill(T.after, { n })}</th>
          <th scope="col">{T.arrives}</th>
        </tr>
      </thead>
      <tbody>
        {figure.balls.value.map(({ method, way, arrives }, i) => (
          <tr key={method} class={`runner-${i}`} data-ravine={method} data-arrives={arrives ?? ''}>
            <th scope="row">{T.names[method]}</th>
            <td>{way.length > n ? brief(costAt(way[n])) : T.off}</td>
            <td>{arrives === null ? T.never : count(arrives)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const indexOf = (rate: number): number => rates.indexOf(rate);

export function Ravine() {
  const T = texts().learnRoom.ways;
  return (
    <>
      <p class="small">{T.ravine}</p>
      <svg
        class="ways-ravine"
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={fill(T.map, { n: figure.steps.value })}
      >
        {levels.map((level) => (
          <ellipse
            key={level}
            cx={width / 2}
            cy={height / 2}
            rx={(Math.sqrt(level) / far) * (width / 2)}
            ry={(Math.sqrt(level / 100) / aside) * (height / 2)}
          />
        ))}
        <circle class="way-start" cx={x(start)} cy={y(start)} r="5" />
        <Ways />
      </svg>
      <Slider
        label={T.steps}
        name="ways-steps"
        value={figure.steps.value}
        min={0}
        max={figure.most}
        step={1}
        shown={count(figure.steps.value)}
        onInput={(to) => (figure.steps.value = to)}
      />
      <Table />
      <div class="ways-rates">
        {methods.map((method) => (
          <Slider
            key={method}
            label={fill(T.rateOf, { name: T.names[method] })}
            name={`ways-${method}`}
            value={indexOf(figure.rates.value[method])}
            min={0}
            max={rates.length - 1}
            step={1}
            shown={chosen(figure.rates.value[method])}
            onInput={(to) =>
              (figure.rates.value = { ...figure.rates.value, [method]: rates[to] })
            }
          />
        ))}
      </div>
    </>
  );
}
