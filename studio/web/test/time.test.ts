// A drag along the line of time: the slider stays where it was dragged to until the engine's state
// says so, however late that comes after the answer.
import './browser';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../src/engine/engine';
import type { EngineEvent } from '../src/engine/types';
import { attach } from '../src/model/engine';
import { dragged, dragTo, learn } from '../src/model/time';

let waiting: ((fine: boolean) => void)[] = [];
const engine = {
  ask: () =>
    new Promise((resolve, reject) =>
      waiting.push((fine) => (fine ? resolve({ bulk: [] }) : reject(new Error('superseded')))),
    ),
  seen: () => {},
} as unknown as Engine;

const answer = async (fine = true): Promise<void> => {
  for (const resolve of waiting.splice(0)) resolve(fine);
  await new Promise((later) => setTimeout(later));
};
const hear = (step: number, live: boolean): void =>
  engine.onEvent({
    event: 'state',
    step: 100,
    shown: { step, live },
    muted: [],
  } as unknown as EngineEvent);

beforeEach(() => {
  waiting = [];
  dragged.value = null;
  attach(engine);
  hear(100, true);
});

describe('a drag along the line of time', () => {
  it('is not over before the state that shows it has come', async () => {
    dragTo(3);
    hear(100, true); // said before the engine heard of it
    expect(dragged.value).toBe(3);
    await answer();
    expect(dragged.value).toBe(3);
    hear(3, false);
    expect(dragged.value).toBe(null);
  });
  it('goes on where another moment was asked for meanwhile', async () => {
    dragTo(3);
    dragTo(5);
    await answer();
    hear(3, false);
    expect(dragged.value).toBe(5);
    await answer();
    hear(5, false);
    expect(dragged.value).toBe(null);
  });
  it('ends at once where the engine refuses it', async () => {
    dragTo(3);
    await answer(false);
    expect(dragged.value).toBe(null);
  });
  it('ends by what is pressed after it', async () => {
    dragTo(3);
    void learn({ run: true });
    expect(dragged.value).toBe(null);
    await answer();
    expect(dragged.value).toBe(null);
  });
});
