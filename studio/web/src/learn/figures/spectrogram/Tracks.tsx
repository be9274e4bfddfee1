// The membrane and the spectrogram over one time, and what is in the frame under the finger.
import { useRef } from 'preact/hooks';
import { Drawing, type Sheet } from '../../../draw/canvas';
import { css, diverge } from '../../../draw/palette';
import type { Picture } from '../../../draw/pictures';
import { arrowOf, placeOn, useGrip, within } from '../../../draw/pointer';
import { count, fill, fixed, texts } from '../../../text/learn';
import { drawMoment, drawSpectrogram, drawWave } from '../../../views/speech/draw';
import { bandOf, features, inHop, inWindow } from './spectrum';
import * as figure from './state';

const follow = (): unknown => [figure.sound.value, figure.frame.value, figure.isLater.value];
const seconds = (frame: number): number => (frame * features.hopMs) / 1000;

/** The band that is loudest in the frame, by the hertz of its middle. */
export function loudest(): number {
  const from = figure.frame.value * features.bands;
  const row = figure.numbers.value.subarray(from, from + features.bands);
  return Math.round(bandOf(row.indexOf(Math.max(...row)))[1]);
}

function put(frame: number): void {
  figure.frame.value = within(Math.floor(frame), 0, figure.frames.value - 1);
}

export function Tracks() {
  const T = texts().learnRoom.speech.spectrogram;
  const held = useRef<{ picture: Picture | null }>({ picture: null });
  const { frame, frames } = figure;
  const drag = (event: PointerEvent): void => {
    const { x, width } = placeOn(event);
    put((x / width) * frames.value);
  };
  const { handlers } = useGrip({ take: (event) => (drag(event), true), drag, hover: drag });
  const wave = (sheet: Sheet): void => {
    drawWave(sheet, figure.sound.value);
    drawMoment(sheet, frame.value, frames.value);
  };
  const spectrogram = (sheet: Sheet): void => {
    const spectrogram = figure.isLater.value ? figure.laterNumbers.value : figure.numbers.value;
    const heard = spectrogram.length / features.bands;
    drawSpectrogram(sheet, held.current, { features, heard, spectrogram });
    drawMoment(sheet, frame.value, heard);
  };
  const press = (event: KeyboardEvent): void => {
    const [right] = arrowOf(event.key) ?? [0];
    if (right) put(frame.value + right * (event.shiftKey ? 10 : 1));
    else if (event.key === 'Home') put(0);
    else if (event.key === 'End') put(frames.value);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div
        class="sound-tracks"
        role="slider"
        tabIndex={0}
        data-test="sound-tracks"
        aria-label={T.time}
        aria-valuemin={0}
        aria-valuemax={frames.value - 1}
        aria-valuenow={frame.value}
        aria-valuetext={fill(T.told, { t: fixed(seconds(frame.value)), hz: count(loudest()) })}
        onKeyDown={press}
        {...handlers}
      >
        <span class="small">{T.wave}</span>
        <Drawing class="sound-wave" aria-hidden="true" follow={follow} draw={wave} />
        <span class="small">{T.spectrogram}</span>
        <Drawing class="sound-spectrogram" aria-hidden="true" follow={follow} draw={spectrogram} />
      </div>
      <p class="small sound-ends" aria-hidden="true">
        <span>0</span>
        <span>{fill(texts().speech.seconds, { n: fixed(seconds(frames.value)) })}</span>
      </p>
    </>
  );
}

/** The samples under the window, and where the recording begins later those as well. */
function drawSamples({ context, width, height, palette }: Sheet): void {
  const start = figure.frame.value * inHop;
  const line = (wave: Float32Array, colour: string, dashes: number[]): void => {
    context.strokeStyle = colour;
    context.setLineDash(dashes);
    context.lineWidth = 1.6;
    context.beginPath();
    for (let i = 0; i < inWindow; ++i) {
      const y = (wave[start + i] ?? 0) * (height / 2 - 3);
      context.lineTo((i / (inWindow - 1)) * width, height / 2 - y);
    }
    context.stroke();
    context.setLineDash([]);
  };
  context.fillStyle = palette.line;
  context.fillRect(0, height / 2, width, 1);
  line(figure.sound.value.wave, palette.accent, []);
  if (figure.isLater.value) line(figure.laterWave.value, palette.text, [4, 3]);
}

/** Forty bars, low pitch on the left; their feet are the quietest number of all. */
function drawBands({ context, width, height, palette }: Sheet): void {
  const all = figure.numbers.value;
  const low = all.reduce((least, v) => Math.min(least, v), 0);
  const high = all.reduce((most, v) => Math.max(most, v), 0.1);
  const wide = width / features.bands;
  const y = (v: number): number => height - ((v - low) / (high - low)) * (height - 4);
  const from = figure.frame.value * features.bands;
  for (let b = 0; b < features.bands; ++b) {
    const v = all[from + b];
    context.fillStyle = css(diverge(palette, v / Math.max(high, -low)));
    context.fillRect(b * wide + 0.5, y(v), wide - 1, height - y(v));
    context.strokeStyle = palette.faint;
    context.lineWidth = 1;
    context.strokeRect(b * wide + 0.5, y(v), wide - 1, height - y(v));
  }
  const later = figure.laterNumbers.value;
  if (!figure.isLater.value || from >= later.length) return;
  context.strokeStyle = palette.text;
  context.lineWidth = 2;
  context.beginPath();
  for (let b = 0; b < features.bands; ++b) {
    context.lineTo(b * wide, y(later[from + b]));
    context.lineTo((b + 1) * wide, y(later[from + b]));
  }
  context.stroke();
}

export function Frame() {
  const T = texts().learnRoom.speech.spectrogram;
  const [t, hz] = [fixed(seconds(figure.frame.value)), count(loudest())];
  return (
    <>
      <p class="sound-told" data-test="sound-told">
        {fill(T.told, { t, hz })}
      </p>
      <div class="sound-frame">
        <div>
          <Drawing aria-hidden="true" follow={follow} draw={drawSamples} />
          <p class="small">{fill(T.samples, { n: inWindow })}</p>
        </div>
        <div>
          <Drawing aria-hidden="true" follow={follow} draw={drawBands} />
          <p class="small">{fill(T.bands, { n: features.bands })}</p>
        </div>
      </div>
    </>
  );
}
