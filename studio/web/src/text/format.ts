// Numbers as the reader writes them: decimal sign, real minus, plurals, and no jumping digits.
import { type Language, dictionaries } from './languages';

const counts = new Map<string, Intl.NumberFormat>();
const rules = new Map<string, Intl.PluralRules>();

export interface Forms {
  one: string;
  few?: string;
  many?: string;
  other: string;
}

export function fixed(value: number, digits: number, lang: Language): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '—' : value > 0 ? '∞' : '−∞';
  const text = Math.abs(value).toFixed(digits);
  const sign = value < 0 && Number(text) !== 0 ? '−' : '';
  return sign + text.replace('.', dictionaries[lang].language.decimal);
}

export function signed(value: number, digits: number, lang: Language): string {
  const text = fixed(value, digits, lang);
  return value >= 0 ? `+${text}` : text;
}

/** A number that somebody chose, whole: 0,9 and 0,0001. */
export function chosen(value: number, lang: Language): string {
  if (value !== 0 && Math.abs(value) < 0.0001) return brief(value, lang);
  return value.toLocaleString(lang, { maximumSignificantDigits: 6 });
}

/** As many digits as tell something: 0,0123 and 12,3. */
export function brief(value: number, lang: Language): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 0.0005) {
    const [digits, power] = value.toExponential(1).split('e');
    const superscript = String(Math.abs(Number(power))).replace(
      /\d/g,
      (d) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(d)],
    );
    return `${fixed(Number(digits), 1, lang)}·10⁻${superscript}`;
  }
  return fixed(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3, lang);
}

export function count(value: number, lang: Language): string {
  let format = counts.get(lang);
  if (!format) {
    format = new Intl.NumberFormat(lang, { maximumFractionDigits: 0, useGrouping: true });
    counts.set(lang, format);
  }
  return format.format(value).replace('-', '−');
}

export function percent(share: number, lang: Language, digits = 1): string {
  return dictionaries[lang].language.percent.replace('{n}', fixed(100 * share, digits, lang));
}

export function plural(value: number, forms: Forms, lang: Language): string {
  let rule = rules.get(lang);
  if (!rule) {
    rule = new Intl.PluralRules(lang);
    rules.set(lang, rule);
  }
  const form = forms[rule.select(value) as keyof Forms] ?? forms.other;
  return `${count(value, lang)}\u00a0${form}`;
}
