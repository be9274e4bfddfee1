// A word through the network that hears: the sound, what is said of it at each moment, the gates.
import './speech.css';
import { useRef } from 'preact/hooks';
import { hello } from '../../model/network';
import { answered } from '../../parts/CostTable';
import { Icon } from '../../parts/icons';
import { fill, fixed, percent, plural, texts } from '../../text/views';
import { Axis, GateTracks, SoundTracks } from './Tracks';
import { direction, hear, hearFile, hearing, listening, shownUnit, takeUnit, unit } from './model';
import { play } from './play';

const train = 'glia data get fsdd\nglia train --preset lstm --data fsdd --out ears.safetensors';
const start = 'glia studio --speech ears.safetensors';

export function Missing() {
  const T = texts();
  return (
    <div class="missing">
      <p>{T.speech.missing}</p>
      <pre>{train}</pre>
      <p>{T.speech.missingStart}</p>
      <pre>{start}</pre>
    </div>
  );
}

export function Choose() {
  const T = texts();
  const file = useRef<HTMLInputElement>(null);
  const offered = hello.value?.recordings ?? [];
  const now = hearing.value;
  return (
    <div class="buttons speech-choose" role="group" aria-label={T.speech.choose}>
      {offered.length > 0 && (
        <span class="muted">
          {hello.value?.syntheticSpeech ? T.speech.synthetic : T.speech.offered}
        </span>
      )}
      {offered.map((r, i) => (
        <button
          key={i}
          class="small"
          data-recording={i}
          aria-pressed={now?.label === r.label}
          onClick={() => hear({ recording: i })}
        >
          {r.label}
        </button>
      ))}
      <button class="small" onClick={() => file.current?.click()}>
        {T.speech.file}
      </button>
      <input
        ref={file}
        type="file"
        accept="audio/*,.wav,.flac,.ogg,.opus,.mp3,.aiff"
        hidden
        aria-label={T.speech.file}
        onChange={async (event) => {
          const chosen = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (chosen) await hearFile(chosen);
        }}
      />
      {now && (
        <button class="small" data-do="play" onClick={() => play(now)}>
          <Icon name="play" /> {T.speech.play}
        </button>
      )}
    </div>
  );
}

function Facts() {
  const T = texts();
  const h = hearing.value;
  if (!h) return null;
  const best = answered(h.outputs);
  const right = h.label === null ? '' : h.classes[best] === h.label ? ' is-right' : ' is-wrong';
  return (
    <p class={`speech-facts${right}`}>
      <span>{fill(T.speech.says, { answer: '' })}</span>
      <strong data-test="heard">{h.classes[best]}</strong> {percent(h.outputs[best])}
      <span class="small">
        {fill(T.speech.facts, {
          seconds: fixed(h.word),
          parameters: plural(h.parameters, T.header.parameters),
        })}
        {!h.whole && ` ${T.speech.cut}`}
      </span>
    </p>
  );
}

export function Units() {
  const T = texts();
  const layer = hearing.value?.layer;
  if (!layer) return null;
  return (
    <div class="speech-units">
      {layer.directions > 1 && (
        <div class="segmented small" role="group" aria-label={T.speech.direction}>
          {[0, 1].map((d) => (
            <button
              key={d}
              data-direction={d}
              aria-pressed={direction.value === d}
              onClick={() => (direction.value = d)}
            >
              {d === 0 ? T.speech.forwards : T.speech.backwards}
            </button>
          ))}
        </div>
      )}
      <div class="segmented small" role="group" aria-label={T.speech.units}>
        <button aria-pressed={unit.value === null} onClick={() => (unit.value = null)}>
          {plural(layer.units, T.speech.unitForms)}
        </button>
        <button
          data-do="unit"
          aria-pressed={unit.value !== null}
          onClick={() => (unit.value = shownUnit.value)}
        >
          {fill(T.speech.unit, { n: shownUnit.value + 1 })}
        </button>
      </div>
      {unit.value !== null && (
        <span class="pager">
          <button class="plain" aria-label={T.speech.unitBefore} onClick={() => takeUnit(-1)}>
            <Icon name="left" />
          </button>
          <button class="plain" aria-label={T.speech.unitAfter} onClick={() => takeUnit(1)}>
            <Icon name="right" />
          </button>
        </span>
      )}
      <span class="small">{unit.value === null ? T.speech.rows : T.speech.unitHow}</span>
    </div>
  );
}

export default function SpeechView() {
  const T = texts();
  const offered = hello.value?.offers?.includes('speech') ?? false;
  return (
    <div class="speech view">
      <p class="lead">{T.speech.lead}</p>
      {!offered && <Missing />}
      {offered && <Choose />}
      {offered && !hearing.value && (
        <p class="waiting">{listening.value ? T.speech.listening : T.speech.nothing}</p>
      )}
      {offered && hearing.value && (
        <>
          <Facts />
          <div class="speech-tracks">
            <SoundTracks />
            {hearing.value.layer && (
              <>
                <Units />
                <GateTracks />
              </>
            )}
            <Axis />
          </div>
        </>
      )}
    </div>
  );
}
