// What is wrong with how a page lies there, found in the page itself.

/** Texts that are cut, and texts that lie upon one another. Runs in the page. */
export function flaws() {
  const name = (e) => {
    const words = (e.innerText || e.value || '').trim().slice(0, 40);
    return `${e.tagName.toLowerCase()}.${[...e.classList].join('.')} “${words}”`;
  };
  const seen = [...document.querySelectorAll('#page *')].filter(
    (e) => e.checkVisibility() && !e.closest('.hidden-text, .katex, .uplot, canvas'),
  );
  const own = (e) => [...e.childNodes].filter((n) => n.nodeType === 3 && n.data.trim());
  const texts = seen.filter(
    (e) => own(e).length > 0 && e.tagName !== 'OPTION' && e.tagName !== 'SELECT',
  );
  const found = [];
  for (const e of texts) {
    const { overflowX } = getComputedStyle(e);
    if (overflowX !== 'visible' && e.scrollWidth > e.clientWidth + 1) found.push(`cut: ${name(e)}`);
  }
  const measure = document.createElement('canvas').getContext('2d');
  for (const e of seen.filter((e) => e.tagName === 'SELECT')) {
    const style = getComputedStyle(e);
    measure.font = style.font;
    const chosen = e.selectedOptions[0]?.text ?? '';
    const room =
      e.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 18;
    if (measure.measureText(chosen).width > room) found.push(`cut: select “${chosen}”`);
  }
  const clip = (box, e) => {
    let { left, top, right, bottom } = box;
    for (let at = e; at && at !== document.body; at = at.parentElement) {
      const { overflowX, overflowY, position } = getComputedStyle(at);
      const b = at.getBoundingClientRect();
      if (overflowX !== 'visible')
        [left, right] = [Math.max(left, b.left), Math.min(right, b.right)];
      if (overflowY !== 'visible')
        [top, bottom] = [Math.max(top, b.top), Math.min(bottom, b.bottom)];
      if (position === 'fixed') break;
    }
    return { left, top, right, bottom, e };
  };
  const layer = (e) => {
    for (let at = e; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.position === 'fixed' || style.zIndex !== 'auto') return at;
    }
    return null;
  };
  const boxes = texts.flatMap((e) =>
    own(e).flatMap((n) => {
      const range = document.createRange();
      range.selectNodeContents(n);
      return [...range.getClientRects()].map((r) => ({ ...clip(r, e), layer: layer(e) }));
    }),
  );
  for (const [i, a] of boxes.entries())
    for (const b of boxes.slice(i + 1)) {
      if (a.e === b.e || a.layer !== b.layer) continue;
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 2 && down > 4) found.push(`upon one another: ${name(a.e)} and ${name(b.e)}`);
    }
  return [...new Set(found)];
}
