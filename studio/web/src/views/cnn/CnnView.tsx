// The same digit in two networks: moved about by hand, and through the CNN layer by layer.
import './cnn.css';
import { fill, percent, plural, texts } from '../../text/views';
import { Answers } from './Answers';
import { Layers } from './Layers';
import { MovePad } from './MovePad';
import { ShiftMaps } from './ShiftMaps';
import { Teach } from './Teach';
import { useBoth } from './follow';
import { cnn, filters, maps, ready } from './model';

function Beside() {
  const T = texts();
  useBoth();
  if (!maps.value) return <p class="waiting">{T.cnn.nothing}</p>;
  return (
    <>
      <div class="cnn-top">
        <MovePad />
        <Answers />
        <ShiftMaps />
      </div>
      <Layers />
    </>
  );
}

export default function CnnView() {
  const T = texts();
  const facts = ready.value ? filters.value : null;
  return (
    <div class="cnn view">
      <p class="lead">
        {T.cnn.lead}
        {facts &&
          facts.testAccuracy !== null &&
          ' ' +
            fill(T.cnn.facts, {
              parameters: plural(facts.parameters, T.header.parameters),
              percent: percent(facts.testAccuracy),
            })}
      </p>
      {!ready.value && <Teach />}
      {(ready.value || cnn.value?.learning) && <Beside />}
    </div>
  );
}
