// What is to choose of the slice: the rate, its two weights, how far it reaches.
import type { Place } from '../../engine/types';
import { nameOfPlace } from '../../model/names';
import { selection } from '../../model/selection';
import { Slider } from '../../parts/Slider';
import { fixed, texts } from '../../text/views';
import { applyBall, randomPair, rate, reach, roll, steepest } from './model';
import { axes } from './state';

function Axis({ name, place }: { name: string; place: Place | null }) {
  if (!place) return null;
  return (
    <button class="plain axis" onClick={() => (selection.value = { kind: 'weight', place })}>
      <span class="muted">{name}</span> {nameOfPlace(place)}
    </button>
  );
}

export function Rate({ label }: { label: string }) {
  return (
    <Slider
      label={label}
      name="descent-rate"
      value={Math.log10(rate.value)}
      min={-1}
      max={2}
      step={0.01}
      shown={fixed(rate.value, 1)}
      onInput={(v) => (rate.value = 10 ** v)}
    />
  );
}

/** How the ball rolls, and the network to where it lies. */
export function Roll() {
  const T = texts();
  return (
    <>
      <Rate label={T.descent.rate} />
      <div class="buttons">
        <button class="primary" data-do="roll" onClick={() => roll()}>
          {T.descent.roll}
        </button>
        <button onClick={applyBall}>{T.descent.apply}</button>
      </div>
    </>
  );
}

/** Which two weights span the slice, and how far it reaches. */
export function Span() {
  const T = texts();
  return (
    <>
      <Axis name={T.descent.x} place={axes.value.x} />
      <Axis name={T.descent.y} place={axes.value.y} />
      <div class="buttons">
        <button class="small" data-do="steepest" onClick={() => steepest()}>
          {T.descent.steepest}
        </button>
        <button class="small" data-do="two-others" onClick={randomPair}>
          {T.descent.random}
        </button>
        <button class="small" onClick={() => (reach.value = Math.min(64, reach.value * 2))}>
          {T.descent.wider}
        </button>
        <button class="small" onClick={() => (reach.value = Math.max(0.25, reach.value / 2))}>
          {T.descent.closer}
        </button>
      </div>
    </>
  );
}
