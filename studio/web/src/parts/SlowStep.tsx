// What a step in slow motion shows, a sentence for each phase, and its buttons.
import './SlowStep.css';
import { useEffect, useRef } from 'preact/hooks';
import { input } from '../model/input';
import { recipe } from '../model/learning';
import { nameOfPlace, neuronName } from '../model/names';
import { activationOf, hello, net, placeAt, sumOf } from '../model/network';
import { type Slow, back, forward, play, slow, stop, unlabelled } from '../model/slow';
import { brief, count, fill, fixed, texts } from '../text';
import { answered, terms } from './CostTable';
import { Icon } from './icons';

function brightest(l: number): string {
  const layer = net.value!.layers[l];
  let best = 0;
  for (let n = 1; n < layer.width; ++n)
    if (activationOf(layer, n) > activationOf(layer, best)) best = n;
  return fill(texts().slow.light, {
    neuron: neuronName(l, best),
    z: fixed(sumOf(layer, best)),
    a: fixed(activationOf(layer, best)),
  });
}

/** The number of the layer that moves most. */
function steepest({ gradient }: Slow, l: number): string {
  const { weightAt, biasAt, inputs, width } = net.value!.layers[l];
  let most = weightAt;
  const look = (from: number, to: number): void => {
    for (let at = from; at < to; ++at)
      if (Math.abs(gradient[at]) > Math.abs(gradient[most])) most = at;
  };
  look(weightAt, weightAt + inputs * width);
  look(biasAt, biasAt + width);
  const rate = recipe.value?.rate ?? 1;
  const slope = gradient[most];
  const number = (value: number): string => (value < 0 ? `−${brief(-value)}` : brief(value));
  return fill(texts().slow.back, {
    place: nameOfPlace(placeAt(net.value!, most)),
    rate: brief(rate),
    slope: slope < 0 ? `(${number(slope)})` : number(slope),
    nudge: (slope < 0 ? '+' : '') + number(-rate * slope),
  });
}

function sentence(now: Slow): string {
  const T = texts().slow;
  const phase = now.phases[now.at];
  const classes = hello.value?.data.classes ?? [];
  const label = input.value.label ?? 0;
  switch (phase.kind) {
    case 'light':
      return brightest(phase.layer);
    case 'cost': {
      const answer = answered(terms.value?.outputs ?? []);
      return fill(T.cost, {
        answer: classes[answer] ?? answer,
        label: classes[label] ?? label,
        cost: fixed(now.cost, 3),
      });
    }
    case 'back':
      return steepest(now, phase.layer);
    case 'taken':
      return fill(T.taken, {
        before: fixed(now.taken?.before ?? 0, 3),
        after: fixed(now.taken?.after ?? 0, 3),
        batch: count(recipe.value?.batch ?? 1),
      });
  }
}

export function SlowStep() {
  const T = texts().slow;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
    document.getElementById('stage')?.scrollIntoView(); // on a phone it is somewhere else
  }, []);
  const now = slow.value;
  const press: Record<string, () => void> = {
    ArrowRight: () => void forward(),
    ArrowLeft: back,
    Escape: stop,
  };
  return (
    <div
      class="slow"
      role="group"
      aria-label={T.title}
      tabIndex={-1}
      ref={box}
      onKeyDown={(event) => {
        const act = press[event.key];
        if (!act) return;
        event.preventDefault();
        act();
      }}
    >
      <p class="slow-words" aria-live="polite" data-test="slow">
        {now ? sentence(now) : unlabelled.value ? T.unlabelled : ''}
      </p>
      {now && (
        <div class="bar is-best" aria-hidden="true">
          <span
            class="fill"
            style={{ transform: `scaleX(${now.at / (now.phases.length - 1)})` }}
          />
        </div>
      )}
      <div class="buttons">
        {now && !now.taken && (
          <>
            <button class="small" data-do="slow-back" disabled={now.at === 0} onClick={back}>
              {T.previous}
            </button>
            <button class="small" data-do="slow-play" onClick={() => play(!now.playing)}>
              <Icon name={now.playing ? 'pause' : 'play'} /> {now.playing ? T.pause : T.play}
            </button>
            <button class="small" data-do="slow-next" onClick={() => void forward()}>
              {now.at + 2 === now.phases.length ? T.take : T.next}
            </button>
          </>
        )}
        <button class="small" data-do="slow-stop" onClick={stop}>
          {now && !now.taken ? T.stop : T.close}
        </button>
      </div>
    </div>
  );
}
