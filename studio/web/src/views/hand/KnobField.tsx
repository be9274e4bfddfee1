// Every weight and bias of the network in one field.
import { rememberBefore, setWeight } from '../../model/edits';
import { net, placeAt } from '../../model/network';
import { selection } from '../../model/selection';
import { pulse, tensors } from '../../model/tensors';
import { texts } from '../../text/views';
import { KnobBoard } from './KnobBoard';

export function KnobField() {
  const T = texts().hand;
  void pulse.value;
  const network = net.value;
  if (!network) return null;
  return (
    <KnobBoard
      field={T.field}
      how={T.how}
      values={() => tensors.parameters}
      turn={(position, value) => setWeight(placeAt(network, position), value)}
      take={() => void rememberBefore()}
      choose={(position) => {
        selection.value = { kind: 'weight', place: placeAt(network, position) };
      }}
      channels={['parameters']}
    />
  );
}
