// A bet from 0 to 100 beside the chart, as high as the chart has that share.
import { arrowOf, placeOn, useGrip } from '../../../draw/pointer';
import { fill, percent, texts } from '../../../text/learn';
import * as figure from './state';

const leap = 10;

export function BetTrack({
  what,
  top,
  bottom,
}: {
  what: figure.OfWhat;
  top: number;
  bottom: number;
}) {
  const T = texts().learnRoom.exam.chart;
  const at = figure.bets[what].value;
  const found = figure.nows.value[1]?.[what];
  const drag = (event: PointerEvent): void => {
    const { y, height } = placeOn(event);
    figure.bet(what, 100 * (1 - (y - top) / (height - top - bottom)));
  };
  const { handlers } = useGrip({ take: (event) => (drag(event), true), drag });
  const onKeyDown = (event: KeyboardEvent): void => {
    const [right, down] = arrowOf(event.key) ?? [0, 0];
    const to = { Home: 0, End: 100, PageUp: at + leap, PageDown: at - leap }[event.key];
    if (to === undefined && right === down) return;
    event.preventDefault();
    figure.bet(what, to ?? at + right - down);
  };
  return (
    <div
      class={`bet-track is-${what}`}
      role="slider"
      tabIndex={0}
      data-bet={what}
      aria-orientation="vertical"
      aria-label={fill(T.betOn, { what: T[what] })}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={at}
      aria-valuetext={percent(at / 100, 0)}
      onKeyDown={onKeyDown}
      {...handlers}
    >
      <div class="bet-line" style={{ top, bottom }}>
        {found !== undefined && <span class="bet-found" style={{ bottom: `${100 * found}%` }} />}
        <span class="bet-mark" style={{ bottom: `${at}%` }}>
          {at}
        </span>
      </div>
      <span class="bet-name">{T[what]}</span>
    </div>
  );
}
