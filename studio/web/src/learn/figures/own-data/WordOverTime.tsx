// A word over its time: the spectrogram, what silencing a moment costs, what is said until then.
import { useRef } from 'preact/hooks';
import { Drawing, type Sheet } from '../../../draw/canvas';
import type { Picture } from '../../../draw/pictures';
import { arrowOf, placeOn, useGrip, within } from '../../../draw/pointer';
import { fill, fixed, percent, texts } from '../../../text/learn';
import { drawMoment, drawSaid, drawSpectrogram } from '../../../views/speech/draw';
import { features } from '../spectrogram/spectrum';
import * as figure from './state';
import { framesOf, heaviest, spectrogramOf } from './word';

const seconds = (frame: number): string => fixed((frame * features.hopMs) / 1000);

interface Track {
  name: string;
  heard: number;
  /** of as many classes, one below the other */
  rows?: number;
  draw: (sheet: Sheet, held: { picture: Picture | null }) => void;
}

function Track({ name, heard, rows, draw }: Track) {
  const held = useRef<{ picture: Picture | null }>({ picture: null });
  return (
    <Drawing
      class={`own-track is-${name}`}
      data-track={name}
      style={rows ? { height: `${1.2 * rows}rem` } : undefined}
      aria-hidden="true"
      follow={() => figure.moment.value}
      draw={(sheet) => {
        draw(sheet, held.current);
        drawMoment(sheet, figure.moment.value, heard);
      }}
    />
  );
}

/** What would be said if the word ended at the moment that is looked at. */
function told({ said, shares }: figure.WhyHeard, names: readonly string[]): string {
  const from = figure.moment.value * shares.length;
  const row = [...said.subarray(from, from + shares.length)];
  const best = row.indexOf(Math.max(...row));
  return fill(texts().learnRoom.own.told, {
    t: seconds(figure.moment.value + 1),
    name: names[best] ?? '',
    share: percent(row[best] ?? 0, 0),
  });
}

function Tracks({ of }: { of: figure.WhyHeard }) {
  const T = texts().learnRoom.own;
  const { names } = figure.learned.value!;
  const heard = framesOf(of.example);
  const put = (frame: number): void =>
    void (figure.moment.value = within(Math.floor(frame), 0, heard - 1));
  const drag = (event: PointerEvent): void => {
    const { x, width } = placeOn(event);
    put((x / width) * heard);
  };
  const { handlers } = useGrip({ take: (event) => (drag(event), true), drag, hover: drag });
  const press = (event: KeyboardEvent): void => {
    const [right] = arrowOf(event.key) ?? [0];
    if (right) put(figure.moment.value + right * (event.shiftKey ? 10 : 1));
    else if (event.key === 'Home') put(0);
    else if (event.key === 'End') put(heard);
    else return;
    event.preventDefault();
  };
  const spectrogram = spectrogramOf(of.example);
  return (
    <div
      class="own-tracks"
      role="slider"
      tabIndex={0}
      aria-label={T.time}
      aria-valuemin={0}
      aria-valuemax={heard - 1}
      aria-valuenow={figure.moment.value}
      aria-valuetext={told(of, names)}
      onKeyDown={press}
      {...handlers}
    >
      <Track
        name="spectrogram"
        heard={heard}
        draw={(sheet, held) => drawSpectrogram(sheet, held, { features, heard, spectrogram })}
      />
      <span class="small">{T.silenced}</span>
      <Track
        name="silenced"
        heard={heard}
        draw={(sheet, held) =>
          drawSpectrogram(sheet, held, { features: { bands: 1 }, heard, spectrogram: of.drops })
        }
      />
      <span class="small">{fill(T.saidUntil, { names: names.join(', ') })}</span>
      <Track
        name="said"
        heard={heard}
        rows={names.length}
        draw={(sheet, held) => drawSaid(sheet, held, { classes: names, said: of.said })}
      />
    </div>
  );
}

export function WordOverTime({ of }: { of: figure.WhyHeard }) {
  const T = texts().learnRoom.own;
  const { names } = figure.learned.value!;
  const [at, most] = heaviest(of.drops);
  return (
    <>
      <Tracks of={of} />
      <p class="small" data-test="own-moment">
        {told(of, names)}
      </p>
      <p class="small" data-map="silenced" data-most={most}>
        {fill(T.silencedHow, {
          n: of.window,
          name: names[of.output],
          most: percent(Math.max(0, most)),
          t: seconds(at),
        })}
      </p>
    </>
  );
}
