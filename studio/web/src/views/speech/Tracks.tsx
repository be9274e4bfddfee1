// All pictures over the same time; a moment that is pointed at is marked in every one of them.
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { Drawing, type Sheet } from '../../draw/canvas';
import type { Picture } from '../../draw/pictures';
import { arrowOf, placeOn, within } from '../../draw/pointer';
import { answered } from '../../parts/CostTable';
import { fill, fixed, percent, texts } from '../../text/views';
import { drawGates, drawMoment, drawSaid, drawSpectrogram, drawWave, slots, symbols } from './draw';
import {
  direction,
  hearing,
  moment,
  order,
  reachOf,
  saidAt,
  scaleOf,
  secondsOf,
  takeUnit,
  unit,
} from './model';

export interface TrackProps {
  name: string;
  title: ComponentChildren;
  small?: string;
  high: number;
  side?: ComponentChildren;
  draw: (sheet: Sheet, held: { picture: Picture | null }) => void;
  onRow?: (share: number) => void;
}

export function Ends({ high, low }: { high: string; low: string }) {
  return (
    <span class="track-side ends" aria-hidden="true">
      <span>{high}</span>
      <span>{low}</span>
    </span>
  );
}

export function Track({ name, title, small, high, side, draw, onRow }: TrackProps) {
  const held = useRef<{ picture: Picture | null }>({ picture: null });
  return (
    <div class="time-track" data-track={name}>
      <p class="track-name">
        {title}
        {small && <span class="small">{small}</span>}
      </p>
      {side ?? <span />}
      <div
        class="track-picture"
        style={{ height: `${high / 16}rem` }}
        onClick={(event) => {
          const { y, height } = placeOn(event);
          onRow?.(y / height);
        }}
      >
        <Drawing
          class="fill-canvas"
          aria-hidden="true"
          follow={() => [hearing.value, moment.value, unit.value, direction.value]}
          draw={(sheet) => {
            const h = hearing.value;
            if (!h) return;
            draw(sheet, held.current);
            drawMoment(sheet, moment.value, h.heard);
          }}
        />
      </div>
    </div>
  );
}

/**
 * Pictures over the time of the word: a slider along them, and across them for the units of a
 * layer.
 */
export function OverTime({ label, children }: { label: string; children: ComponentChildren }) {
  const T = texts();
  const h = hearing.value;
  if (!h) return null;
  const put = (frame: number): void => {
    moment.value = within(Math.floor(frame), 0, h.heard - 1);
  };
  const pointTo = (event: PointerEvent): void => {
    const box = (event.currentTarget as HTMLElement)
      .querySelector('.track-picture')
      ?.getBoundingClientRect();
    const share = box ? (event.clientX - box.left) / box.width : -1;
    if (share >= 0 && share <= 1) put(share * h.heard);
  };
  const said = saidAt(h, moment.value);
  const best = answered(said);
  return (
    <div
      class="tracks"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={h.heard - 1}
      aria-valuenow={moment.value}
      aria-valuetext={fill(T.speech.momentTold, {
        seconds: fixed(secondsOf(h, moment.value)),
        answer: h.classes[best],
        percent: percent(said[best]),
      })}
      onPointerDown={pointTo}
      onPointerMove={pointTo}
      onKeyDown={(event) => {
        const [right, down] = arrowOf(event.key) ?? [0, 0];
        if (right !== 0) put(moment.value + right);
        else if (down !== 0) takeUnit(down);
        else if (event.key === 'Home') put(0);
        else if (event.key === 'End') put(h.heard);
        else return;
        event.preventDefault();
      }}
    >
      {children}
    </div>
  );
}

/** `brief`: the spectrogram alone */
export function SoundTracks({ brief = false }: { brief?: boolean }) {
  const T = texts();
  const h = hearing.value;
  if (!h) return null;
  const best = answered(saidAt(h, moment.value));
  const hertz = (n: number): string => fill(T.speech.hertz, { n: fixed(n / 1000, 1) });
  return (
    <OverTime label={T.speech.timeLabel}>
      {!brief && (
        <Track name="wave" title={T.speech.wave} high={52} draw={(sheet) => drawWave(sheet, h)} />
      )}
      <Track
        name="spectrogram"
        title={T.speech.spectrogram}
        small={T.speech.spectrogramWhy}
        high={brief ? 72 : 104}
        side={<Ends high={hertz(h.features.highHz)} low={hertz(h.features.lowHz)} />}
        draw={(sheet, held) => drawSpectrogram(sheet, held, h)}
      />
      {!brief && (
        <Track
          name="said"
          title={T.speech.said}
          small={T.speech.saidWhy}
          high={h.classes.length * 13}
          side={
            <span class="track-side" aria-hidden="true">
              {h.classes.map((c, i) => (
                <span key={c} class={i === best ? 'is-best' : ''}>
                  {c}
                </span>
              ))}
            </span>
          }
          draw={(sheet, held) => drawSaid(sheet, held, h)}
        />
      )}
    </OverTime>
  );
}

/** `high` is how high each is, in place of what its rows want */
export function GateTracks({ high }: { high?: number }) {
  const T = texts();
  const h = hearing.value;
  if (!h?.layer) return null;
  const { units } = h.layer;
  return (
    <OverTime label={T.speech.gatesLabel}>
      {slots.map((slot) => {
        const scale =
          unit.value === null ? scaleOf(h, slot) : reachOf(h, direction.value, slot, unit.value);
        return (
          <Track
            key={slot}
            name={slot}
            title={<b>{symbols[slot]}</b>}
            small={T.speech.slots[slot]}
            high={high ?? (unit.value === null ? Math.max(56, Math.min(96, units)) : 48)}
            side={
              <Ends high={fixed(scale, 1)} low={slot.endsWith('gate') ? '0' : fixed(-scale, 1)} />
            }
            draw={(sheet, held) =>
              drawGates(sheet, held, h, slot, direction.value, order.value, unit.value)
            }
            onRow={(share) => {
              unit.value ??= order.value[Math.floor(share * units)] ?? null;
            }}
          />
        );
      })}
    </OverTime>
  );
}

export function Axis() {
  const T = texts();
  const h = hearing.value;
  if (!h) return null;
  return (
    <p class="track-axis small" aria-hidden="true">
      <span>0</span>
      <span>{fill(T.speech.seconds, { n: fixed(secondsOf(h, h.heard)) })}</span>
    </p>
  );
}
