// The road that is looked at, where the reader stands on it, and the training that is played
// beside it. All is asked of kept moments; only "two epochs" learns, on a branch of its own.
import { computed, effect, signal, untracked } from '@preact/signals';
import { ask, greeted } from '../../../model/engine';
import { latest } from '../../../model/frame';
import { branches, running, state, stopped } from '../../../model/learning';
import { net } from '../../../model/network';
import { subject } from '../../../model/subject';
import { pulse, tensors } from '../../../model/tensors';
import { learn } from '../../../model/time';
import { count, fill, texts } from '../../../text/learn';
import { comeHome, goAway } from '../away';
import { passed } from '../forward';
import { isKnown } from '../one-knob/knob';
import * as roads from './road';

/** of the examples that are learnt from, for the angles */
const samples = { taught: 5000, own: 1000 };
const most = 60;
/** the whole test set */
const all = 60000;

export type Which = 'taught' | 'own';
const chosen = signal<Which | null>(null);

const known = computed(() => {
  const list = branches.value;
  const { branch = 0, step = 0 } = state.value ?? {};
  const present = { branch, step };
  return { taught: roads.taughtRoad(list), own: roads.ownRoad(list, present) };
});
export const which = computed((): Which => {
  const wanted = chosen.value ?? 'taught';
  return known.value[wanted] ? wanted : wanted === 'taught' ? 'own' : 'taught';
});
const stretch = computed(() => known.value[which.value]);
export const has = (name: Which): boolean => known.value[name] !== null;
/** there is no road yet: nothing has been learnt, and there is no network taught beforehand */
export const nothing = computed(() => !stretch.value);

export interface Road extends roads.Stretch {
  which: Which;
  costs: number[];
  accuracies: (number | null)[];
  ends: Float32Array<ArrayBufferLike>;
}
export const straight = signal<Road | null>(null);
export const random = signal<Road | null>(null);
export const way = signal<roads.Stop[]>([]);
export const failed = signal(false);
/** the reader goes in the random direction */
export const astray = signal(false);
export const road = computed(() => (astray.value ? random.value : null) ?? straight.value);

export const index = signal(roads.indexOf(0.4));
export const place = computed(() => roads.placeOf(index.value));
export const goTo = (at: number): void => void (index.value = roads.indexOf(at));

export const numbers = computed(() =>
  road.value ? roads.between(road.value.ends, place.value) : null,
);
/** what a network with the parameters at that place answers; null: there is no digit */
export const lights = computed((): number[] | null => {
  void pulse.value;
  const network = net.value;
  const here = numbers.value;
  if (!network || here?.length !== network.count || !isKnown(network)) return null;
  const inputs = tensors.activations.subarray(0, network.inputs);
  return inputs.some((a) => a !== 0) ? Array.from(passed(network, here, inputs).lights) : null;
});

/** What the network of a moment is called. */
export function nameOf({ branch, step }: { branch: number; step: number }): string {
  const T = texts().learnRoom.road.ends;
  const own = branches.value.find(({ id }) => id === branch);
  if (step > 0 || !own) return fill(T.step, { n: count(step) });
  return own.taught ? T.taught : T.newborn;
}

let seed = 0;
let asked = '';

async function askRoad(of: roads.Stretch, thrown?: number): Promise<Road> {
  const fields = { ...of, range: roads.range, points: roads.points, samples: all };
  const reply = await ask('line', thrown === undefined ? fields : { ...fields, seed: thrown });
  const ends = reply.bulk[0].numbers as Float32Array<ArrayBufferLike>;
  const { costs, accuracies } = reply;
  return { ...of, which: which.peek(), costs, accuracies, ends };
}

async function askWay(of: roads.Stretch, name: Which): Promise<roads.Stop[]> {
  if (name === 'own') {
    const found = await ask('way', { ...of, most, samples: samples.own });
    return found.moments.map(roads.stopOf);
  }
  // The network taught beforehand has kept nothing of its way but both ends.
  const back = { from: of.to, to: of.from };
  const first = await ask('way', { ...back, most: 2, samples: samples.taught });
  const last = await ask('way', { ...of, most: 2, samples: samples.taught });
  return [
    ...first.moments.map((m) => roads.turned(roads.stopOf(m))).slice(-1),
    ...last.moments.map(roads.stopOf).slice(-1),
  ];
}

const load = latest(async () => {
  const of = stretch.peek();
  if (!of || running.peek() || subject.peek() !== 'digits') return;
  const key = JSON.stringify([greeted.peek(), net.peek()?.revision, of]);
  if (key === asked) return;
  asked = key;
  straight.value = random.value = null;
  way.value = [];
  failed.value = astray.value = false;
  stop();
  moment.value = 0;
  try {
    straight.value = await askRoad(of);
    way.value = await askWay(of, which.peek());
    random.value = await askRoad(of, ++seed);
  } catch {
    failed.value = !straight.peek();
    asked = '';
  }
});

export const choose = (name: Which): void => void (chosen.value = name);

const throwAnew = latest(async () => {
  const now = straight.peek();
  if (!now) return;
  random.value = await askRoad({ from: now.from, to: now.to }, ++seed);
});

/** Along the road, or in a direction at random: each time in another one. */
export function turn(): void {
  if (astray.peek()) throwAnew();
  astray.value = !astray.peek();
}

// the training that is played
const pace = 90; // milliseconds from one kept moment to the next
export const moment = signal(0);
export const stopAt = computed(() => way.value[Math.min(moment.value, way.value.length - 1)]);
export const playing = signal(false);
let timer: ReturnType<typeof setInterval> | undefined;

export function stop(): void {
  clearInterval(timer);
  playing.value = false;
}
export function play(): void {
  stop();
  if (moment.peek() >= way.peek().length - 1) moment.value = 0;
  playing.value = true;
  timer = setInterval(() => {
    if (moment.peek() < way.peek().length - 1) moment.value++;
    else stop();
  }, pace);
}
export function goToMoment(to: number): void {
  stop();
  moment.value = to;
}

// two epochs on a branch of its own
export const teaching = signal(false);

export async function learnTwo(name: string): Promise<void> {
  const newborn = branches.peek().find(({ parent }) => parent === null);
  if (!newborn || running.peek()) return;
  if (!(await goAway({ branch: newborn.id, step: newborn.forkedAt }, name))) return;
  stopped.value = null;
  teaching.value = true;
  if (!(await learn({ epochs: 2, pace: null }))) void giveBack();
}

export async function giveBack(): Promise<void> {
  if (!teaching.peek()) return;
  teaching.value = false;
  await comeHome();
}

/** For as long as somebody looks. */
export function follow(): () => void {
  let began = false;
  const stops = [
    effect(() => {
      void [stretch.value, greeted.value, net.value, running.value, subject.value];
      untracked(load);
    }),
    effect(() => {
      const over = (began && !running.value) || stopped.value !== null;
      began = teaching.value && running.value;
      if (!teaching.peek() || !over) return;
      chosen.value = 'own';
      untracked(() => void giveBack());
    }),
  ];
  return () => {
    stop();
    stops.forEach((end) => end());
    void giveBack();
  };
}
