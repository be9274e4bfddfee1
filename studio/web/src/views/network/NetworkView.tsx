import './network.css';
import { type Signal, useSignal, useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Drawing } from '../../draw/canvas';
import { finished } from '../../model/input';
import { type Net, brightnessScale, hello, net } from '../../model/network';
import { hovered, linesShow, muted, selection } from '../../model/selection';
import { language, reducedMotion } from '../../model/settings';
import { tensors } from '../../model/tensors';
import { count, fill, fixed, plural, texts } from '../../text';
import { NetworkPainter } from './draw';
import { Legend } from './Legend';
import { InputTarget, NeuronTargets } from './Targets';
import { type Arrangement, arrange } from './layout';

type Numbers = Float32Array<ArrayBufferLike>;

const rippleTime = 200;

/** The size of an element, as it changes. */
function useSizeOf(box: RefObject<HTMLElement>): Signal<{ width: number; height: number }> {
  const size = useSignal({ width: 0, height: 0 });
  useEffect(() => {
    const sizes = new ResizeObserver(([entry]) => {
      size.value = { width: entry.contentRect.width, height: entry.contentRect.height };
    });
    sizes.observe(box.current!);
    return () => sizes.disconnect();
  }, []);
  return size;
}

/** A finished input runs through the layers: how far it has come, and what was lit before it. */
function useRipple() {
  const wave = useSignal(1);
  const before = useRef<Numbers | null>(null);
  const shown = useRef<Numbers | null>(null);
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
  return { wave, before };
}

const classNames = (): string[] => hello.value?.data.classes ?? [];

function useArrangement(
  network: Net | null,
  { width, height }: { width: number; height: number },
): Arrangement | null {
  return useMemo(() => {
    if (!network || width < 50 || height < 50) return null;
    return arrange(
      width,
      height,
      network.layers.map((l) => l.width),
      network.across,
      network.down,
      Math.max(1, ...classNames().map((name) => name.length)),
    );
  }, [network, width, height]);
}

/** What stands above the columns. */
function captionsOf(network: Net): string[] {
  return [
    plural(network.inputs, texts().network.inputs),
    ...network.layers.map((l) => count(l.width)),
  ];
}

/** What full light means in the layers that have no upper bound. */
const fullLightOf = (network: Net): string[] =>
  network.layers.map((l) =>
    l.activation === 'sigmoid' || l.activation === 'softmax'
      ? ''
      : fill(texts().network.brightness, { value: fixed(brightnessScale(l)) }),
  );

export function NetworkView() {
  const T = texts();
  const painter = useMemo(() => new NetworkPainter(), []);
  const box = useRef<HTMLDivElement>(null);
  const size = useSizeOf(box);
  const { wave, before } = useRipple();
  const network = net.value;
  const place = useArrangement(network, size.value);
  const chosen = selection.value;
  const focus = hovered.value ?? (chosen?.kind === 'neuron' ? chosen : null);
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
            fullLight: fullLightOf(network),
            classes: classNames(),
            captions: captionsOf(network),
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
