// Chapter 10: what the first layer was hoped to look for, what it looks for, and how much a sketch
// of the reader's is like it.
import '../live.css';
import './HopeAndReality.css';
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { fieldAt, whereStrongest } from '../../../aloud/pictures';
import type { Tool } from '../../../draw/brush';
import { Drawing, type Sheet } from '../../../draw/canvas';
import { type Picture, paintWeights, pictureOf, robustScale } from '../../../draw/pictures';
import { ToolButtons } from '../../../parts/BrushField';
import { fill, percent, texts } from '../../../text/learn';
import { Hoped, Really } from '../../../views/sees/Tiles';
import { bet } from '../sketch-a-neuron/bet';
import { SketchField } from '../sketch-a-neuron/SketchField';
import { isBlank, side } from '../sketch-a-neuron/sketch';
import { middleOf, outline } from './likeness';
import { ScoreBar, Scores } from './Score';
import * as figure from './state';

function Pair() {
  const T = texts();
  const nameOf = (n: number): string => fill(T.learnRoom.hope.neuron, { n });
  return (
    <div class="hope-pair">
      <section>
        <h3>{T.sees.hoped}</h3>
        <Hoped />
      </section>
      <section>
        <h3>{T.sees.really}</h3>
        <Really
          chosen={figure.shown.value}
          nameOf={nameOf}
          onChoose={(n) => (figure.chosen.value = n)}
        />
      </section>
    </div>
  );
}

/** The weights of the chosen neuron, its heaviest patch framed. */
function Neuron() {
  const T = texts().learnRoom.hope;
  const picture = useRef<Picture | null>(null);
  const seen = figure.seen.value;
  if (!seen) return null;
  const draw = ({ context, width, height, palette }: Sheet): void => {
    const { weights, patch } = seen;
    picture.current = pictureOf(picture.current, side, side);
    paintWeights(picture.current, weights, 0, robustScale(weights, 0, weights.length), palette);
    context.imageSmoothingEnabled = false;
    context.drawImage(picture.current.canvas, 0, 0, width, height);
    const [wide, high] = [width / side, height / side];
    context.strokeStyle = palette.text;
    context.lineWidth = 1.5;
    context.beginPath();
    for (const [x1, y1, x2, y2] of outline(patch.cells)) {
      context.moveTo(x1 * wide, y1 * high);
      context.lineTo(x2 * wide, y2 * high);
    }
    context.stroke();
  };
  const label = fill(T.neuron, { n: figure.shown.value });
  return (
    <Drawing
      class="hope-neuron"
      role="img"
      aria-label={`${label}: ${whereStrongest(seen.weights, 0, side, side)}`}
      draw={draw}
    />
  );
}

function Told() {
  const T = texts().learnRoom.hope;
  const seen = figure.seen.value;
  if (!seen || seen.patch.cells.length === 0) return <p class="small">{T.nothing}</p>;
  const { patch, weights } = seen;
  const { x, y } = middleOf(patch.cells);
  const words = weights[patch.cells[0]] > 0 ? T.light : T.dark;
  return (
    <p class="small" role="status" data-test="patch" data-share={patch.share}>
      {fill(T.patch, { share: percent(patch.share, 0), where: fieldAt(x, y), wants: words })}
    </p>
  );
}

function Compared() {
  const T = texts().learnRoom.hope;
  const tool = useSignal<Tool>('plus');
  const { best, chosen } = figure;
  return (
    <>
      <div class="hope-compared">
        <section>
          <h3>{T.sketch}</h3>
          <SketchField of={figure.sketch} tool={tool} />
        </section>
        <section>
          <h3>{fill(T.neuron, { n: figure.shown.value })}</h3>
          <Neuron />
        </section>
        <div class="hope-told">
          <ScoreBar />
          <Told />
        </div>
      </div>
      <div class="hope-tools">
        <ToolButtons tool={tool} />
        <div class="buttons">
          <button data-do="hope-clear" onClick={figure.clear}>
            {T.clear}
          </button>
          {bet.value && (
            <button data-do="hope-bet" onClick={figure.takeBet}>
              {T.bet}
            </button>
          )}
          <button data-do="hope-example" onClick={figure.takeExample}>
            {T.example}
          </button>
          <button
            data-do="hope-best"
            aria-pressed={chosen.value === null}
            disabled={best.value === null}
            onClick={() => (chosen.value = null)}
          >
            {fill(T.best, { n: best.value ?? '—' })}
          </button>
        </div>
      </div>
    </>
  );
}

export default function HopeAndReality() {
  const T = texts().learnRoom;
  const H = T.hope;
  const example = !bet.value && !isBlank(figure.sketch.value);
  return (
    <div class="live hope" data-test="hope">
      <h2>{H.title}</h2>
      {figure.readable.value ? (
        <>
          <Pair />
          <Compared />
          <Scores />
          {example && <p class="small hope-note">{H.noBet}</p>}
        </>
      ) : (
        <p class="small">{H.unknown}</p>
      )}
    </div>
  );
}
