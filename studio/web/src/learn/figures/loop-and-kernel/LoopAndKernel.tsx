// Chapter 3: the same network by a plain loop and by the kernels, in microseconds.
import '../live.css';
import './LoopAndKernel.css';
import { useEffect } from 'preact/hooks';
import { greeted } from '../../../model/engine';
import { hello } from '../../../model/network';
import { brief, count, fill, fixed, texts } from '../../../text/learn';
import { type Speed, barsOf, multiplications } from './speed';
import * as figure from './state';

function Choice({
  label,
  name,
  values,
  value,
  onChoose,
}: {
  label: string;
  name: string;
  values: number[];
  value: number;
  onChoose: (value: number) => void;
}) {
  return (
    <div class="speed-choice">
      <span class="small">{label}</span>
      <div class="segmented" role="group" aria-label={label}>
        {values.map((each) => (
          <button
            key={each}
            data-choice={`${name}/${each}`}
            aria-pressed={value === each}
            onClick={() => onChoose(each)}
          >
            {count(each)}
          </button>
        ))}
      </div>
    </div>
  );
}

const micro = (seconds: number): string => brief(seconds * 1e6);

function Bars({ speed }: { speed: Speed }) {
  const T = texts().learnRoom.speed;
  const bars = barsOf(speed);
  return (
    <div class="speed-bars">
      {(['loop', 'kernel'] as const).map((name) => (
        <div key={name} class={`speed-row is-${name}`} data-speed={name} data-seconds={speed[name]}>
          <span>{T[name]}</span>
          <strong>{fill(T.micro, { n: micro(speed[name]) })}</strong>
          <div class="speed-track" aria-hidden="true">
            <span style={{ width: `${100 * bars[name]}%` }} />
          </div>
        </div>
      ))}
    </div>
  );
}

function Told({ speed }: { speed: Speed }) {
  const T = texts().learnRoom.speed;
  const ratio = speed.loop / speed.kernel;
  const times = ratio < 10 ? fixed(ratio, 1) : count(Math.round(ratio));
  const inputs = hello.value?.layers[0]?.inputs ?? 784;
  const outputs = hello.value?.layers.at(-1)?.width ?? 10;
  return (
    <div role="status" data-test="speed-told">
      <p>
        <strong>{fill(T.times, { n: times })}</strong>{' '}
        {fill(T.second, { n: count(Math.round(1 / speed.kernel)) })}
      </p>
      <p class="small">
        {fill(T.work, { n: count(multiplications(inputs, speed.hidden, outputs)) })}{' '}
        {speed.difference === 0
          ? T.equal
          : fill(T.difference, { n: brief(speed.difference) })}
      </p>
    </div>
  );
}

/** Where it was measured. */
function Machine({ speed }: { speed: Speed }) {
  const T = texts().learnRoom.speed;
  const wasm = speed.simd.includes('wasm');
  const words = { simd: speed.simd, n: speed.threads };
  return <p class="small speed-machine">{fill(wasm ? T.browser : T.native, words)}</p>;
}

export default function LoopAndKernel() {
  const T = texts();
  const S = T.learnRoom.speed;
  const [rows, hidden] = [figure.rows.value, figure.hidden.value];
  const speed = figure.measured.value.get(figure.keyOf(rows, hidden));
  const here = greeted.value > 0;
  useEffect(() => {
    if (here) figure.choose(rows, hidden);
  }, [here]);
  return (
    <div class="live loop-and-kernel" data-test="loop-and-kernel">
      <h2>{S.title}</h2>
      <p class="small">{fill(S.about, { hidden })}</p>
      <div class="speed-choices">
        <Choice
          label={S.bundle}
          name="rows"
          values={figure.bundles}
          value={rows}
          onChoose={(to) => figure.choose(to, hidden)}
        />
        <Choice
          label={S.width}
          name="hidden"
          values={figure.widths}
          value={hidden}
          onChoose={(to) => figure.choose(rows, to)}
        />
      </div>
      {speed ? (
        <>
          <Bars speed={speed} />
          <Told speed={speed} />
        </>
      ) : (
        <p class="speed-empty small">{figure.busy.value ? S.busy : S.ask}</p>
      )}
      <div class="buttons">
        <button
          class="primary"
          data-do="speed-measure"
          disabled={figure.busy.value}
          onClick={() => void figure.measure()}
        >
          {S.measure}
        </button>
        <span class="small">{speed && figure.busy.value && S.busy}</span>
      </div>
      {speed && <Machine speed={speed} />}
    </div>
  );
}
