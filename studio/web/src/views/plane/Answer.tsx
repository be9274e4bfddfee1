// The answer over the plane under the hand: look at a place, choose a point, set or erase points.
import { arrowOf, placeOn, useGrip, within } from '../../draw/pointer';
import { hello, net } from '../../model/network';
import { chosenPoint, lookAt, place } from '../../model/place';
import { selection } from '../../model/selection';
import { pulse, tensors } from '../../model/tensors';
import { fill, fixed, texts } from '../../text/plane';
import { answerInWords } from './words';
import type { Box } from './layout';
import {
  choosePoint,
  editPoints,
  kind,
  nearestPoint,
  pointCount,
  tool,
  valueHeight,
} from './model';

const reachOf = 0.3; // of the plane, to a point that is meant
const apart = 0.35; // points that a drag sets
const perKey = 0.25;

const legends = {
  two: 'legend',
  classes: 'legend',
  field: 'legendField',
  curve: 'legendCurve',
} as const;

type At = { x: number; y: number };

function addAt({ x, y }: At, label: number): void {
  const point: [number, number, number] =
    kind.peek() === 'curve' ? [x, 0, within(y / valueHeight, -1, 1)] : [x, y, label];
  void editPoints({ add: [point] });
}

function eraseAt({ x, y }: At): void {
  const found = nearestPoint(x, y, 2 * reachOf);
  if (found === null || pointCount() < 2) return;
  chosenPoint.value = null;
  void editPoints({ erase: [found] });
}

function lookOrChoose({ x, y }: At): void {
  const found = nearestPoint(x, y, reachOf);
  if (found === null) {
    chosenPoint.value = null;
    lookAt(x, y);
  } else choosePoint(found);
  selection.value = { kind: 'point' };
}

function act(at: At): void {
  const now = tool.value;
  if (now.kind === 'look') lookOrChoose(at);
  else if (now.kind === 'add') addAt(at, now.label);
  else eraseAt(at);
}

function useAnswerField() {
  const range = hello.value?.plane?.range ?? 6;
  const under = (event: PointerEvent): At => {
    const { x, y, width, height } = placeOn(event);
    const round = (v: number): number => Math.round(within(v, -range, range) * 100) / 100;
    return {
      x: round(((2 * x) / width) * range - range),
      y: round(range - ((2 * y) / height) * range),
    };
  };
  const grip = useGrip({
    take: (event) => {
      const at = under(event);
      act(at);
      return { last: at };
    },
    drag: (event, held) => {
      const at = under(event);
      if (tool.value.kind === 'look') return lookAt(at.x, at.y);
      if (Math.hypot(at.x - held.last.x, at.y - held.last.y) < apart) return;
      held.last = at;
      act(at);
    },
    hover: (event) => {
      if (event.pointerType === 'touch' || tool.value.kind !== 'look') return;
      if (chosenPoint.value === null) lookAt(under(event).x, under(event).y);
    },
  });
  const onKey = (event: KeyboardEvent): void => {
    const move = arrowOf(event.key);
    const { x, y } = place.value;
    if (move) {
      chosenPoint.value = null;
      const to = (v: number, by: number): number => within(v + by * perKey, -range, range);
      lookAt(to(x, move[0]), to(y, -move[1]));
    } else if (event.key === 'Enter' || event.key === ' ') act({ x, y });
    else return;
    event.preventDefault();
  };
  return { ...grip.handlers, onKeyDown: onKey };
}

export function Answer({ box }: { box: Box }) {
  const T = texts().plane;
  const handlers = useAnswerField();
  void pulse.value;
  const { x, y } = place.value;
  const last = net.value?.layers.at(-1);
  const outputs = last ? [...tensors.activations.subarray(last.aAt, last.aAt + last.width)] : [];
  const told = fill(kind.value === 'curve' ? T.answerToldX : T.answerTold, {
    x: fixed(x, 1),
    y: fixed(y, 1),
    answer: answerInWords(outputs),
  });
  return (
    <>
      <div
        class={`answer-field tool-${tool.value.kind}`}
        role="application"
        tabIndex={0}
        data-test="plane-answer"
        aria-label={`${T.answerHow} ${told}`}
        style={{
          left: `${box.x}px`,
          top: `${box.y}px`,
          width: `${box.side}px`,
          height: `${box.side}px`,
        }}
        {...handlers}
      />
      <p
        class="answer-told small"
        style={{ left: `${box.x}px`, top: `${box.y + box.side + 6}px`, width: `${box.side}px` }}
      >
        {told}
        <span class="legend-told">
          <br />
          {T[legends[kind.value]]}
        </span>
      </p>
    </>
  );
}
