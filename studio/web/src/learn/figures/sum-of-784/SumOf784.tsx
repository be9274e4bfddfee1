// Chapter 1: a neuron's weighted sum, pixel after pixel, until it meets the engine's own.
import '../live.css';
import './SumOf784.css';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { DrawPad } from '../../../parts/DrawPad';
import { Icon } from '../../../parts/icons';
import { Slider } from '../../../parts/Slider';
import { canDraw } from '../../../model/network';
import { brief, count, fill, fixed, texts } from '../../../text/learn';
import { meets, split, whole } from './adding';
import { Curve } from './Curve';
import { Pictures } from './Pictures';
import * as figure from './state';

interface RowFields {
  name: string;
  title: string;
  value: number;
  shown?: string;
  toCome?: boolean;
}

function Row({ name, title, value, shown, toCome }: RowFields) {
  return (
    <div class={`sum-row ${toCome ? 'is-to-come' : ''}`} data-row={name} data-value={value}>
      <dt>{title}</dt>
      <dd>{shown ?? fixed(value, 4)}</dd>
    </div>
  );
}

/** How the sum comes about, and beside it what the engine says. */
function Rows() {
  const T = texts().learnRoom.sum;
  const at = figure.seen.value!;
  const done = figure.done.value;
  const { inFavour, against } = split(at, figure.added.value);
  const sum = done ? whole(at) : at.sums[figure.added.value];
  const equal = done && meets(at);
  const rounding = at.rounding < 0 ? `−${brief(-at.rounding)}` : brief(at.rounding);
  return (
    <>
      <dl class="sum-rows">
        <Row name="for" title={T.inFavour} value={inFavour} />
        <Row name="against" title={T.against} value={against} />
        <Row name="bias" title={T.bias} value={at.bias} toCome={!done} />
        <Row
          name="rounding"
          title={T.rounding}
          value={at.rounding}
          shown={rounding}
          toCome={!done}
        />
        <Row name="sum" title={done ? T.sum : T.soFar} value={sum} />
        <Row name="engine" title={T.engine} value={at.z} />
      </dl>
      <p class={`agreement ${equal ? 'is-true' : ''}`} data-test="sum-agrees" role="status">
        {!done ? T.notYet : equal ? T.equal : T.apart}
      </p>
    </>
  );
}

function Sliders() {
  const T = texts().learnRoom.sum;
  const { neuron, width, contributions } = figure.seen.value!;
  const all = contributions.length;
  const { voters } = split(figure.seen.value!, figure.added.value);
  return (
    <div class="sum-sliders">
      <Slider
        name="added"
        label={T.added}
        value={figure.added.value}
        min={0}
        max={all}
        step={1}
        shown={fill(T.addedOf, {
          n: count(figure.added.value),
          all: count(all),
          voters: count(voters),
        })}
        onInput={figure.addUpTo}
      />
      <Slider
        name="sum-neuron"
        label={T.neuron}
        value={neuron}
        min={0}
        max={width - 1}
        step={1}
        shown={String(neuron)}
        onInput={(n) => (figure.neuron.value = n)}
      />
    </div>
  );
}

export default function SumOf784() {
  const T = texts().learnRoom;
  const S = T.sum;
  const draws = useSignal(false);
  const playing = figure.playing.value;
  useEffect(figure.follow, []);
  const at = figure.seen.value;
  return (
    <div class="live sum-of-784" data-test="sum-of-784">
      <h2>{fill(S.title, { n: at?.neuron ?? figure.neuron.value })}</h2>
      {!at && <p class="small">{T.waiting}</p>}
      {at && (
        <>
          <Pictures />
          <Curve />
          <Sliders />
          <Rows />
        </>
      )}
      <div class="buttons">
        <button
          class="primary"
          data-do="sum-play"
          disabled={!at}
          onClick={playing ? figure.pause : figure.play}
        >
          <Icon name={playing ? 'pause' : 'play'} />
          {playing ? S.pause : S.play}
        </button>
        <button data-do="sum-three" onClick={() => void figure.takeThree()}>
          {fill(S.three, { n: figure.ofText.image })}
        </button>
        {canDraw.value && (
          <button
            data-do="sum-draw"
            aria-expanded={draws.value}
            onClick={() => (draws.value = !draws.value)}
          >
            {S.draw}
          </button>
        )}
      </div>
      {draws.value && (
        <div class="figure-pad">
          <DrawPad />
        </div>
      )}
    </div>
  );
}
