import katex from 'katex';
import 'katex/dist/katex.min.css';

export function typeset(into: HTMLElement, lines: string[]): void {
  while (into.children.length > lines.length) into.lastElementChild!.remove();
  lines.forEach((line, i) => {
    const row =
      (into.children[i] as HTMLElement | undefined) ??
      into.appendChild(document.createElement('p'));
    if (row.dataset.line === line) return;
    row.dataset.line = line;
    katex.render(line, row, { throwOnError: false });
  });
}
