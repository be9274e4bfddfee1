// A visitor's two networks: the page shows one, and never draws a view with the other's numbers.
import './browser';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine, Reply } from '../src/engine/engine';
import type { Frame } from '../src/engine/frames';
import type { CommandName } from '../src/engine/commands';
import type { Hello, Subject } from '../src/engine/types';
import { ask, attach, followView } from '../src/model/engine';
import { branches, curves } from '../src/model/learning';
import { net, offers } from '../src/model/network';
import { held, selection, view } from '../src/model/selection';
import { subject } from '../src/model/subject';
import { tensors } from '../src/model/tensors';
import { subjectOf } from '../src/views';
import { testNet } from './net';

/** An engine with both networks, that answers and greets when it is told to. */
class FakeEngine {
  asked: { name: CommandName; fields: unknown }[] = [];
  onEvent: Engine['onEvent'] = () => {};
  onTensor: Engine['onTensor'] = () => {};
  onLink: Engine['onLink'] = () => {};
  private waiting: (() => void)[] = [];

  ask<K extends CommandName>(name: K, fields: unknown): Promise<Reply<K>> {
    this.asked.push({ name, fields });
    return new Promise((resolve) =>
      this.waiting.push(() => resolve({ bulk: [] } as unknown as Reply<K>)),
    );
  }
  seen(): void {}
  close(): void {}
  answer(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
  names(): CommandName[] {
    return this.asked.map(({ name }) => name);
  }
  greet(of: Subject): void {
    const network = of === 'digits' ? testNet([16, 10]) : testNet([4, 1], 2);
    const { layers, parameters, count } = network;
    const state = { running: false, step: 0, branch: 0, shown: { step: 0, live: true } };
    this.onEvent({
      event: 'hello',
      subject: of,
      revision: of === 'digits' ? 1 : 9,
      layers,
      parameters,
      count,
      input: { name: 'input', shape: [network.inputs] },
      data: { name: of, train: 1, test: 1, classes: ['0', '1'] },
      state,
      offers: ['cnn'],
      ...(of === 'plane' && {
        plane: { side: 2, outputSide: 3, range: 6, inputs: ['x', 'y'] },
      }),
    } as unknown as Hello);
  }
}

const engine = new FakeEngine();
const frame = (channel: string, numbers: Float32Array, revision: number): Frame =>
  ({ channel, numbers, revision, sequence: 1, step: 0 }) as unknown as Frame;

describe('the two networks of a visitor', () => {
  beforeAll(() => {
    attach(engine as unknown as Engine);
    followView(subjectOf);
    engine.onLink('open');
    engine.greet('digits');
    engine.answer();
  });

  it('begin with the one that reads digits, for every view but the plane', () => {
    expect(subject.value).toBe('digits');
    expect(subjectOf('plane')).toBe('plane');
    expect(subjectOf('network')).toBe('digits');
    expect(engine.names()).not.toContain('subject');
  });

  it('change when a view of the other opens; nothing is asked of either meanwhile', async () => {
    selection.value = { kind: 'neuron', layer: 0, neuron: 12 };
    held.value = new Set(['0/12']);
    branches.value = [{ id: 0, name: 'main', parent: null, forkedAt: 0, taught: false, step: 3 }];
    view.value = 'plane';
    expect(engine.asked.at(-1)).toEqual({ name: 'subject', fields: { of: 'plane' } });
    expect(subject.value).toBe('digits');
    await expect(ask('cost', {})).rejects.toMatchObject({ code: 'link' });
    expect(engine.names()).not.toContain('cost');
  });

  it('are not mixed: curves, branches and selection are of the one that is shown', () => {
    engine.onEvent({ event: 'curve', branch: 0, points: [[1, 0, 1, 0, 1, 0]] });
    engine.greet('plane');
    engine.answer();
    expect(subject.value).toBe('plane');
    expect(net.value?.inputs).toBe(2);
    expect(curves.size).toBe(0);
    expect(branches.value).toEqual([]);
    expect(offers.value).toEqual(['cnn']); // and its tab stays
    expect(held.value.size).toBe(0);
    expect(selection.value).not.toEqual({ kind: 'neuron', layer: 0, neuron: 12 });
  });

  it('are not mixed: a tensor of the other one is not taken', () => {
    const before = tensors.parameters;
    tensors.take(frame('parameters', new Float32Array(784 * 16 + 16 + 170), 1));
    expect(tensors.parameters).toBe(before);
    tensors.take(frame('parameters', new Float32Array(3), 9)); // of another size
    expect(tensors.parameters).toBe(before);
    tensors.take(frame('plane', new Float32Array((2 + 4) * 4 + 9), 9));
    expect(tensors.plane?.length).toBe(33);
  });

});

describe('from one network to the other and back', () => {
  it('both are remembered', () => {
    selection.value = { kind: 'pixel', pixel: 1 };
    view.value = 'hand';
    expect(engine.asked.at(-1)).toEqual({ name: 'subject', fields: { of: 'digits' } });
    engine.greet('digits');
    engine.answer();
    expect(selection.value).toEqual({ kind: 'neuron', layer: 0, neuron: 12 });
    expect(held.value).toEqual(new Set(['0/12']));
    expect(branches.value).toHaveLength(1);
    view.value = 'plane';
    engine.greet('plane');
    engine.answer();
    expect(selection.value).toEqual({ kind: 'pixel', pixel: 1 });
  });

  it('it ends where the view is, however fast one goes there and back', () => {
    const before = engine.asked.length;
    view.value = 'network';
    view.value = 'plane';
    engine.greet('digits'); // the page had asked for it, and no longer wants it
    expect(engine.asked.slice(before).filter(({ name }) => name === 'subject')).toEqual([
      { name: 'subject', fields: { of: 'digits' } },
      { name: 'subject', fields: { of: 'plane' } },
    ]);
    engine.greet('plane');
    engine.answer();
    expect(subject.value).toBe('plane');
  });

  it('it is asked for again after a reconnection, which begins with digits', () => {
    engine.onLink('lost');
    engine.onLink('open');
    const before = engine.asked.length;
    engine.greet('digits');
    expect(engine.asked.slice(before)).toContainEqual({ name: 'subject', fields: { of: 'plane' } });
    engine.greet('plane');
    engine.answer();
    expect(subject.value).toBe('plane');
  });
});
