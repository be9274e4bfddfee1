/** A number as it is written in a language: 0.0655, 0,0655, 13,002, 13 002; null: it is none. */
export function numberIn(written: string, language: string): number | null {
  const bare = written.replace(/\s/g, '').replace(/^[−–]/, '-');
  const grouped = language === 'en' && /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare);
  const text = grouped ? bare.replaceAll(',', '') : bare.replace(',', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : null;
}
