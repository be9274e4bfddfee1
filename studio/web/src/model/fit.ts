// What is selected has to be in the network that is there.
import { hello, net, ownerOf } from './network';
import { selection } from './selection';

export function fitSelection(): void {
  const now = selection.value;
  const network = net.value;
  if (!network) return;
  const first = { kind: 'neuron', layer: 0, neuron: 0 } as const;
  if (now?.kind === 'neuron' && !(network.layers[now.layer]?.width > now.neuron))
    selection.value = first;
  if (now?.kind === 'pixel' && now.pixel >= network.inputs) selection.value = first;
  if (now?.kind === 'weight') {
    const owner = ownerOf(network, now.place);
    if (!owner || owner.neuron >= owner.layer.width) selection.value = first;
  }
  const classes = hello.value?.data.classes.length ?? 0;
  if (now?.kind === 'cell' && Math.max(now.label, now.answer) >= classes) selection.value = first;
}
