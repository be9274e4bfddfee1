// The little of a browser that modules ask for when they are loaded.
Object.defineProperty(globalThis, 'navigator', {
  value: { languages: ['ru'] },
  configurable: true,
});
Object.assign(globalThis, {
  matchMedia: () => ({ matches: false, addEventListener: () => {} }),
  document: { documentElement: { dataset: {}, lang: '' }, visibilityState: 'visible' },
  requestAnimationFrame: (call: (time: number) => void) =>
    setTimeout(() => call(performance.now()), 0),
});
