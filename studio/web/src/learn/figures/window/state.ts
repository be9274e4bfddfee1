// Which window stands where, what it has seen, and what the CNN makes of the same picture. The
// visitor's network stays as it is, and so does the CNN.
import { batch, computed, effect, signal } from '@preact/signals';
import { ask, greeted } from '../../../model/engine';
import { latest } from '../../../model/frame';
import { chooseTest, input, stages, testImage } from '../../../model/input';
import { type Net, net } from '../../../model/network';
import { reducedMotion } from '../../../model/settings';
import { subject } from '../../../model/subject';
import { slowPulse, tensors } from '../../../model/tensors';
import { cnn, filters, readFilters, ready } from '../../../views/cnn/model';
import { addedAfter } from '../sum-of-784/adding';
import {
  type Filter,
  type Picture,
  type Place,
  type Sample,
  featureMap,
  mapSize,
  marginOf,
  samples,
  under,
  way,
} from './convolve';

/** the first convolution of the CNN on this picture */
interface Engine {
  pixels: Float32Array;
  activation: string;
  maps: Float32Array;
  across: number;
  down: number;
  count: number;
}

export const image = 30;
export const picture = signal<Picture | null>(null);
export const engine = signal<Engine | null>(null);
/** one of the CNN's, or the reader's */
export const chosen = signal<number | 'own'>('own');
export const own = signal<readonly number[]>(samples.upright);
/** at the upper arc of the 3 of the text */
export const place = signal<Place>({ row: 6, column: 13 });
/** for each place of the map, whether the window has been there */
export const been = signal<Uint8Array>(new Uint8Array(0));
export const playing = signal(false);
/** which of the 25 is pointed at */
export const cell = signal<number | null>(null);

const first = computed(() => (engine.value && ready.value ? filters.value?.layers[0] : undefined));
export const count = computed(() => first.value?.shape[0] ?? 0);

export const filter = computed<Filter>(() => {
  const mine = { weights: own.value, side: 5, bias: 0, margin: 2 };
  const of = first.value;
  if (chosen.value === 'own' || !of || chosen.value >= of.shape[0]) return mine;
  const [, , side] = of.shape;
  const from = of.offset + chosen.value * side * side;
  return {
    weights: Array.from(filters.value!.numbers.subarray(from, from + side * side)),
    side,
    bias: of.bias[chosen.value],
    margin: marginOf(picture.value!.across, engine.value!.across, side)!,
  };
});
export const size = computed(() => picture.value && mapSize(picture.value, filter.value));
export const map = computed(() => picture.value && featureMap(picture.value, filter.value));
export const now = computed(
  () => picture.value && under(picture.value, filter.value, place.value),
);
/** the engine's map of the filter that is looked at */
export const engineMap = computed<Float32Array | null>(() => {
  const of = engine.value;
  if (chosen.value === 'own' || !of || chosen.value >= count.value) return null;
  const each = of.across * of.down;
  return of.maps.subarray(chosen.value * each, (chosen.value + 1) * each);
});

/** The CNN's first layer, where it is one of square windows that go by one pixel over one grey. */
async function askEngine({ across, inputs }: Net): Promise<Engine | null> {
  if (!ready.peek()) return null;
  const reply = await ask('maps', { shift: [0, 0] }).catch(() => null);
  const numbers = reply?.bulk[0]?.numbers;
  const of = filters.peek()?.layers[0];
  const layer = reply?.layers.find(({ name }) => name === of?.name);
  if (!of || !layer || !(numbers instanceof Float32Array)) return null;
  const [maps, into, high, wide] = of.shape;
  const [, down, mapAcross] = layer.shape;
  if (into !== 1 || high !== wide || marginOf(across, mapAcross, wide) === null) return null;
  const end = layer.offset + maps * down * mapAcross;
  return {
    pixels: numbers.slice(0, inputs),
    activation: layer.activation,
    maps: numbers.slice(layer.offset, end),
    across: mapAcross,
    down,
    count: maps,
  };
}

const look = latest(async () => {
  const network = net.peek();
  const readable = subject.peek() === 'digits' && network?.planes === 1;
  if (!readable || input.peek().source === 'none') {
    picture.value = null;
    return;
  }
  const { across, down, inputs } = network;
  const found = await askEngine(network);
  if (net.peek() !== network) return;
  batch(() => {
    engine.value = found;
    const pixels = found?.pixels ?? tensors.activations.slice(0, inputs);
    picture.value = { pixels, across, down };
  });
  const places = size.peek()!.across * size.peek()!.down;
  if (been.peek().length !== places)
    been.value = new Uint8Array(places).fill(1, 0, Math.floor(places / 2));
});

/** Follows picture and CNN for as long as somebody looks. */
export const follow = (): (() => void) => {
  const stops = [
    effect(() => {
      if (cnn.value?.ready) readFilters();
    }),
    effect(() => {
      void [slowPulse.value, input.value, stages.value, greeted.value, filters.value, ready.value];
      look();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    pause();
  };
};

export function goTo(to: Place): void {
  pause();
  if (!size.peek()) return;
  const { across, down } = size.peek()!;
  const row = Math.max(0, Math.min(down - 1, to.row));
  const column = Math.max(0, Math.min(across - 1, to.column));
  const seen = been.peek().slice();
  for (const at of way(place.peek(), { row, column })) seen[at.row * across + at.column] = 1;
  been.value = seen;
  place.value = { row, column };
}

export function pause(): void {
  playing.value = false;
}

/** Over all places, row by row, from the first. */
export function slide(): void {
  if (!size.peek()) return;
  const { across, down } = size.peek()!;
  const all = across * down;
  const began = performance.now();
  playing.value = true;
  const tick = (time: number): void => {
    if (!playing.peek() || size.peek()?.across !== across) return pause();
    const seconds = Math.max(0, time - began) / 1000;
    const done = addedAfter(seconds, 0, all, across, !reducedMotion.peek());
    been.value = new Uint8Array(all).fill(1, 0, done);
    const at = Math.max(0, done - 1);
    place.value = { row: Math.floor(at / across), column: at % across };
    if (done === all) pause();
    else requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}

export function setWeight(which: number, value: number): void {
  const weight = Math.round(Math.max(-9, Math.min(9, value)) * 100) / 100 + 0;
  own.value = own.value.map((old, i) => (i === which ? weight : old));
}

export function takeSample(name: Sample): void {
  own.value = samples[name];
  chosen.value = 'own';
}

export const takeThree = (): Promise<void> => chooseTest(testImage(image));
