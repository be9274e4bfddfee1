import { useRef } from 'preact/hooks';
import { fileAsBase64 } from '../model/files';
import { chooseMistake, chooseNoise, choosePicture, chooseTest, input } from '../model/input';
import { hello } from '../model/network';
import { count, fill, texts } from '../text';
import { CostTable } from './CostTable';
import { DrawPad } from './DrawPad';
import { Icon } from './icons';
import { XrayView } from './Xray';

const any = (below: number): number => Math.floor(Math.random() * below);

function Caption() {
  const T = texts();
  const { source, label, index, xray } = input.value;
  const classes = hello.value?.data.classes ?? [];
  const name = label === null ? '' : classes[label] ?? String(label);
  const text =
    source === 'test'
      ? fill(T.input.isTest, { index: count(index ?? 0), label: name })
      : source === 'mistake'
        ? fill(T.input.isMistake, { label: name })
        : { noise: T.input.isNoise, picture: T.input.isPicture, strokes: T.input.isDrawn, pixels: '', none: T.input.isNone }[
            source
          ];
  const last = (hello.value?.data.test ?? 1) - 1;
  return (
    <div class="caption">
      <p aria-live="polite">{[text, ...(xray?.beside ?? []).map((what) => T.beside[what])].join('. ')}</p>
      {source === 'test' && index !== null && (
        <span class="pager">
          <button
            class="plain"
            aria-label={T.input.previous}
            onClick={() => chooseTest(index === 0 ? last : index - 1)}
          >
            <Icon name="left" />
          </button>
          <button class="plain" aria-label={T.input.next} onClick={() => chooseTest(index === last ? 0 : index + 1)}>
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
      <h2 id="input-title">{T.input.title}</h2>
      <DrawPad />
      <Caption />
      <div class="buttons">
        <button data-do="test" onClick={() => chooseTest(any(hello.value?.data.test ?? 1))}>
          {T.input.test}
        </button>
        <button data-do="mistake" onClick={() => chooseMistake(any(200))}>{T.input.mistake}</button>
        <button data-do="noise" onClick={() => chooseNoise(any(1e6))}>{T.input.noise}</button>
        <button onClick={() => file.current?.click()}>{T.input.picture}</button>
        <input
          ref={file}
          type="file"
          accept="image/png,image/jpeg"
          hidden
          aria-label={T.input.picture}
          onChange={async (event) => {
            const chosen = event.currentTarget.files?.[0];
            event.currentTarget.value = '';
            if (chosen) await choosePicture(await fileAsBase64(chosen));
          }}
        />
      </div>
      <XrayView />
      <CostTable />
    </section>
  );
}
