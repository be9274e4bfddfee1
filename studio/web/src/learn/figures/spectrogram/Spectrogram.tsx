// Chapter 12: a word as the membrane has it, and as a spectrogram.
import '../live.css';
import './Spectrogram.css';
import { useEffect, useRef } from 'preact/hooks';
import { canRecord, recording, stopRecording } from '../../../model/microphone';
import { Icon } from '../../../parts/icons';
import { brief, fill, percent, texts } from '../../../text/learn';
import { play } from '../../../views/speech/play';
import { features } from './spectrum';
import * as figure from './state';
import { Frame, Tracks } from './Tracks';

const command = 'glia studio --speech ears.safetensors';

function Sources() {
  const T = texts().learnRoom.speech.spectrogram;
  const file = useRef<HTMLInputElement>(null);
  const { from } = figure.sound.value;
  const records = canRecord();
  return (
    <div class="buttons sound-sources" role="group" aria-label={texts().speech.choose}>
      {records && (
        <button
          data-do="sound-record"
          class={recording.value ? 'is-recording' : ''}
          onClick={recording.value ? stopRecording : () => void figure.record()}
        >
          {recording.value ? T.stop : T.record}
        </button>
      )}
      <button data-do="sound-file" onClick={() => file.current?.click()}>
        {texts().speech.file}
      </button>
      <input
        ref={file}
        type="file"
        accept="audio/*,.wav,.flac,.ogg,.opus,.mp3"
        hidden
        aria-label={texts().speech.file}
        onChange={async (event) => {
          const chosen = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (chosen) await figure.takeFile(chosen, chosen.name);
        }}
      />
      <button data-do="sound-made" aria-pressed={from === 'made'} onClick={figure.takeMade}>
        {T.made}
      </button>
      {figure.offered.value.map(({ label }, i) => (
        <button
          key={i}
          data-sound={i}
          aria-pressed={from === i}
          onClick={() => void figure.takeRecording(i)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

function Notes() {
  const T = texts().learnRoom.speech.spectrogram;
  const { samples, frames } = figure.change.value;
  const apart = figure.apart.value;
  const shares = { samples: percent(samples, 0), frames: percent(frames, 0) };
  return (
    <>
      <p
        class="sound-change"
        role="status"
        data-test="sound-change"
        data-samples={samples}
        data-frames={frames}
      >
        {figure.isLater.value && fill(T.changed, shares)}
      </p>
      {apart !== null && (
        <p
          class={`agreement ${apart < 1e-3 ? 'is-true' : ''}`}
          data-test="sound-agrees"
          data-apart={apart}
        >
          {fill(apart < 1e-3 ? T.agrees : T.apart, { most: brief(apart) })}
        </p>
      )}
    </>
  );
}

/** What cannot be had here, and how it can. */
function Lacks() {
  const T = texts().learnRoom.speech.spectrogram;
  return (
    <>
      {figure.failed.value && <p role="alert">{T.failed[figure.failed.value]}</p>}
      {!canRecord() && <p class="small">{T.noMicrophone}</p>}
      {!figure.hears.value && (
        <p class="small" data-test="sound-missing">
          {T.missing} <code>{command}</code>
        </p>
      )}
    </>
  );
}

export default function Spectrogram() {
  const T = texts().learnRoom.speech.spectrogram;
  useEffect(figure.begin, []);
  const start = (): void => {
    const { wave } = figure.sound.value;
    play({ wave, features, heard: figure.frames.value }, figure.frame);
  };
  return (
    <div class="live spectrogram" data-test="spectrogram">
      <h2>{T.title}</h2>
      <Tracks />
      <Frame />
      <div class="buttons">
        <button class="primary" data-do="sound-play" onClick={start}>
          <Icon name="play" />
          {texts().speech.play}
        </button>
        <button
          data-do="sound-later"
          aria-pressed={figure.isLater.value}
          onClick={() => (figure.isLater.value = !figure.isLater.value)}
        >
          {T.later}
        </button>
      </div>
      <Notes />
      <Sources />
      <Lacks />
    </div>
  );
}
