// The ravine of the page, and the race of three networks beside the visitor's own.
import { computed, signal } from '@preact/signals';
import { Race } from '../../../model/race';
import { recipeOf, usual } from './networks';
import { type Method, best, methods, stepsTo, wayOf } from './ravine';

export const show = signal<'ravine' | 'networks'>('ravine');

export const rates = signal<Record<Method, number>>({ ...best });
export const most = 400;
export const steps = signal(40);

export const balls = computed(() =>
  methods.map((method) => {
    const rate = rates.value[method];
    return { method, rate, way: wayOf(method, rate, most), arrives: stepsTo(method, rate) };
  }),
);

export const epochs = 5;
export const seed = signal(1);
export const chosen = signal<Record<Method, number>>({ ...usual });
/** the rates of the race that is shown */
export const raced = signal<Record<Method, number> | null>(null);
export const race = new Race();

export async function start(): Promise<void> {
  raced.value = { ...chosen.peek() };
  const of = raced.peek()!;
  await race.start(
    methods.map((method) => recipeOf(method, of[method], seed.peek())),
    epochs,
  );
}
