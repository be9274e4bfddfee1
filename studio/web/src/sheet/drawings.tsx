// Drawings in black on white, as lines and discs: they print sharp and without colours.
import type { Net } from '../model/network';
import { tensors } from '../model/tensors';
import { strongest } from '../views/network/layout';
import { gridOf } from '../parts/selected/WeightPicture';
import { robustScale } from '../draw/pictures';
import type { Asked } from './numbers';

const grey = (share: number): string => {
  const level = Math.round(255 * (1 - Math.max(0, Math.min(1, share))));
  return `rgb(${level} ${level} ${level})`;
};

/** What goes in, a square each: the more light, the more ink. */
export function InputDrawing({ network, label }: { network: Net; label: string }) {
  const { across, down, inputs } = network;
  return (
    <svg class="sheet-input" viewBox={`0 0 ${across} ${down}`} role="img" aria-label={label}>
      {Array.from({ length: inputs }, (_, i) => (
        <rect
          key={i}
          x={i % across}
          y={Math.floor(i / across)}
          width={1}
          height={1}
          fill={grey(tensors.activations[i] ?? 0)}
          stroke="#bbb"
          stroke-width={0.03}
        />
      ))}
    </svg>
  );
}

/** in millimetres, where there are few weights */
const largestDisc = 14;

/** A disc for each weight, as large as the weight: full ones are positive, empty ones negative. */
export function WeightsDrawing({ layer, neuron, label }: Asked & { label: string }) {
  const { across, down } = gridOf(layer.inputs);
  const from = layer.weightAt + neuron * layer.inputs;
  const scale = robustScale(tensors.parameters, from, layer.inputs);
  const line = layer.inputs > 64 ? 0.08 : 0.03;
  return (
    <svg
      class="sheet-weights"
      style={{ maxWidth: `${across * largestDisc}mm` }}
      viewBox={`0 0 ${across} ${down}`}
      role="img"
      aria-label={label}
    >
      <rect width={across} height={down} fill="none" stroke="#000" stroke-width={line} />
      {Array.from({ length: layer.inputs }, (_, i) => {
        const w = tensors.parameters[from + i] ?? 0;
        const radius = 0.46 * Math.sqrt(Math.min(1, Math.abs(w) / scale));
        if (radius < 0.06) return null;
        return (
          <circle
            key={i}
            cx={(i % across) + 0.5}
            cy={Math.floor(i / across) + 0.5}
            r={radius - line / 2}
            fill={w > 0 ? '#000' : '#fff'}
            stroke="#000"
            stroke-width={line}
          />
        );
      })}
    </svg>
  );
}

const wide = 100;
const high = 82;
const mostShown = 16;

/** Where the neurons of a layer stand; of a large layer only the first ones. */
function spotsOf(network: Net): { x: number; y: number }[][] {
  const from = 26;
  const between = (wide - 12 - from) / Math.max(1, network.layers.length - 1);
  return network.layers.map(({ width }, l) => {
    const count = Math.min(width, mostShown);
    const step = Math.min(7.5, (high - 14) / count);
    return Array.from({ length: count }, (_, n) => ({
      x: from + l * between,
      y: high / 2 + 3 + (n - (count - 1) / 2) * step,
    }));
  });
}

function Line({ from, to, share }: { from: number[]; to: number[]; share: number }) {
  return (
    <line
      x1={from[0]}
      y1={from[1]}
      x2={to[0]}
      y2={to[1]}
      stroke={share > 0 ? '#000' : '#555'}
      stroke-width={0.1 + 0.5 * Math.abs(share)}
      stroke-dasharray={share > 0 ? undefined : '0.9 0.7'}
    />
  );
}

