// Chapter 1: what the reader draws, and every neuron that it lights.
import '../live.css';
import './NetworkLit.css';
import { DrawPad } from '../../../parts/DrawPad';
import { answered } from '../../../parts/CostTable';
import { chooseTest, erase, input, testImage } from '../../../model/input';
import { neuronName } from '../../../model/names';
import { type Layer, activationOf, canDraw, hello, net } from '../../../model/network';
import { hovered, selection } from '../../../model/selection';
import { pulse, tensors } from '../../../model/tensors';
import { fill, fixed, texts } from '../../../text/learn';
import { NetworkView } from '../../../views/network/NetworkView';

/** of which the chapter tells */
const image = 30;

function Answer({ last }: { last: Layer }) {
  const T = texts().learnRoom.lit;
  void pulse.value;
  if (input.value.source === 'none') return <p class="small">{T.nothing}</p>;
  const outputs = tensors.activations.subarray(last.aAt, last.aAt + last.width);
  const best = answered(outputs);
  return (
    <p>
      <span class="small">{T.answer}</span>{' '}
      <strong class="lit-answer" data-test="lit-answer">
        {hello.value?.data.classes[best] ?? best}
      </strong>{' '}
      <span class="small">{fill(T.light, { a: fixed(outputs[best] ?? 0) })}</span>
    </p>
  );
}

/** The neuron that is pointed at or chosen; the chapter counts from zero. */
function Told({ layers }: { layers: Layer[] }) {
  const T = texts().learnRoom.lit;
  void pulse.value;
  const chosen = selection.value;
  const at = hovered.value ?? (chosen?.kind === 'neuron' ? chosen : null);
  const layer = at && layers[at.layer];
  if (!layer || at.neuron >= layer.width) return <p class="small lit-told">{T.point}</p>;
  const words = at.layer === layers.length - 1 ? T.output : T.told;
  return (
    <p class="small lit-told" data-test="lit-told">
      {fill(words, {
        name: neuronName(at.layer, at.neuron),
        n: at.neuron,
        a: fixed(activationOf(layer, at.neuron)),
      })}
    </p>
  );
}

export default function NetworkLit() {
  const T = texts().learnRoom;
  const L = T.lit;
  const network = net.value;
  return (
    <div class="live network-lit" data-test="network-lit">
      <h2>{L.title}</h2>
      {!network && <p class="small">{T.waiting}</p>}
      <div class="lit-top">
        <DrawPad />
        <div class="lit-side">
          {network && <Answer last={network.layers.at(-1)!} />}
          <div class="buttons">
            <button data-do="lit-three" onClick={() => void chooseTest(testImage(image))}>
              {fill(T.sum.three, { n: image })}
            </button>
            {canDraw.value && (
              <button data-do="lit-erase" onClick={() => void erase()}>
                {texts().input.erase}
              </button>
            )}
          </div>
          {network && <Told layers={network.layers} />}
        </div>
      </div>
      <div class="lit-stage">
        <NetworkView />
      </div>
    </div>
  );
}
