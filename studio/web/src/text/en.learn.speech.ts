// The figures of chapter 12.
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
};
