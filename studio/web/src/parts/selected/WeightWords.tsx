// What the cards of a weight have in common: its product, its gradient in words, the button that
// holds it.
import type { Place } from '../../engine/types';
import { holdPlaces } from '../../model/edits';
import { held } from '../../model/selection';
import { brief, fill, fixed, signed, texts } from '../../text';

export function Product({ w, a }: { w: number; a: number }) {
  const words = texts().selected.contributes;
  return (
    <p class="small">{fill(words, { w: fixed(w), a: fixed(a), product: signed(w * a) })}</p>
  );
}

/** `words`: with the place of the slope's value, {value} */
export function Slope({ slope, words }: { slope: number; words: string }) {
  const T = texts().selected;
  return (
    <p class="small">
      {fill(words, { value: brief(slope) })}
      {slope !== 0 && ' ' + fill(T.gradientWhy, { way: T[slope < 0 ? 'larger' : 'smaller'] })}
    </p>
  );
}

export function HoldButton({ place }: { place: Place }) {
  const T = texts().selected;
  const key = `${place.parameter}/${place.index}`;
  const holds = held.value.has(key);
  return (
    <button
      aria-pressed={holds}
      title={T.holdWhy}
      onClick={() => holdPlaces([place], !holds, key)}
    >
      {holds ? T.release : T.hold}
    </button>
  );
}
