// The dial of the pace: from one step a second to full speed.
import { running, state } from '../model/learning';
import { accelerating, pace, paces, placeOf, setPace } from '../model/pace';
import { count, fill, plural, texts } from '../text';
import { Slider } from './Slider';

/** Two digits are enough of what changes all the time. */
const about = (steps: number): string => count(Number(steps.toPrecision(2)));

function inWords(): string {
  const T = texts().learn;
  const now = pace.value;
  if (accelerating.value) return fill(T.accelerates, { steps: about(now ?? 0) });
  if (now !== null) return plural(now, T.paceForms);
  const { samplesPerSecond = 0, recipe } = state.value ?? {};
  return running.value && samplesPerSecond > 0
    ? fill(T.fullSpeedNow, { steps: about(samplesPerSecond / (recipe?.batch ?? 1)) })
    : T.fullSpeed;
}

export function PaceDial() {
  return (
    <Slider
      label={texts().learn.pace}
      name="pace"
      value={placeOf(pace.value)}
      min={0}
      max={paces.length - 1}
      step={1}
      shown={inWords()}
      onInput={(place) => setPace(paces[place])}
      onBegin={() => {
        if (accelerating.value) setPace(paces[placeOf(pace.value)]); // a touch ends it
      }}
    />
  );
}
