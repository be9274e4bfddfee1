// Small pictures four by four, and how one is chosen by arrow keys.
import type { Sheet } from '../../draw/canvas';
import { arrowOf } from '../../draw/pointer';

const columns = 4;
const gap = 6;

/** The largest squares that `count` pictures may have on a sheet, and where each begins. */
export function squares({ width, height }: Pick<Sheet, 'width' | 'height'>, count: number) {
  const rows = Math.ceil(count / columns);
  const size = Math.min(
    (width - gap * (columns - 1)) / columns,
    (height - gap * (rows - 1)) / rows,
  );
  const cornerOf = (n: number): [x: number, y: number] => [
    (n % columns) * (size + gap),
    Math.floor(n / columns) * (size + gap),
  ];
  return { size, cornerOf };
}

/** In a box of one button a picture: the one that an arrow leads to is chosen. */
export function chooseByArrow(event: KeyboardEvent): void {
  const move = arrowOf(event.key);
  const all = [...(event.currentTarget as HTMLElement).querySelectorAll('button')];
  const now = all.indexOf(event.target as HTMLButtonElement);
  const next = move && all[now + move[0] + columns * move[1]];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.click();
}