/** Of each neuron the two loudest votes; of the one that is asked about all into it. */
function Lines({ network, spots, asked }: { network: Net; spots: Spots; asked: Asked }) {
  return (
    <>
      {network.layers.slice(1).flatMap((layer, before) =>
        spots[before + 1].flatMap((to, n) => {
          const here = asked.layer.index === layer.index && asked.neuron === n;
          const votes = strongest(
            tensors.parameters,
            layer.weightAt + n * layer.inputs,
            tensors.activations,
            layer.inputsAt,
            layer.inputs,
            here ? mostShown : 2,
          );
          const most = Math.max(1e-9, Math.abs(votes[0]?.vote ?? 0));
          return votes.map(({ input, vote }) => {
            const start = spots[before][input];
            return (
              start && (
                <Line
                  key={`${layer.index}/${n}/${input}`}
                  from={[start.x, start.y]}
                  to={[to.x, to.y]}
                  share={(vote / most) * (here ? 1 : 0.35)}
                />
              )
            );
          });
        }),
      )}
      {spots[0].map(({ x, y }, n) => (
        <Line
          key={n}
          from={[15, high / 2 + 3]}
          to={[x, y]}
          share={asked.layer.index === 0 && asked.neuron === n ? 1 : 0.1}
        />
      ))}
    </>
  );
}

type Spots = ReturnType<typeof spotsOf>;

interface NetworkProps {
  network: Net;
  asked: Asked;
  names: string[];
  label: string;
}

export function NetworkDrawing({ network, asked, names, label }: NetworkProps) {
  const spots = spotsOf(network);
  const last = network.layers.length - 1;
  return (
    <svg class="sheet-network" viewBox={`0 0 ${wide} ${high}`} role="img" aria-label={label}>
      <Lines network={network} spots={spots} asked={asked} />
      <rect
        x={1}
        y={high / 2 - 4}
        width={14}
        height={14}
        fill="#fff"
        stroke="#000"
        stroke-width={0.4}
      />
      <text x={8} y={high / 2 + 4.3} text-anchor="middle">
        {network.inputs}
      </text>
      {spots.map((column, l) => {
        const { aAt, width } = network.layers[l];
        let most = 1;
        for (let n = 0; n < width; ++n) most = Math.max(most, tensors.activations[aAt + n] ?? 0);
        return (
          <g key={l}>
            <text x={column[0].x} y={column[0].y - 4} text-anchor="middle">
              {width}
              {width > column.length && ' …'}
            </text>
            {column.map(({ x, y }, n) => (
              <g key={n}>
                <circle
                  cx={x}
                  cy={y}
                  r={1.9}
                  fill={grey((tensors.activations[aAt + n] ?? 0) / most)}
                  stroke="#000"
                  stroke-width={0.3}
                />
                {asked.layer.index === l && asked.neuron === n && (
                  <circle cx={x} cy={y} r={2.8} fill="none" stroke="#000" stroke-width={0.5} />
                )}
                {l === last && (
                  <text x={x + 4} y={y + 1.2}>
                    {names[n] ?? n}
                  </text>
                )}
              </g>
            ))}
          </g>
        );
      })}
    </svg>
  );
}

/** The points of a plane: full and empty discs, and further classes as other signs. */
export function PointsDrawing({
  points,
  spot,
  range,
  label,
}: {
  points: { x: number; y: number; label: number }[];
  spot: { x: number; y: number };
  range: number;
  label: string;
}) {
  const side = 2 * range;
  const at = { x: spot.x + range, y: range - spot.y };
  const signs = ['○', '●', '△', '■', '+', '×'];
  return (
    <svg class="sheet-input" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label}>
      <rect width={side} height={side} fill="none" stroke="#000" stroke-width={0.04} />
      <path
        d={`M${range} 0V${side}M0 ${range}H${side}`}
        stroke="#999"
        stroke-width={0.03}
      />
      {points.map(({ x, y, label: which }, i) => (
        <text
          key={i}
          x={x + range}
          y={range - y + 0.11}
          text-anchor="middle"
          style={{ fontSize: '0.32px' }}
        >
          {signs[Math.max(0, Math.round(which))] ?? '○'}
        </text>
      ))}
      <path
        d={`M${at.x - 0.4} ${at.y}h0.8M${at.x} ${at.y - 0.4}v0.8`}
        stroke="#000"
        stroke-width={0.1}
      />
    </svg>
  );
}
