// Chapter 4: sums, e to each, and the strip of length 1 that they share out.
import './Softmax.css';
import '../live.css';
import { useEffect } from 'preact/hooks';
import { hello, net } from '../../../model/network';
import { Slider } from '../../../parts/Slider';
import { brief, fill, fixed, texts } from '../../../text/learn';
import { type Share, sharesOf, totalOf } from './shares';
import * as figure from './state';

interface RowsFields {
  shares: readonly Share[];
  names: readonly string[];
}

function Rows({ shares, names }: RowsFields) {
  const T = texts().learnRoom.cost.softmax;
  const most = Math.max(...shares.map(({ power }) => power));
  return (
    <table class="powers">
      <thead>
        <tr>
          <th scope="col">{T.which}</th>
          <th scope="col">{T.sum}</th>
          <th scope="col" colSpan={2}>
            e<sup>z</sup>
          </th>
          <th scope="col">{T.share}</th>
        </tr>
      </thead>
      <tbody>
        {shares.map(({ sum, power, share }, i) => (
          <tr key={i}>
            <th scope="row">{names[i]}</th>
            <td>{fixed(sum)}</td>
            <td class="power-bar" aria-hidden="true">
              <span style={{ width: `${(100 * power) / most}%` }} />
            </td>
            <td>{brief(power)}</td>
            <td data-share={share}>{fixed(share, 3)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Where a part is wide enough for its name. */
const roomy = 0.06;

function Strip({ shares, names }: RowsFields) {
  const T = texts().learnRoom.cost.softmax;
  const said = shares.map(({ share }, i) => `${names[i]}: ${fixed(share, 3)}`).join('; ');
  return (
    <div class="strip" role="img" aria-label={`${T.strip}: ${said}`}>
      {shares.map(({ share }, i) => (
        <span key={i} class="strip-part" style={{ width: `${100 * share}%` }}>
          {share > roomy && names[i]}
        </span>
      ))}
    </div>
  );
}

function Three() {
  const T = texts().learnRoom.cost.softmax;
  const names = ['A', 'B', 'C'];
  const up = figure.lifted.value ? figure.lift : 0;
  const shares = sharesOf(figure.sums.value);
  return (
    <>
      {shares.map(({ sum }, i) => (
        <Slider
          key={i}
          label={fill(T.sumOf, { name: names[i] })}
          name={`sum-${i}`}
          value={sum}
          min={figure.range.low + up}
          max={figure.range.high + up}
          step={0.1}
          shown={fixed(sum, 1)}
          onInput={(value) => figure.setSum(i, value)}
        />
      ))}
      <Rows shares={shares} names={names} />
      <p class="small">{fill(T.total, { total: brief(totalOf(shares)) })}</p>
      <Strip shares={shares} names={names} />
    </>
  );
}

function Ten() {
  const T = texts().learnRoom.cost.softmax;
  const sums = figure.outputs.value;
  if (!sums) return <p class="small">{T.nothing}</p>;
  const names = sums.map((_, i) => hello.value?.data.classes[i] ?? String(i));
  const shares = sharesOf(sums);
  const real = net.value?.layers.at(-1)?.activation === 'softmax';
  return (
    <>
      <p class="small">{real ? T.real : T.asIf}</p>
      <Rows shares={shares} names={names} />
      <Strip shares={shares} names={names} />
      <p class="small">{figure.house.value ? T.houseTold : T.digitTold}</p>
    </>
  );
}

export default function Softmax() {
  const T = texts().learnRoom.cost.softmax;
  useEffect(() => figure.takeHouseAway, []);
  const [ten, house] = [figure.ten.value, figure.house.value !== null];
  const switchTen = (): void => {
    if (ten) figure.takeHouseAway();
    figure.ten.value = !ten;
  };
  return (
    <div class="live softmax" data-test="softmax">
      <h2>{ten ? T.tenTitle : T.title}</h2>
      <p class="small">{T.about}</p>
      {ten ? <Ten /> : <Three />}
      <div class="buttons">
        {ten ? (
          <button
            data-do="house"
            aria-pressed={house}
            onClick={house ? figure.takeHouseAway : figure.showHouse}
          >
            {T.house}
          </button>
        ) : (
          <button
            data-do="lift"
            aria-pressed={figure.lifted.value}
            onClick={() => (figure.lifted.value = !figure.lifted.value)}
          >
            {fill(T.lift, { n: figure.lift })}
          </button>
        )}
        <button data-do="ten" aria-pressed={ten} onClick={switchTen}>
          {T.ten}
        </button>
      </div>
    </div>
  );
}
