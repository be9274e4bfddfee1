// A place of the plane, or one of its points: its numbers on their way through the network.
import { useAnswer } from '../../model/answers';
import { ask } from '../../model/engine';
import { inputName, layerName } from '../../model/names';
import { net } from '../../model/network';
import { chosenPoint, place } from '../../model/place';
import { pulse, tensors } from '../../model/tensors';
import { fill, fixed, signed, texts } from '../../text/plane';
import { kind, pointAt, pointCount } from './model';
import { answerInWords, labelInWords } from './words';

const mostShown = 12; // of a layer

function Row({ name, values }: { name: string; values: number[] }) {
  const most = Math.max(1, ...values.map(Math.abs));
  return (
    <li>
      <span class="muted">{name}</span>
      <span class="numbers-row">
        {values.slice(0, mostShown).map((v, i) => (
          <span
            key={i}
            class={v < 0 ? 'is-minus' : 'is-plus'}
            style={{ opacity: 0.6 + 0.4 * (Math.abs(v) / most) }}
          >
            {signed(v)}
          </span>
        ))}
        {values.length > mostShown && '…'}
      </span>
    </li>
  );
}

export function PointCard() {
  const T = texts();
  void pulse.value;
  const { x, y, label } = place.value;
  const cost = useAnswer(150, () => ask('cost', {}), [x, y, label]);
  const network = net.value;
  if (!network) return null;
  const i = chosenPoint.value;
  const point = i !== null && i < pointCount() ? pointAt(i) : null;
  const part = (from: number, count: number): number[] => [
    ...tensors.activations.subarray(from, from + count),
  ];
  const last = network.layers[network.layers.length - 1];
  const sum = cost.value?.sum ?? null;
  return (
    <div class="card plane-card">
      <h2>{fill(point ? T.plane.point : T.plane.spot, { x: fixed(x), y: fixed(y) })}</h2>
      {point && (
        <p class="small">
          {fill(point.tested ? T.plane.isTested : T.plane.isLearnt, {
            label: kind.value === 'curve' ? signed(point.label) : labelInWords(point.label),
          })}
        </p>
      )}
      <p>
        <span class="muted">{T.plane.answer}: </span>
        <strong data-test="plane-answer-now">{answerInWords(part(last.aAt, last.width))}</strong>
      </p>
      <ul class="way">
        {part(0, network.inputs).map((v, n) => (
          <Row key={`input ${n}`} name={inputName(n)} values={[v]} />
        ))}
        {network.layers.map((layer, l) => (
          <Row key={l} name={layerName(l)} values={part(layer.aAt, layer.width)} />
        ))}
      </ul>
      {point && sum !== null && (
        <p>
          <span class="muted">{T.cost.title}: </span>
          <strong>{fixed(sum, 4)}</strong>
        </p>
      )}
      <p class="small">{T.plane.pointHow}</p>
    </div>
  );
}
