// The chain itself: a circle for each neuron, lit by its activation, and between them the weights.
import { Fragment } from 'preact';
import { hello } from '../../../model/network';
import { theme } from '../../../model/settings';
import { css, mix, paletteOf, readableOn } from '../../../draw/palette';
import { fill, fixed, signed, texts } from '../../../text/learn';
import { activationAt, weightAt } from './slope';
import { another, chain, layer, seen } from './state';

export function nameOf(l: number, n: number): string {
  const T = texts().learnRoom.chain;
  const layers = seen.value?.net.layers.length ?? 0;
  if (l === 0) return fill(T.pixel, { n: n + 1 });
  if (l < layers) return fill(T.neuron, { n: n + 1 });
  return fill(T.output, { n: hello.value?.data.classes[n] ?? n });
}

function Node({ l }: { l: number }) {
  const T = texts().learnRoom.chain;
  const n = chain.value[l];
  const a = activationAt(seen.value!, l, n);
  const palette = paletteOf(theme.value);
  const colour = mix(palette.off, palette.on, Math.max(0, Math.min(1, a)));
  const name = nameOf(l, n);
  return (
    <button class="chain-node" data-node={l} title={T.another} onClick={() => another(l)}>
      <span class="chain-name">{name}</span>
      <span
        class="chain-lamp"
        style={{
          background: css(colour),
          color: readableOn(colour),
          boxShadow: `0 0 ${Math.round(16 * a)}px ${css(palette.glow, 0.5 * a)}`,
        }}
      >
        {fixed(a)}
      </span>
    </button>
  );
}

function Weight({ l }: { l: number }) {
  const T = texts().learnRoom.chain;
  const [from, to] = [chain.value[l - 1], chain.value[l]];
  const w = weightAt(seen.value!, l, from, to);
  const chosen = layer.value === l;
  const ends = { from: nameOf(l - 1, from), to: nameOf(l, to) };
  return (
    <button
      class={`chain-weight ${w < 0 ? 'is-minus' : 'is-plus'}`}
      data-weight={l}
      aria-pressed={chosen}
      onClick={() => (layer.value = l)}
    >
      <span class="hidden-text">{fill(T.weight, ends)}</span>
      <span>
        {chosen && <span class="is-w">w = </span>}
        {signed(w)}
      </span>
      <span class="line" style={{ height: `${Math.min(7, 1.5 + Math.abs(w))}px` }} />
    </button>
  );
}

export function Row() {
  return (
    <div class="chain-row">
      {chain.value.map((_, l) => (
        <Fragment key={l}>
          {l > 0 && <Weight l={l} />}
          <Node l={l} />
        </Fragment>
      ))}
    </div>
  );
}
