// Chapter 4: ten lamps, a square over each whose area is what it owes, and the sum.
import './Lamps.css';
import '../live.css';
import { useEffect, useRef } from 'preact/hooks';
import { css, mix, paletteOf } from '../../../draw/palette';
import { arrowOf, placeOn, useGrip } from '../../../draw/pointer';
import { net } from '../../../model/network';
import { theme } from '../../../model/settings';
import { answered } from '../../../parts/CostTable';
import { fill, fixed, texts } from '../../../text/learn';
import { type Lamp, costOf, lampsOf, worstOf } from './lamps';
import * as figure from './state';

interface LampFields extends Lamp {
  i: number;
  isWorst: boolean;
  /** another lamp is to be held, by its number */
  go: (to: number) => void;
}

const step = 0.01;

function Tube({ i, light, wanted, square, go }: LampFields) {
  const T = texts().learnRoom.cost.lamps;
  const palette = paletteOf(theme.value);
  const drag = (event: PointerEvent): void => {
    const { y, height } = placeOn(event);
    figure.setLamp(i, 1 - y / height);
  };
  const { handlers } = useGrip({ take: (event) => (drag(event), true), drag });
  const press = (event: KeyboardEvent): void => {
    const arrow = arrowOf(event.key);
    if (arrow?.[0]) go(i + arrow[0]);
    else if (arrow) figure.setLamp(i, light - arrow[1] * step * (event.shiftKey ? 10 : 1));
    else if (event.key === 'PageUp') figure.setLamp(i, light + 10 * step);
    else if (event.key === 'PageDown') figure.setLamp(i, light - 10 * step);
    else if (event.key === 'Home') figure.setLamp(i, 0);
    else if (event.key === 'End') figure.setLamp(i, 1);
    else if (/^\d$/.test(event.key)) figure.want(Number(event.key));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const said = { light: fixed(light), wanted: fixed(wanted, 0), square: fixed(square, 4) };
  const height = `${100 * Math.max(0, Math.min(1, light))}%`;
  return (
    <div
      class="tube"
      role="slider"
      tabIndex={0}
      data-lamp={i}
      aria-orientation="vertical"
      aria-label={fill(T.lamp, { n: i })}
      aria-valuemin={0}
      aria-valuemax={1}
      aria-valuenow={light}
      aria-valuetext={fill(T.said, said)}
      onKeyDown={press}
      {...handlers}
    >
      <span
        class="tube-light"
        style={{ height, background: css(mix(palette.off, palette.on, Math.max(0.25, light))) }}
      />
      <span class="tube-wanted" style={{ bottom: `${100 * wanted}%` }} />
    </div>
  );
}

function Column(fields: LampFields) {
  const T = texts().learnRoom.cost.lamps;
  const { i, light, error, square, isWorst } = fields;
  const side = `${100 * Math.min(1, Math.abs(error))}%`;
  return (
    <div class={`lamp-column ${isWorst ? 'is-worst' : ''}`}>
      <span class="owed-box">
        <span class="owed" style={{ width: side, height: side }} />
      </span>
      <span class="owed-number" data-owes={square}>
        {fixed(square, 3)}
      </span>
      <Tube {...fields} />
      <span>{fixed(light)}</span>
      <button
        data-want={i}
        aria-pressed={figure.digit.value === i}
        aria-label={fill(T.want, { n: i })}
        onClick={() => figure.want(i)}
      >
        {i}
      </button>
    </div>
  );
}

function Sum({ lamps }: { lamps: readonly Lamp[] }) {
  const T = texts().learnRoom.cost.lamps;
  const worst = worstOf(lamps);
  const cost = costOf(lamps);
  const answer = answered(lamps.map(({ light }) => light));
  const most =
    worst === null ? T.none : fill(T.most, { n: worst, square: fixed(lamps[worst].square, 4) });
  const right = answer === figure.digit.value;
  return (
    <>
      <p class="lamps-sum">
        <span>{T.sum}</span>
        <strong data-test="lamps-sum" data-value={cost}>
          {fixed(cost, 4)}
        </strong>
      </p>
      <p class="small" data-test="lamps-told">
        {most} {fill(right ? T.right : T.wrong, { answer, wanted: figure.digit.value })}
      </p>
    </>
  );
}

function Whose() {
  const T = texts().learnRoom.cost.lamps;
  const layers = net.value?.layers ?? [];
  const shape = [net.value?.inputs ?? 0, ...layers.map(({ width }) => width)].join('–');
  return (
    <p class="small lamps-whose" aria-live="polite">
      {fill(T[figure.whose.value], { shape })}
    </p>
  );
}

const shown = [
  ['book', figure.showBook],
  ['mine', figure.showMine],
  ['newborn', figure.showNewborn],
] as const;

export default function Lamps() {
  const T = texts().learnRoom.cost.lamps;
  useEffect(figure.follow, []);
  const row = useRef<HTMLDivElement>(null);
  const lamps = lampsOf(figure.outputs.value, figure.digit.value);
  const worst = worstOf(lamps);
  const go = (to: number): void =>
    row.current?.querySelector<HTMLElement>(`[data-lamp="${to}"]`)?.focus();
  return (
    <div class="live lamps" data-test="lamps">
      <h2>{T.title}</h2>
      <p class="small">{T.about}</p>
      <div class="lamps-row" role="group" aria-label={T.title} ref={row}>
        {lamps.map((lamp, i) => (
          <Column key={i} i={i} isWorst={worst === i} go={go} {...lamp} />
        ))}
      </div>
      <Sum lamps={lamps} />
      <Whose />
      <div class="buttons">
        {shown.map(([name, show]) => (
          <button
            key={name}
            data-lamps={name}
            aria-pressed={figure.whose.value === name}
            onClick={show}
          >
            {T.show[name]}
          </button>
        ))}
      </div>
    </div>
  );
}
