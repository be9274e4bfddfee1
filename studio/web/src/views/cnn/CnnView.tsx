// The same digit in two networks: moved about by hand, and through the CNN layer by layer.
import './cnn.css';
import { useSignalEffect } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { atMost } from '../../model/frame';
import { input, stages } from '../../model/input';
import { state, touched } from '../../model/learning';
import { hello } from '../../model/network';
import { count, fill, fixed, percent, plural, texts } from '../../text';
import { Answers } from './Answers';
import { Layers } from './Layers';
import { MovePad } from './MovePad';
import { ShiftMaps } from './ShiftMaps';
import {
  cnn,
  filters,
  maps,
  readFilters,
  readMaps,
  ready,
  shift,
  stopTeaching,
  teach,
} from './model';

function Teach() {
  const T = texts();
  const now = cnn.value;
  if (!now) return null;
  const done = now.progress ?? 0;
  return (
    <div class="teach">
      {!now.learning && (
        <p>
          {fill(T.cnn.teachWhy, {
            parameters: plural(now.parameters ?? 0, T.header.parameters),
            images: count(hello.value?.data.train ?? 0),
          })}
        </p>
      )}
      {now.learning ? (
        <>
          <div
            class="progress"
            role="progressbar"
            aria-label={T.cnn.learning}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(done * 100)}
          >
            <span style={{ transform: `scaleX(${done})` }} />
          </div>
          <p class="small teach-told">
            {T.cnn.learning} {percent(done, 0)} · {T.learn.costTrain} {fixed(now.cost ?? 0, 3)}
            <button class="small" data-do="cnn-stop" onClick={() => stopTeaching()}>
              {T.cnn.stop}
            </button>
          </p>
        </>
      ) : (
        <button class="primary" data-do="cnn-teach" onClick={() => teach()}>
          {T.cnn.teach}
        </button>
      )}
      {now.error && (
        <p class="ask" role="alert">
          {now.error}
        </p>
      )}
    </div>
  );
}

function Beside() {
  const T = texts();
  const followNetwork = useMemo(() => atMost(150, readMaps), []);
  useSignalEffect(() => {
    void [shift.value, stages.value, input.value];
    readMaps();
  });
  useSignalEffect(() => {
    void [state.value?.step, state.value?.shown.step, touched.value];
    followNetwork();
  });
  const followCnn = useMemo(
    () =>
      atMost(200, () => {
        readFilters();
        readMaps();
      }),
    [],
  );
  useSignalEffect(() => {
    if (cnn.value) followCnn();
  });
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
