import './sees.css';
import { overColours } from '../../draw/pictures';
import { state } from '../../model/learning';
import { neuronName } from '../../model/names';
import { net } from '../../model/network';
import { selection } from '../../model/selection';
import { slowPulse, tensors } from '../../model/tensors';
import { fill, percent, texts } from '../../text/views';
import { Confusion } from './Confusion';
import { Gallery } from './Gallery';
import { heaviestPatch } from './patches';
import { Hoped, Really } from './Tiles';

function OfThisNetwork() {
  const at = selection.value;
  return (
    <Really
      chosen={at?.kind === 'neuron' && at.layer === 0 ? at.neuron : null}
      nameOf={(n) => neuronName(0, n)}
      onChoose={(n) => (selection.value = { kind: 'neuron', layer: 0, neuron: n })}
    />
  );
}

/** What these pictures show, counted. */
function Told({ accuracy }: { accuracy: number }) {
  const T = texts();
  void slowPulse.value;
  const first = net.value?.layers[0];
  if (!first) return null;
  const { across, planes } = net.value!;
  const pixels = first.inputs / planes;
  const pictures = overColours(tensors.parameters, first.weightAt, first.width, pixels, planes);
  let gathered = 0;
  for (let n = 0; n < first.width; ++n) {
    const from = pictures.from + n * pixels;
    if (heaviestPatch(pictures.of.subarray(from, from + pixels), across).share > 1 / 3) gathered++;
  }
  return (
    <p class="small">
      {fill(T.sees.reallyWhy, { n: gathered, total: first.width, percent: percent(accuracy) })}
    </p>
  );
}

const allMistakes = { wrong: true };

export default function SeesView() {
  const T = texts();
  const accuracy = state.value?.testAccuracy;
  return (
    <div class="sees view">
      <p class="lead">{T.sees.lead}</p>
      <div class="sees-pairs">
        <section>
          <h3>{T.sees.hoped}</h3>
          <Hoped />
        </section>
        <section>
          <h3>{T.sees.really}</h3>
          <OfThisNetwork />
        </section>
        <section class="sees-confusion">
          <h3>{T.sees.confusion}</h3>
          <Confusion />
          <p class="small">{T.sees.confusionHow}</p>
        </section>
      </div>
      {accuracy != null && <Told accuracy={accuracy} />}
      <section>
        <h3>{T.sees.gallery}</h3>
        <Gallery query={allMistakes} count={36} />
      </section>
    </div>
  );
}
