// The deep networks of chapter 8: their words, first weights, and the scale of their slopes.
import { describe, expect, it } from 'vitest';
import {
  changed,
  deep,
  factorsOf,
  inWords,
  powersOf,
  recipeOf,
} from '../src/learn/figures/deep-networks/networks';

describe('a deep network in words', () => {
  const norm = { ...deep(2, 'sigmoid'), norm: true };
  it('has its layers one after the other', () => {
    expect(inWords(deep(3, 'relu'))).toBe('dense(16) relu dense(16) relu dense(16) relu');
    expect(inWords(norm)).toBe('dense(16) batchnorm sigmoid dense(16) batchnorm sigmoid');
  });
  it('goes around all but the first, as the command line of the chapter has it', () => {
    expect(inWords({ ...deep(3, 'relu'), around: true })).toBe(
      'dense(16) residual(dense(16) relu) residual(dense(16) relu)',
    );
    expect(inWords({ ...deep(3, 'relu'), norm: true, around: true })).toBe(
      'dense(16) residual(batchnorm relu dense(16)) residual(batchnorm relu dense(16))',
    );
  });
  it('has as many layers that weigh whatever is switched', () => {
    for (const norm of [false, true])
      for (const around of [false, true])
        for (const layers of [2, 6, 20]) {
          const words = inWords({ ...deep(layers, 'relu'), norm, around });
          expect(words.match(/dense/g)).toHaveLength(layers);
          expect(words.length).toBeLessThanOrEqual(2000);
        }
  });
  it('does not depend on the recipe of the visitor', () => {
    const { net, ...recipe } = recipeOf(deep(6, 'relu'), 3);
    expect(net).toContain('relu');
    expect(recipe).toMatchObject({ activation: 'relu', init: 'he', seed: 3, rate: 0.2 });
    expect(recipe).toMatchObject({ cost: 'squared', optimizer: 'sgd', train_size: 0 });
    expect(recipe).not.toHaveProperty('hidden');
  });
});

describe('another bend', () => {
  it('brings its first weights', () => {
    expect(changed(deep(6, 'sigmoid'), { bend: 'relu' }).start).toBe('he');
    expect(changed(deep(6, 'relu'), { bend: 'sigmoid' }).start).toBe('lecun');
  });
  it('leaves those that were chosen', () => {
    const large = changed(deep(6, 'sigmoid'), { start: 'textbook' });
    expect(changed(large, { bend: 'relu' }).start).toBe('textbook');
  });
});

describe('the slopes', () => {
  it('are multiplied by a factor from layer to layer', () => {
    expect(factorsOf([1, 2, 8])).toEqual([0.5, 0.25]);
  });
  it('stand on whole powers of ten', () => {
    expect(powersOf([0.0000052, 0.1, 0.02])).toEqual([-6, -1]);
    expect(powersOf([0.013, 0.039])).toEqual([-2, -1]);
    expect(powersOf([0.02, 3000])).toEqual([-2, 4]);
    expect(powersOf([1])).toEqual([0, 1]);
  });
  it('may be none at all', () => {
    expect(powersOf([])).toEqual([-1, 0]);
    expect(powersOf([0, 0.001])).toEqual([-3, -2]);
  });
});
