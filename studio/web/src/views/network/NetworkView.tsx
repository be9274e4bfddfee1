import './network.css';
import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Drawing } from '../../draw/canvas';
import { finished } from '../../model/input';
import { brightnessScale, hello, net } from '../../model/network';
import { hovered, linesShow, muted, neuronKey, selection } from '../../model/selection';
import { language, reducedMotion } from '../../model/settings';
import { tensors } from '../../model/tensors';
import { count, fill, fixed, plural, texts } from '../../text';
import { NetworkPainter } from './draw';
import { Legend } from './Legend';
import { InputTarget, NeuronTargets } from './Targets';
import { type Arrangement, arrange } from './layout';

const rippleTime = 200;

export function NetworkView() {
  const T = texts();
  const painter = useMemo(() => new NetworkPainter(), []);
  const size = useSignal({ width: 0, height: 0 });
  const wave = useSignal(1);
  const before = useRef<Float32Array<ArrayBufferLike> | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const network = net.value;

  useEffect(() => {
    const sizes = new ResizeObserver(([entry]) => {
      size.value = { width: entry.contentRect.width, height: entry.contentRect.height };
    });
    sizes.observe(box.current!);
    return () => sizes.disconnect();
  }, []);

  const shown = useRef<Float32Array<ArrayBufferLike> | null>(null);
  useEffect(
    () =>
      tensors.on('activations', () => {
        before.current = shown.current;
        shown.current = tensors.activations;
      }),
    [],
  );
  const first = useRef(true);
  useSignalEffect(() => {
    void finished.value;
    if (first.current || reducedMotion.peek()) {
      first.current = false;
      return;
    }
    const start = performance.now();
    const tick = (now: number): void => {
      wave.value = Math.max(0, Math.min(1, (now - start) / rippleTime));
      if (wave.value < 1) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });

  const names = hello.value?.data.classes ?? [];
  const place = useMemo<Arrangement | null>(() => {
    const { width, height } = size.value;
    if (!network || width < 50 || height < 50) return null;
    return arrange(
      width,
      height,
      network.layers.map((l) => l.width),
      network.across,
      network.down,
      Math.max(1, ...names.map((name) => name.length)),
    );
  }, [network, size.value]);

  const chosen = selection.value;
  const focus = hovered.value ?? (chosen?.kind === 'neuron' ? chosen : null);
  const classes = hello.value?.data.classes ?? [];
  const captions = [
    plural(network?.inputs ?? 0, T.network.inputs),
    ...(network?.layers ?? []).map((l) => count(l.width)),
  ];
  return (
    <div class="network" ref={box} role="group" aria-label={T.network.stage}>
      <Drawing
        class="fill-canvas"
        aria-hidden="true"
        channels={['parameters', 'activations', 'gradient']}
        follow={() => [
          linesShow.value,
          wave.value,
          hovered.value,
          selection.value,
          muted.value,
          size.value,
          language.value,
          net.value,
        ]}
        draw={(sheet) => {
          if (!network || !place) return;
          painter.draw(sheet, {
            net: network,
            place,
            focus: focus && network.layers[focus.layer]?.width > focus.neuron ? focus : null,
            muted: muted.value,
            gradient: linesShow.value === 'gradient',
            fullLight: network.layers.map((l) =>
              l.activation === 'sigmoid' || l.activation === 'softmax'
                ? ''
                : fill(T.network.brightness, { value: fixed(brightnessScale(l)) }),
            ),
            classes,
            captions,
            wave: wave.value,
            before: before.current,
          });
        }}
      />
      <Legend />
      {network && place && <InputTarget place={place} network={network} />}
      {network && place && <NeuronTargets place={place} network={network} />}
    </div>
  );
}

export function neuronName(layer: number, neuron: number): string {
  const T = texts();
  const network = net.value;
  const last = (network?.layers.length ?? 1) - 1;
  if (layer === last)
    return fill(T.network.output, { digit: hello.value?.data.classes[neuron] ?? neuron });
  return fill(T.network.neuron, { n: neuron + 1, layer: layerName(layer) });
}

export function layerName(layer: number): string {
  const T = texts().network;
  const last = (net.value?.layers.length ?? 1) - 1;
  return layer === last ? T.outputLayer : (T.layerNames[layer] ?? `${layer + 1}`);
}

export const isMuted = (layer: number, neuron: number): boolean =>
  muted.value.has(neuronKey(layer, neuron));
export const parameterCount = (): string =>
  plural(net.value?.count ?? 0, texts().header.parameters);
