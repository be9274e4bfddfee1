import './InputPanel.css';
import { useRef } from 'preact/hooks';
import {
  chooseMistake,
  chooseNoise,
  choosePicture,
  chooseTest,
  erase,
  input,
} from '../model/input';
import { canDraw, hello } from '../model/network';
import { count, fill, texts } from '../text';
import { CostTable, answered, terms } from './CostTable';
import { DrawPad } from './DrawPad';
import { Icon } from './icons';
import { XrayView } from './Xray';

const any = (below: number): number => Math.floor(Math.random() * below);

/** Whether the network as it is now takes the example for something else. */
function stillWrong(label: number | null): boolean {
  const outputs = terms.value?.outputs;
  return !outputs || outputs.length === 0 || answered(outputs) !== label;
}

function Caption() {
  const T = texts();
  const { source, label, index, xray } = input.value;
  const classes = hello.value?.data.classes ?? [];
  const name = label === null ? '' : (classes[label] ?? String(label));
  const text =
    source === 'test'
      ? fill(T.input.isTest, { index: count(index ?? 0), label: name })
      : source === 'mistake'
        ? fill(stillWrong(label) ? T.input.isMistake : T.input.wasMistake, { label: name })
        : {
            noise: T.input.isNoise,
            picture: T.input.isPicture,
            strokes: T.input.isDrawn,
            pixels: '',
            none: T.input.isNone,
          }[source];
  const last = (hello.value?.data.test ?? 1) - 1;
  return (
    <div class="caption">
      <p aria-live="polite">
        {[text, ...(xray?.beside ?? []).map((what) => T.beside[what])].join('. ')}
      </p>
      {source === 'test' && index !== null && (
        <span class="pager">
          <button
            class="plain"
            aria-label={T.input.previous}
            onClick={() => chooseTest(index === 0 ? last : index - 1)}
          >
            <Icon name="left" />
          </button>
          <button
            class="plain"
            aria-label={T.input.next}
            onClick={() => chooseTest(index === last ? 0 : index + 1)}
          >
            <Icon name="right" />
          </button>
        </span>
      )}
    </div>
  );
}

export function InputPanel() {
  const T = texts();
  const file = useRef<HTMLInputElement>(null);
  return (
    <section class="left" aria-labelledby="input-title">
      <div class="input-head">
        <h2 id="input-title">{canDraw.value ? T.input.title : T.input.choose}</h2>
        <button class="small" data-do="erase" onClick={() => erase()}>
          {T.input.erase}
        </button>
      </div>
      <DrawPad />
      <Caption />
      <div class="buttons">
        <button data-do="test" onClick={() => chooseTest(any(hello.value?.data.test ?? 1))}>
          {T.input.test}
        </button>
        <button data-do="mistake" onClick={() => chooseMistake(any(200))}>
          {T.input.mistake}
        </button>
        <button data-do="noise" onClick={() => chooseNoise(any(1e6))}>
          {T.input.noise}
        </button>
        {canDraw.value && <button onClick={() => file.current?.click()}>{T.input.picture}</button>}
        <input
          ref={file}
          type="file"
          accept="image/*"
          hidden
          aria-label={T.input.picture}
          onChange={async (event) => {
            const chosen = event.currentTarget.files?.[0];
            event.currentTarget.value = '';
            if (chosen) await choosePicture(chosen);
          }}
        />
      </div>
      <XrayView />
      <CostTable />
    </section>
  );
}
