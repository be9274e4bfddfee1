import './descent.css';
import { useSignalEffect } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Drawing } from '../../draw/canvas';
import type { Place } from '../../engine/types';
import { nameOfPlace } from '../../parts/selected/WeightCard';
import { Slider } from '../../parts/Slider';
import { running, state, touched } from '../../model/learning';
import { net } from '../../model/network';
import { selection } from '../../model/selection';
import { count, fill, fixed, plural, texts } from '../../text';
import { SurfacePainter, frameOf } from './draw';
import { LocalMinima } from './LocalMinima';
import {
  applyBall,
  ball,
  begin,
  loadSurface,
  mode,
  path,
  putBall,
  randomPair,
  rate,
  reach,
  roll,
  sliceLow,
  slope,
  steepest,
  surface,
} from './model';
import { axes } from './state';

function Stage() {
  const T = texts();
  const painter = useMemo(() => new SurfacePainter(), []);
  const dragging = useRef(false);
  const moved = useRef(false);

  const move = (event: PointerEvent): void => {
    const s = surface.peek();
    if (!s) return;
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const f = frameOf(box.width, box.height);
    const share = (v: number): number => Math.max(0, Math.min(1, v));
    const x = share((event.clientX - box.left - f.left) / f.size);
    const y = 1 - share((event.clientY - box.top - f.top) / f.size);
    const { xRange, yRange } = s.grid;
    putBall(xRange[0] + x * (xRange[1] - xRange[0]), yRange[0] + y * (yRange[1] - yRange[0]));
  };
  const s = surface.value;
  const now = ball.value;
  const cost = now?.cost == null ? '…' : fixed(now.cost, 4);
  return (
    <div
      class="surface"
      role="application"
      tabIndex={0}
      aria-label={`${T.descent.surface}. ${now ? fill(T.descent.ballCost, { cost }) : ''}`}
      onPointerDown={(event) => {
        if (mode.value !== 'two') return;
        event.preventDefault();
        event.currentTarget.focus();
        event.currentTarget.setPointerCapture(event.pointerId);
        dragging.current = true;
        moved.current = false;
        move(event);
      }}
      onPointerMove={(event) => {
        if (!dragging.current) return;
        moved.current = true;
        move(event);
      }}
      onPointerUp={() => {
        if (dragging.current) void roll();
        dragging.current = false;
      }}
      onPointerCancel={() => (dragging.current = false)}
      onKeyDown={(event) => {
        if (!now || !s || mode.value !== 'two') return;
        const step = (s.grid.xRange[1] - s.grid.xRange[0]) / 40;
        const moves: Record<string, [number, number]> = {
          ArrowLeft: [-step, 0],
          ArrowRight: [step, 0],
          ArrowUp: [0, step],
          ArrowDown: [0, -step],
        };
        const by = moves[event.key];
        if (by) putBall(now.x + by[0], now.y + by[1]);
        else if (event.key === 'Enter') void roll();
        else return;
        event.preventDefault();
      }}
    >
      <Drawing
        class="fill-canvas"
        aria-hidden="true"
        follow={() => [surface.value, ball.value, slope.value, path.value]}
        draw={(sheet) => {
          const { x, y } = axes.value;
          if (!s || !x || !y) return;
          painter.draw(sheet, {
            grid: s.grid,
            ...s.extremes,
            ball: ball.value,
            slope: slope.value,
            path: path.value,
            xName: T.descent.x,
            yName: T.descent.y,
          });
        }}
      />
    </div>
  );
}

function Axis({ name, place }: { name: string; place: Place | null }) {
  if (!place) return null;
  return (
    <button class="plain axis" onClick={() => (selection.value = { kind: 'weight', place })}>
      <span class="muted">{name}</span> {nameOfPlace(place)}
    </button>
  );
}

export default function DescentView() {
  const T = texts();
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
  const s = surface.value;
  const now = ball.value;
  const all = plural(net.value?.count ?? 0, T.header.parameters);
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
        <Stage />
        <div class="descent-side">
          <p class="small">{mode.value === 'two' ? T.descent.twoHow : T.descent.allHow}</p>
          {mode.value === 'two' && (
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
          )}
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
          {s && (
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
                    count: all,
                    all: fixed(s.cost, 4),
                    slice: fixed(sliceLow.value, 4),
                  })}
                </p>
              )}
            </div>
          )}
          <LocalMinima />
        </div>
      </div>
    </div>
  );
}
