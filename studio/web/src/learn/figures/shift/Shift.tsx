// Chapter 11: the digit is dragged about, and two networks say what they see.
import '../live.css';
import './Shift.css';
import { useEffect } from 'preact/hooks';
import { chooseTest, input, testImage } from '../../../model/input';
import { hello } from '../../../model/network';
import { answered } from '../../../parts/CostTable';
import { count, fill, texts } from '../../../text/learn';
import { Answers } from '../../../views/cnn/Answers';
import { LayerRows } from '../../../views/cnn/Layers';
import { MovePad } from '../../../views/cnn/MovePad';
import { ShiftMaps } from '../../../views/cnn/ShiftMaps';
import { Teach } from '../../../views/cnn/Teach';
import { useBoth } from '../../../views/cnn/follow';
import { cnn, maps, moveTo, ready, shift } from '../../../views/cnn/model';

const image = 30;
/** to the right, in pixels: as the chapter's bet moves the test images */
const first = 3;

/** The view CNN finds the digit where it lay. */
function borrowed(): () => void {
  const [right, down] = shift.peek();
  if (right === 0 && down === 0) moveTo(first, 0);
  return () => moveTo(right, down);
}

function Told() {
  const T = texts().learnRoom.images.shift;
  const now = maps.value;
  if (!now) return null;
  const classes = hello.value?.data.classes ?? [];
  const name = (of: number[]): string | number => classes[answered(of)] ?? answered(of);
  const [own, network] = [name(now.own), name(now.cnn)];
  const [x, y] = now.shift.map(count);
  const words = own === network ? T.agree : T.differ;
  return (
    <p class="shift-told" role="status" data-test="shift-told">
      {fill(words, { x, y, own, cnn: network })}
    </p>
  );
}

function Both() {
  const T = texts();
  useBoth();
  if (!maps.value) return <p class="small">{T.cnn.nothing}</p>;
  return (
    <>
      <div class="cnn-top">
        <MovePad />
        <Answers />
      </div>
      <Told />
      <LayerRows to={1} />
      <details class="shift-rest">
        <summary>{T.learnRoom.images.shift.rest}</summary>
        <LayerRows from={1} />
      </details>
      <ShiftMaps />
    </>
  );
}

export default function Shift() {
  const T = texts().learnRoom;
  const S = T.images.shift;
  useEffect(borrowed, []);
  return (
    <div class="live cnn shift-figure" data-test="shift-figure">
      <h2>{S.title}</h2>
      {!ready.value && <Teach />}
      {(ready.value || cnn.value?.learning) && <Both />}
      {input.value.index !== image && (
        <div class="buttons">
          <button data-do="shift-three" onClick={() => void chooseTest(testImage(image))}>
            {fill(T.sum.three, { n: image })}
          </button>
        </div>
      )}
    </div>
  );
}
