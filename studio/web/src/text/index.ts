// The texts in the language of the moment; reading them subscribes a component to the switch.
import { language } from '../model/settings';
import * as format from './format';
import { type Language, type Texts, dictionaries, languages } from './languages';

export const texts = (): Texts => dictionaries[language.value];
/** The same with those of a room, which come with it. */
export function textsWith<More>(more: (of: Language) => More): () => Texts & More {
  const all = new Map(languages.map((of) => [of, { ...dictionaries[of], ...more(of) }]));
  return () => all.get(language.value)!;
}
export const fixed = (value: number, digits = 2): string =>
  format.fixed(value, digits, language.value);
export const signed = (value: number, digits = 2): string =>
  format.signed(value, digits, language.value);
export const brief = (value: number): string => format.brief(value, language.value);
export const chosen = (value: number): string => format.chosen(value, language.value);
export const count = (value: number): string => format.count(value, language.value);
/** A dash where there is none. */
export const percent = (share: number | null, digits = 1): string =>
  share === null ? '—' : format.percent(share, language.value, digits);
export const plural = (value: number, forms: format.Forms): string =>
  format.plural(value, forms, language.value);

/** Puts values into the braces of a text: fill('{a} of {b}', {a: 1, b: 2}). */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
