import { beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../src/engine/engine';
import type { Hello, State } from '../src/engine/types';
import { attach } from '../src/model/engine';
import { input } from '../src/model/input';
import { state } from '../src/model/learning';
import { hello } from '../src/model/network';
import { reducedMotion } from '../src/model/settings';
import { back, begin, forward, phasesOf, slow, stop, unlabelled } from '../src/model/slow';

const asked: string[] = [];
const engine = {
  ask: (name: string) => {
    asked.push(name);
    const bulk = name === 'gradient' ? [{ numbers: new Float32Array(3) }] : [];
    return Promise.resolve({ bulk, cost: 2, rate: 1, before: 2, after: 1 });
  },
} as unknown as Engine;

const layer = { name: 'a', width: 1, activation: 'sigmoid', inputs: 2, weight: 'w', bias: 'b' };

beforeEach(() => {
  stop();
  attach(engine);
  asked.length = 0;
  reducedMotion.value = true; // nothing moves by itself
  state.value = { step: 0, running: false } as State;
  hello.value = {
    revision: 1,
    parameters: [],
    count: 3,
    layers: [layer, layer],
    input: { name: 'x', shape: [2] },
  } as unknown as Hello;
  input.value = { source: 'test', label: 4, index: 0, xray: null };
});

describe('a step in slow motion', () => {
  it('goes forward by layers, to the cost, and back by layers', () => {
    expect(phasesOf(2)).toEqual([
      { kind: 'light', layer: 0 },
      { kind: 'light', layer: 1 },
      { kind: 'cost' },
      { kind: 'back', layer: 1 },
      { kind: 'back', layer: 0 },
      { kind: 'taken' },
    ]);
  });
  it('is taken at its end alone, once', async () => {
    await begin();
    for (let i = 0; i < 4; ++i) await forward();
    back();
    await forward();
    expect(asked).not.toContain('nudge');
    await forward();
    await forward();
    back();
    expect(asked.filter((name) => name === 'nudge')).toHaveLength(1);
    expect(slow.value?.taken?.after).toBe(1);
  });
  it('ends when its example is another', async () => {
    await begin();
    expect(slow.value).not.toBeNull();
    input.value = { source: 'test', label: 5, index: 1, xray: null };
    expect(slow.value).toBeNull();
  });
  it('asks which digit it is when nobody has said', async () => {
    input.value = { source: 'strokes', label: null, index: null, xray: null };
    await begin();
    expect([slow.value, unlabelled.value]).toEqual([null, true]);
  });
});
