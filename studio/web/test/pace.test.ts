import { beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../src/engine/engine';
import type { State } from '../src/engine/types';
import { attach } from '../src/model/engine';
import { state } from '../src/model/learning';
import { dial, pace, paces, placeOf, setPace } from '../src/model/pace';
import { learn, learnOn } from '../src/model/time';

const asked: unknown[] = [];
const engine = {
  ask: (name: string, fields: object) => {
    asked.push({ do: name, ...fields });
    return Promise.resolve({ bulk: [] });
  },
} as unknown as Engine;

const stands = (now: Partial<State>): void => {
  state.value = { step: 0, running: false, pace: null, accelerating: false, ...now } as State;
};

beforeEach(() => {
  attach(engine);
  stands({});
  dial.value = null;
  asked.length = 0;
});

describe('the dial of the pace', () => {
  it('goes from one step a second to full speed', () => {
    expect([paces[0], paces.at(-1)]).toEqual([1, null]);
    expect(paces.map(placeOf)).toEqual(paces.map((_, place) => place));
    expect([0.4, 1.4, 26, 70000].map((now) => paces[placeOf(now)])).toEqual([1, 1, 30, 10000]);
  });
  it('is what all learning goes by', () => {
    setPace(30);
    expect(asked).toEqual([]);
    void learn({ steps: 1 });
    expect(asked).toEqual([{ do: 'learn', pace: 30, steps: 1 }]);
  });
  it('changes the pace of what runs, and leaves it its end', () => {
    stands({ running: true, step: 7 });
    setPace(5);
    expect(asked).toEqual([{ do: 'learn', pace: 5 }]);
  });
});

describe('learning', () => {
  it('begins slowly while nothing has been learnt, and only then', () => {
    void learnOn();
    stands({ step: 1 });
    void learnOn();
    expect(asked).toMatchObject([
      { run: true, pace: null, accelerate: { from: 2 } },
      { run: true, pace: null },
    ]);
    expect(asked[1]).not.toHaveProperty('accelerate');
  });
  it('shows the pace as it is while it accelerates, else that of the dial', () => {
    setPace(100);
    stands({ running: true, accelerating: true, pace: 7 });
    expect(pace.value).toBe(7);
    setPace(20);
    expect(asked).toEqual([{ do: 'learn', pace: 20 }]);
    stands({ running: true, pace: 20 });
    expect(pace.value).toBe(20);
  });
});
