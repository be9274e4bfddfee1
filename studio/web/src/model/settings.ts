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

export const language = signal<Language>(firstLanguage());
const chosenTheme = signal<Theme | null>((kept('theme') as Theme | null) ?? null);
const systemTheme = signal<Theme>(systemLight.matches ? 'light' : 'dark');
export const theme = computed<Theme>(() => chosenTheme.value ?? systemTheme.value);
export const reducedMotion = signal(still.matches);

systemLight.addEventListener('change', () => {
  systemTheme.value = systemLight.matches ? 'light' : 'dark';
});
still.addEventListener('change', () => {
  reducedMotion.value = still.matches;
});

export function chooseLanguage(to: Language): void {
  language.value = to;
  keep('language', to);
}

export function chooseTheme(to: Theme): void {
  chosenTheme.value = to;
  keep('theme', to);
}

effect(() => {
  document.documentElement.lang = language.value;
});
effect(() => {
  document.documentElement.dataset.theme = theme.value;
});
