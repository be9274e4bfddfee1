// Chapter 1: the reader paints what the weights of a neuron may look like, and bets on it.
import '../live.css';
import './SketchANeuron.css';
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { whereStrongest } from '../../../aloud/pictures';
import { type Tool, tools } from '../../../draw/brush';
import type { Sheet } from '../../../draw/canvas';
import { type Picture, paintWeights, pictureOf } from '../../../draw/pictures';
import { BrushField, ToolButtons } from '../../../parts/BrushField';
import { ScaleBar } from '../../../parts/selected/WeightPicture';
import { fill, texts } from '../../../text';
import { bet, keepBet, settled, sketch, startOver } from './bet';
import { isBlank, radius, side, touched } from './sketch';

function Field({ tool, onTool }: { tool: Tool; onTool: (tool: Tool) => void }) {
  const T = texts().learnRoom.sketch;
  const picture = useRef<Picture | null>(null);
  const draw = ({ context, width, height, palette }: Sheet): void => {
    picture.current = pictureOf(picture.current, side, side);
    paintWeights(picture.current, sketch.value, 0, 1, palette);
    context.imageSmoothingEnabled = false;
    context.drawImage(picture.current.canvas, 0, 0, width, height);
  };
  const shows = isBlank(sketch.value) ? T.blank : whereStrongest(sketch.value, 0, side, side);
  return (
    <BrushField
      across={side}
      down={side}
      radius={radius}
      label={`${T.field}. ${shows}`}
      draw={draw}
      follow={() => sketch.value}
      onStroke={(x, y) => {
        if (!settled.peek()) sketch.value = touched(sketch.peek(), tool, x, y);
      }}
      onKey={(key) => {
        const chosen = tools[Number(key) - 1];
        if (chosen) onTool(chosen);
      }}
    />
  );
}

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
        <Field tool={tool.value} onTool={(chosen) => (tool.value = chosen)} />
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
