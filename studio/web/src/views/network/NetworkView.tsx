import './network.css';
import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { answerInWords } from '../../aloud/answer';
import { Drawing, useSizeOf } from '../../draw/canvas';
import { finished } from '../../model/input';
import { layerName } from '../../model/names';
import { type Net, activationOf, brightnessScale, hello, net } from '../../model/network';
import { hovered, linesShow, muted, selection } from '../../model/selection';
import { language, reducedMotion, textScale } from '../../model/settings';
import { type Slow, slow } from '../../model/slow';
import { slowPulse, tensors } from '../../model/tensors';
import { count, fill, fixed, plural, texts } from '../../text';
import { type Look, NetworkPainter } from './draw';
import { Legend } from './Legend';
import { InputTarget, NeuronTargets, targetsOf } from './Targets';
import { type Arrangement, arrange } from './layout';

type Numbers = Float32Array<ArrayBufferLike>;

const rippleTime = 200;

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
      textScale.value,
    );
  }, [network, width, height, textScale.value]);
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
    l.range[1] !== null
      ? ''
      : fill(texts().network.brightness, { value: fixed(brightnessScale(l)) }),
  );

/** What a step in slow motion lights and shows; once it is taken all is as it then is. */
function slowLook(now: Slow | null): Look['slow'] {
  const phase = now?.phases[now.at];
  if (!now || !phase || phase.kind === 'taken') return null;
  return {
    lit: phase.kind === 'light' ? phase.layer : Infinity,
    back: phase.kind === 'back' ? phase.layer : Infinity,
    gradient: now.gradient,
  };
}

/** How many neurons of each layer are bright, and the answer. */
function networkInWords(network: Net | null): string {
  void slowPulse.value;
  if (!network) return '';
  const layers = network.layers.slice(0, -1).map((layer) => {
    const half = brightnessScale(layer) / 2;
    let lit = 0;
    for (let n = 0; n < layer.width; ++n) if (activationOf(layer, n) > half) ++lit;
    return fill(texts().aloud.layer, { name: layerName(layer.index), lit, all: layer.width });
  });
  const answer = answerInWords(network.layers.at(-1)!);
  return fill(texts().aloud.network, { layers: layers.join('; '), answer });
}

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
        role="img"
        aria-label={networkInWords(network)}
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
          slow.value,
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
            slow: slowLook(slow.value),
            wave: wave.value,
            before: before.current,
          });
        }}
      />
      <Legend />
      {network && place && <InputTarget place={place} network={network} />}
      {network && place && <NeuronTargets targets={targetsOf(place)} network={network} />}
    </div>
  );
}
