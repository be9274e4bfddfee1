import './descent.css';
import { useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Place } from '../../engine/types';
import { Slider } from '../../parts/Slider';
import { running, state, touched } from '../../model/learning';
import { nameOfPlace } from '../../model/names';
import { net } from '../../model/network';
import { selection } from '../../model/selection';
import { count, fill, fixed, plural, texts } from '../../text';
import { LocalMinima } from './LocalMinima';
import {
  applyBall,
  ball,
  begin,
  loadSurface,
  mode,
  randomPair,
  rate,
  reach,
  roll,
  sliceLow,
  steepest,
  surface,
} from './model';
import { Slice } from './Slice';
import { axes } from './state';

function Axis({ name, place }: { name: string; place: Place | null }) {
  if (!place) return null;
  return (
    <button class="plain axis" onClick={() => (selection.value = { kind: 'weight', place })}>
      <span class="muted">{name}</span> {nameOfPlace(place)}
    </button>
  );
}

/** How the ball rolls, and the network to where it lies. */
function Roll() {
  const T = texts();
  return (
    <>
      <Slider
        label={T.descent.rate}
        value={Math.log10(rate.value)}
        min={-1}
        max={2}
        step={0.01}
        shown={fixed(rate.value, 1)}
        onInput={(v) => (rate.value = 10 ** v)}
      />
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
function Span() {
  const T = texts();
  return (
    <>
      <Axis name={T.descent.x} place={axes.value.x} />
      <Axis name={T.descent.y} place={axes.value.y} />
      <div class="buttons">
        <button class="small" onClick={() => steepest()}>
          {T.descent.steepest}
        </button>
        <button class="small" onClick={randomPair}>
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

/** What the slice and the ball say in numbers. */
function Told() {
  const T = texts();
  const s = surface.value;
  const now = ball.value;
  if (!s) return null;
  return (
    <div class="descent-told small">
      <p>
        {fill(T.descent.at, {
          step: count(s.step),
          samples: plural(s.samples, T.descent.samples),
        })}
      </p>
      <p class="strong">
        {fill(T.descent.ballCost, { cost: now?.cost == null ? '…' : fixed(now.cost, 4) })}
      </p>
      <p>
        {fill(T.descent.lowest, {
          cost: fixed(Math.min(s.extremes.low, now?.cost ?? Infinity), 4),
        })}
      </p>
      {mode.value === 'all' && sliceLow.value !== null && s.cost < sliceLow.value && (
        <p class="strong">
          {fill(T.descent.gap, {
            count: plural(net.value?.count ?? 0, T.header.parameters),
            all: fixed(s.cost, 4),
            slice: fixed(sliceLow.value, 4),
          })}
        </p>
      )}
    </div>
  );
}

/** The slice goes with the network, its two weights and its reach. */
function useSurface(): void {
  useEffect(() => {
    const known = net.peek();
    const fits = (p: Place | null): boolean =>
      !!p && !!known?.parameters.some((q) => q.name === p.parameter);
    if (!fits(axes.peek().x) || !fits(axes.peek().y)) void steepest();
  }, [net.value]);
  useSignalEffect(() => {
    void reach.value;
    if (axes.value.x && axes.value.y) begin();
  });
  useSignalEffect(() => {
    void [state.value?.step, state.value?.shown.step, touched.value];
    if (surface.peek()) loadSurface(running.peek() ? 25 : 33, true);
  });
}

export default function DescentView() {
  const T = texts();
  useSurface();
  return (
    <div class="descent view">
      <div class="view-head">
        <p class="lead">{fill(T.descent.lead, { count: count(net.value?.count ?? 0) })}</p>
        <div class="segmented" role="group" aria-label={T.views.descent}>
          {(['two', 'all'] as const).map((name) => (
            <button
              key={name}
              data-mode={name}
              aria-pressed={mode.value === name}
              onClick={() => {
                mode.value = name;
                begin();
              }}
            >
              {name === 'two' ? T.descent.onlyTwo : T.descent.all}
            </button>
          ))}
        </div>
      </div>
      <div class="descent-main">
        <Slice />
        <div class="descent-side">
          <p class="small">{mode.value === 'two' ? T.descent.twoHow : T.descent.allHow}</p>
          {mode.value === 'two' && <Roll />}
          <Span />
          <Told />
          <LocalMinima />
        </div>
      </div>
    </div>
  );
}
