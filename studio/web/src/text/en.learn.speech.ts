// The figures of chapter 12.
import type { Forms } from './format';

export const speech = {
  spectrogram: {
    title: 'What the membrane did, and what is in it',
    time: 'Time of the sound. Left and right move',
    wave: 'The membrane',
    spectrogram: 'The spectrogram: high above low; orange is louder than the mean',
    told: 'At {t} s the loudest is near {hz} Hz.',
    samples: '{n} samples: a window of 25 thousandths of a second',
    bands: 'the frame: {n} bands, low on the left',
    later: 'A thousandth later',
    changed:
      'Begun a thousandth of a second later (dashed). Measured by their own size, the samples ' +
      'changed by {samples}, the frames by {frames}.',
    agrees: 'the engine’s frames are the same; they differ by {most} at most',
    apart: 'The engine’s network hears in another way: its frames differ by up to {most}.',
    record: 'Record',
    stop: 'Stop',
    made: 'Hiss, vowel, hum',
    failed: {
      microphone: 'The browser does not let this page listen. Take a file.',
      file: 'The browser finds no sound in it.',
    },
    noMicrophone: 'This page may not use the microphone: record a file elsewhere and open it here.',
    missing: 'The page computes this itself. Recorded words come with a network that hears:',
  },
  unrolled: {
    title: 'One unit, once a frame',
    handle: 'Frame. Left and right choose one, up and down change what comes in there',
    told: 'frame {n}: x {x}, h {h}',
    rows: {
      x: 'x: what comes in; drag it',
      h: 'h: what the unit says; an arrow multiplies it by w',
      left: 'What is left of the first frame',
      slopes: 'The slope on its way back from the last frame',
    },
    dashed: 'Dashed, to compare: w = 1.1 with tanh, on the same frames.',
    left: 'Without the first frame, h at frame {n} would lack {left}.',
    slope: 'A slope of 1 at frame {n} comes back to the first as {slope}.',
    knobs: { u: 'u, weight of x', w: 'w, weight of the memory', b: 'b, bias' },
    frames: 'Frames',
    frameForms: { one: 'frame', other: 'frames' } as Forms,
    straight: 'w = {w}',
    bent: 'w = {w} with tanh',
  },
};
