// How bright a neuron is while a stroke turns at its best place, and while it slides at its best
// angle.
import { fill, fixed, texts } from '../../../text/learn';
import * as figure from './state';
import { angles, places } from './strokes';

const [width, height] = [240, 96];
const pad = { left: 26, right: 8, top: 8, bottom: 20 };
const y = (a: number): number => {
  const share = Math.max(0, Math.min(1, a / figure.full.value));
  return height - pad.bottom - share * (height - pad.top - pad.bottom);
};
const xOf = (count: number) => (i: number): number =>
  pad.left + ((width - pad.left - pad.right) * (i + 0.5)) / count;

function Axes() {
  const most = figure.full.value;
  return (
    <g class="stroke-axes">
      {[0, most].map((a) => (
        <g key={a}>
          <line x1={pad.left} y1={y(a)} x2={width - pad.right} y2={y(a)} />
          <text x={pad.left - 5} y={y(a) + 4} text-anchor="end">
            {fixed(a, most === 1 ? 0 : 1)}
          </text>
        </g>
      ))}
    </g>
  );
}

function Line({ of, at, name = '' }: { of: readonly number[]; at: number; name?: string }) {
  const x = xOf(of.length);
  return (
    <g class={`stroke-curve ${name}`}>
      <polyline points={of.map((a, i) => `${x(i)},${y(a)}`).join(' ')} />
      <circle cx={x(at)} cy={y(of[at])} r="4" />
    </g>
  );
}

/** A small stroke below the curve for every angle. */
function Ticks() {
  const x = xOf(angles);
  return (
    <g class="stroke-ticks">
      {Array.from({ length: angles }, (_, angle) => {
        const turn = (angle * Math.PI) / angles;
        const [dx, dy] = [6 * Math.sin(turn), 6 * Math.cos(turn)];
        const middle = height - 9;
        return (
          <line
            key={angle}
            x1={x(angle) - dx}
            y1={middle + dy}
            x2={x(angle) + dx}
            y2={middle - dy}
          />
        );
      })}
    </g>
  );
}

export function Curves() {
  const T = texts().learnRoom.stroke;
  const curves = figure.curves.value;
  if (!curves) return null;
  const { turnedRange, slidRange } = curves;
  const ends = ({ least, most }: { least: number; most: number }) => ({
    least: fixed(least),
    most: fixed(most),
  });
  const turnedWords = fill(T.turned, ends(turnedRange));
  const slidWords = fill(T.slid, { ...ends(slidRange), n: places * places });
  return (
    <div class="stroke-curves">
      <div data-test="turned" data-least={turnedRange.least} data-most={turnedRange.most}>
        <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={turnedWords}>
          <Axes />
          <Line of={curves.turned} at={curves.angle} />
          <Ticks />
        </svg>
        <p class="small">{turnedWords}</p>
      </div>
      <div data-test="slid" data-least={slidRange.least} data-most={slidRange.most}>
        <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={slidWords}>
          <Axes />
          <Line of={curves.down} at={curves.row} name="is-down" />
          <Line of={curves.across} at={curves.column} />
          <text class="stroke-key" x={(width + pad.left - pad.right) / 2} y={height - 5}>
            {T.key}
          </text>
        </svg>
        <p class="small">{slidWords}</p>
      </div>
    </div>
  );
}
