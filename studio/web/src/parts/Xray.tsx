// The stages between a drawing and what the network sees, each with its switch.
import './Xray.css';
import { signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Drawing, type Sheet } from '../draw/canvas';
import { type Picture, makePicture, paintPixels } from '../draw/pictures';
import type { Steps } from '../engine/types';
import { ask } from '../model/engine';
import { input, stages, steps, switchStep } from '../model/input';
import { brief, fill, fixed, percent, texts } from '../text';

const names = ['box', 'scale', 'stroke', 'mass'] as const;
const measured = signal<number | null>(null);
const measuring = signal(false);

async function measure(): Promise<void> {
  measuring.value = true;
  try {
    const reply = await ask('evaluate', { set: 'drawn', steps: steps.value });
    measured.value = reply.accuracy;
  } catch {
    measured.value = null;
  }
  measuring.value = false;
}

function Stage({ at }: { at: number }) {
  const picture = useRef<Picture | null>(null);
  const draw = ({ context, width, height, palette }: Sheet): void => {
    const pixels = stages.value[at];
    if (!pixels) return;
    picture.current ??= makePicture(28, 28);
    paintPixels(picture.current, pixels, 0, 255, palette);
    context.imageSmoothingEnabled = false;
    context.drawImage(picture.current.canvas, 0, 0, width, height);
  };
  return (
    <Drawing class="stage-picture" aria-hidden="true" draw={draw} follow={() => stages.value} />
  );
}

export function XrayView() {
  const T = texts();
  const { source, xray } = input.value;
  if (source !== 'strokes' && source !== 'picture') return null;
  const does: Record<keyof Steps, string> = {
    box: T.xray.boxDoes,
    scale: T.xray.scaleDoes,
    stroke: T.xray.strokeDoes,
    mass: T.xray.massDoes,
  };
  const switched = (name: keyof Steps): void => {
    switchStep(name);
    if (measured.value !== null) void measure();
  };
  return (
    <details class="xray">
      <summary>{T.xray.title}</summary>
      <div class="stages">
        <div class="stage-of">
          <Stage at={0} />
          <span>{T.xray.drawn}</span>
        </div>
        {names.map((name, i) => (
          <label key={name} class="stage-of" title={does[name]}>
            <Stage at={i + 1} />
            <span>
              <input
                type="checkbox"
                data-step={name}
                checked={steps.value[name]}
                onChange={() => switched(name)}
              />
              {T.xray[name]}
            </span>
          </label>
        ))}
      </div>
      {xray && (
        <p class="small">
          {fill(T.xray.facts, {
            scale: fixed(xray.scale, 2),
            width: brief(xray.strokeWidth),
            x: fixed(xray.shift[0], 0),
            y: fixed(xray.shift[1], 0),
          })}
        </p>
      )}
      <p class="small">{T.xray.why}</p>
      {measured.value !== null ? (
        <p class="small strong" aria-live="polite">
          {fill(T.xray.measured, { percent: percent(measured.value, 0) })}
        </p>
      ) : (
        <button class="small" disabled={measuring.value} onClick={() => measure()}>
          {T.xray.measure}
        </button>
      )}
    </details>
  );
}
