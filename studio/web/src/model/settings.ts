// What the visitor prefers; kept in the browser, followed from the system until chosen.
import { computed, effect, signal } from '@preact/signals';
import { type Language, fallback, languages } from '../text/languages';

export type Theme = 'dark' | 'light';

function kept(key: string): string | null {
  try {
    return localStorage.getItem(`glia.${key}`);
  } catch {
    return null;
  }
}

export function keep(key: string, value: string): void {
  try {
    localStorage.setItem(`glia.${key}`, value);
  } catch {
    // a browser that keeps nothing still shows everything
  }
}

export const recall = kept;

function firstLanguage(): Language {
  const chosen = kept('language');
  if (chosen !== null && languages.includes(chosen)) return chosen;
  const read = navigator.languages.map((l) => l.slice(0, 2).toLowerCase());
  return read.find((l) => l !== fallback && languages.includes(l)) ?? fallback;
}

const systemLight = matchMedia('(prefers-color-scheme: light)');
const still = matchMedia('(prefers-reduced-motion: reduce)');
const finger = matchMedia('(pointer: coarse)');

export const language = signal<Language>(firstLanguage());
const chosenTheme = signal<Theme | null>((kept('theme') as Theme | null) ?? null);
const systemTheme = signal<Theme>(systemLight.matches ? 'light' : 'dark');
export const theme = computed<Theme>(() => chosenTheme.value ?? systemTheme.value);
export const reducedMotion = signal(still.matches);
/** the reader points with a finger */
export const touches = signal(finger.matches);

/** how large all text is: the last is for the last row before a projector */
export const textSizes = [1, 1.12, 1.25, 1.4];
const keptSize = Number(kept('text'));
export const textSize = signal(textSizes.includes(keptSize) ? keptSize : 1);
/** what the browser has been told of it beforehand */
const browsersOwn = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
/** what a drawing multiplies its letters by */
export const textScale = computed(() => browsersOwn * textSize.value);

systemLight.addEventListener('change', () => {
  systemTheme.value = systemLight.matches ? 'light' : 'dark';
});
finger.addEventListener('change', () => {
  touches.value = finger.matches;
});
still.addEventListener('change', () => {
  reducedMotion.value = still.matches;
});

export function chooseLanguage(to: Language): void {
  language.value = to;
  keep('language', to);
}

/** For this page alone. */
export function showTheme(to: Theme): void {
  chosenTheme.value = to;
}

export function chooseTheme(to: Theme): void {
  chosenTheme.value = to;
  keep('theme', to);
}

export function chooseTextSize(to: number): void {
  textSize.value = to;
  keep('text', String(to));
}

effect(() => {
  document.documentElement.style.setProperty('--text-size', String(textSize.value));
});
effect(() => {
  document.documentElement.lang = language.value;
});
effect(() => {
  document.documentElement.dataset.theme = theme.value;
});
