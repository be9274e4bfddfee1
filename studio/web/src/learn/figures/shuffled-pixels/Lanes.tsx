// Four lanes: the better a network reads, the farther it is.
import { DigitImage } from '../../../parts/DigitImage';
import { fixed, percent, texts } from '../../../text/learn';
import { type Lane, along, lanes, low, networks } from './order';
import * as figure from './state';

function LaneRow({ lane: { network, mixed }, at }: { lane: Lane; at: number }) {
  const T = texts().learnRoom.images.shuffled;
  const now = figure.nows.value[at];
  const picture = mixed ? figure.mixed.value : figure.plain.value;
  return (
    <tr class={`runner-${mixed ? 1 : 0}`} data-lane={`${network}-${mixed ? 'mixed' : 'plain'}`}>
      <th scope="row">
        <span class="lane-name">
          <span class="lane-picture">{picture && <DigitImage pixels={picture} at={0} />}</span>
          {mixed ? T.mixed : T.plain}
        </span>
      </th>
      <td class="lane" aria-hidden="true">
        {now && <span class="lane-mark" style={{ left: `${100 * along(now.unseen)}%` }} />}
      </td>
      <td data-value={now?.unseen ?? ''}>{now ? fixed(100 * now.unseen, 1) : '—'}</td>
    </tr>
  );
}

export function Lanes() {
  const T = texts().learnRoom.images.shuffled;
  return (
    <table class="race-ends lanes">
      <caption class="small">{T.caption}</caption>
      {networks.map((name) => (
        <tbody key={name}>
          <tr>
            <th scope="rowgroup" colSpan={3}>
              {T.names[name]}
            </th>
          </tr>
          {lanes.map((lane, at) =>
            lane.network === name ? <LaneRow key={at} lane={lane} at={at} /> : null,
          )}
        </tbody>
      ))}
      <tfoot aria-hidden="true">
        <tr>
          <td />
          <td class="lane-scale">
            {[low, (1 + low) / 2, 1].map((share) => (
              <span key={share} style={{ left: `${100 * along(share)}%` }}>
                {percent(share, 0)}
              </span>
            ))}
          </td>
          <td />
        </tr>
      </tfoot>
    </table>
  );
}
