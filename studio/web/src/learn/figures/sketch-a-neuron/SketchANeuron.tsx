// Chapter 1: the reader paints what the weights of a neuron may look like, and bets on it.
import '../live.css';
import './SketchANeuron.css';
import { useSignal } from '@preact/signals';
import { type Tool } from '../../../draw/brush';
import { ToolButtons } from '../../../parts/BrushField';
import { ScaleBar } from '../../../parts/selected/WeightPicture';
import { fill, texts } from '../../../text/learn';
import { bet, keepBet, settled, sketch, startOver } from './bet';
import { isBlank } from './sketch';
import { SketchField } from './SketchField';

export default function SketchANeuron() {
  const T = texts().learnRoom.sketch;
  const H = texts().hand;
  const tool = useSignal<Tool>('plus');
  const empty = isBlank(sketch.value);
  const kept = bet.value !== null && bet.value === sketch.value;
  const told = settled.value ? T.settled : kept ? T.kept : bet.value ? T.changed : T.notYet;
  return (
    <div class="live sketch" data-test="sketch">
      <h2>{T.title}</h2>
      <p class="small">{fill(T.about, { plus: H.plus, minus: H.minus })}</p>
      <div class="sketch-main">
        <SketchField of={sketch} tool={tool} settled={settled.value} />
        <ScaleBar most={1} labels={[T.light, T.same, T.dark]} />
      </div>
      <ToolButtons tool={tool} />
      <div class="buttons">
        <button
          class="primary"
          data-do="bet"
          disabled={empty || kept || settled.value}
          onClick={keepBet}
        >
          {T.bet}
        </button>
        <button data-do="sketch-again" disabled={empty || settled.value} onClick={startOver}>
          {T.again}
        </button>
      </div>
      <p class={`agreement ${kept ? 'is-true' : ''}`} role="status" data-test="bet-told">
        {told}
      </p>
    </div>
  );
}
