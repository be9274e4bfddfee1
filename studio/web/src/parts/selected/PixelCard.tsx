import { net, pixelAt } from '../../model/network';
import { selection } from '../../model/selection';
import { pulse, tensors } from '../../model/tensors';
import { fill, fixed, signed, texts } from '../../text';

export function PixelCard({ pixel }: { pixel: number }) {
  const T = texts();
  void pulse.value;
  const first = net.value?.layers[0];
  if (!first) return null;
  const { x, y, colour } = pixelAt(net.value!, pixel);
  const weights = Array.from(
    { length: first.width },
    (_, n) => tensors.parameters[first.weightAt + n * first.inputs + pixel] ?? 0,
  );
  const most = Math.max(0.05, ...weights.map(Math.abs));
  return (
    <div class="card">
      <h2>
        {fill(T.selected.pixelTitle, { x, y })}
        {colour !== null && `, ${T.network.colours[colour]}`}
      </h2>
      <p class="small">
        {fill(T.selected.pixelValue, { value: fixed(tensors.activations[pixel] ?? 0) })}
      </p>
      <h3>{T.selected.pixelOut}</h3>
      <ul class="tug">
        {weights.map((w, n) => (
          <li key={n}>
            <button
              class="plain row"
              onClick={() =>
                (selection.value = {
                  kind: 'weight',
                  place: { parameter: first.weight, index: n * first.inputs + pixel },
                })
              }
            >
              <span class="name">{n + 1}</span>
              <span class="track" aria-hidden="true">
                <span class="zero middle" />
                <span
                  class={`piece ${w < 0 ? 'minus' : 'plus'}`}
                  style={{
                    left: `${w < 0 ? 50 + (w / most) * 50 : 50}%`,
                    width: `${(Math.abs(w) / most) * 50}%`,
                  }}
                />
              </span>
              <span class="value">{signed(w)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
