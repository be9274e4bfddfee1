// The little of a browser that modules ask for when they are loaded.
Object.defineProperty(globalThis, 'navigator', {
  value: { languages: ['ru'] },
  configurable: true,
});
Object.assign(globalThis, {
  matchMedia: () => ({ matches: false, addEventListener: () => {} }),
  getComputedStyle: () => ({ fontSize: '16px' }),
  document: {
    documentElement: { dataset: {}, lang: '', style: { setProperty: () => {} } },
    visibilityState: 'visible',
  },
  requestAnimationFrame: (call: (time: number) => void) =>
    setTimeout(() => call(performance.now()), 0),
});
