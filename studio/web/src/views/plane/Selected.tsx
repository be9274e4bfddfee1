// What is selected on the plane: a neuron, a connection, an input, or a place with its numbers.
import './plane.css';
import { net } from '../../model/network';
import { selection } from '../../model/selection';
import { texts } from '../../text/plane';
import { ConnectionCard } from './ConnectionCard';
import { InputCard, PlaneNeuron } from './NeuronCards';
import { PointCard } from './PointCard';

export default function Selected() {
  const now = selection.value;
  const network = net.value;
  if (now?.kind === 'neuron' && network?.layers[now.layer]?.width! > now.neuron)
    return (
      <PlaneNeuron
        key={`${now.layer}/${now.neuron}`}
        layer={network!.layers[now.layer]}
        neuron={now.neuron}
      />
    );
  if (now?.kind === 'weight')
    return <ConnectionCard key={`${now.place.parameter}/${now.place.index}`} place={now.place} />;
  if (now?.kind === 'pixel' && network && now.pixel < network.inputs)
    return <InputCard key={now.pixel} input={now.pixel} />;
  if (now?.kind === 'point') return <PointCard />;
  return <p class="small">{texts().plane.nothing}</p>;
}
